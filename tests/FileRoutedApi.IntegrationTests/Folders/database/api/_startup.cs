using Microsoft.EntityFrameworkCore;

void Services(IServiceCollection services, IConfiguration configuration) =>
    services.AddDbContext<Db>(options => options.UseSqlite(configuration.GetConnectionString("Notes") ?? "Data Source=notes.db"));

async Task Start(IServiceProvider services, CancellationToken stop)
{
    await using var scope = services.CreateAsyncScope();
    await scope.ServiceProvider.GetRequiredService<Db>().Database.MigrateAsync(stop);
}
