using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

/// <summary>Creates the context for <c>dotnet ef</c>, which runs no <c>_startup.cs</c>.</summary>
internal sealed class DesignTime : IDesignTimeDbContextFactory<Db>
{
    public Db CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<Db>().UseSqlite("Data Source=notes.db").Options);
}
