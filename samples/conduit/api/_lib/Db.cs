/// <summary>The database. Its schema is in <c>Migrations/</c>.</summary>
class Db(DbContextOptions<Db> options) : DbContext(options)
{
    public DbSet<User> Users => Set<User>();

    public DbSet<Article> Articles => Set<Article>();

    public DbSet<Comment> Comments => Set<Comment>();

    public DbSet<Tag> Tags => Set<Tag>();

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.Entity<User>().HasIndex(user => user.Email).IsUnique();
        model.Entity<User>().HasIndex(user => user.Username).IsUnique();
        model.Entity<User>().HasMany(user => user.Following).WithMany(user => user.Followers).UsingEntity(join => join.ToTable("Follow"));
        model.Entity<User>().HasMany(user => user.Favorites).WithMany(article => article.FavoritedBy).UsingEntity(join => join.ToTable("Favorite"));
        model.Entity<Article>().HasIndex(article => article.Slug).IsUnique();
        model.Entity<Article>().HasOne(article => article.Author).WithMany().HasForeignKey(article => article.AuthorId);
        model.Entity<Tag>().HasKey(tag => tag.Name);
    }

    // SQLite does not store time zones. All times are written and read as UTC.
    protected override void ConfigureConventions(ModelConfigurationBuilder conventions) =>
        conventions.Properties<DateTime>().HaveConversion<UtcConverter>();

    private sealed class UtcConverter() : Microsoft.EntityFrameworkCore.Storage.ValueConversion.ValueConverter<DateTime, DateTime>(
        time => time, time => DateTime.SpecifyKind(time, DateTimeKind.Utc));
}

/// <summary>Creates the context for <c>dotnet ef</c>, which does not connect to a database to add a migration.</summary>
class DesignTimeDb : Microsoft.EntityFrameworkCore.Design.IDesignTimeDbContextFactory<Db>
{
    public Db CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<Db>().UseSqlite("Data Source=conduit.db").Options);
}

class User
{
    public int Id { get; set; }

    public required string Email { get; set; }

    public required string Username { get; set; }

    public string PasswordHash { get; set; } = "";

    public string Bio { get; set; } = "";

    public string? Image { get; set; }

    public List<User> Following { get; } = [];

    public List<User> Followers { get; } = [];

    public List<Article> Favorites { get; } = [];
}

class Article
{
    public int Id { get; set; }

    public required string Slug { get; set; }

    public required string Title { get; set; }

    public required string Description { get; set; }

    public required string Body { get; set; }

    public DateTime CreatedAt { get; init; }

    public DateTime UpdatedAt { get; set; }

    public int AuthorId { get; init; }

    public User Author { get; init; } = null!;

    public List<Tag> Tags { get; init; } = [];

    public List<User> FavoritedBy { get; } = [];

    public List<Comment> Comments { get; } = [];
}

class Comment
{
    public int Id { get; set; }

    public required string Body { get; set; }

    public DateTime CreatedAt { get; init; }

    public int ArticleId { get; init; }

    public int AuthorId { get; init; }

    public User Author { get; init; } = null!;
}

class Tag
{
    public required string Name { get; init; }

    public List<Article> Articles { get; } = [];
}
