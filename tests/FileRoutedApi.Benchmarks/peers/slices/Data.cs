namespace SlicesApp;

/// <summary>A row of the table.</summary>
public sealed record Customer(string Name, string Email, string Note)
{
    /// <summary>The rows.</summary>
    public static readonly IReadOnlyList<Customer> All = [.. Enumerable.Range(1, 50).Select(
        number => new Customer($"Customer {number} & Sons", $"customer{number}@example.com", $"Ordered {number} < 100 items"))];
}

/// <summary>A row of the Fortunes page.</summary>
public sealed record Fortune(int Id, string Message)
{
    /// <summary>The rows without the one that each request adds.</summary>
    public static readonly IReadOnlyList<Fortune> Stored =
    [
        new(1, "fortune: No such file or directory"),
        new(2, "A computer scientist is someone who fixes things that aren't broken."),
        new(3, "After enough decimal places, nobody gives a damn."),
        new(4, "A bad random number generator: 1, 1, 1, 1, 1, 4.33e+67, 1, 1, 1"),
        new(5, "A computer program does what you tell it to do, not what you want it to do."),
        new(6, "Emacs is a nice operating system, but I prefer UNIX. — Tom Christaensen"),
        new(7, "Any program that runs right is obsolete."),
        new(8, "A list is only as strong as its weakest link. — Donald Knuth"),
        new(9, "Feature: A bug with seniority."),
        new(10, "Computers make very fast, very accurate mistakes."),
        new(11, "<script>alert(\"This should not be displayed in a browser alert box.\");</script>"),
        new(12, "フレームワークのベンチマーク"),
    ];
}
