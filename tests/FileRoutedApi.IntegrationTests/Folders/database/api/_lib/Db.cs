using Microsoft.EntityFrameworkCore;

public class Db(DbContextOptions<Db> options) : DbContext(options)
{
    public DbSet<Note> Notes => Set<Note>();
}

public class Note
{
    public int Id { get; set; }
    public required string Text { get; set; }
}
