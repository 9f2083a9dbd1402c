var metadata = new PageMetadata { Title = "Fortunes" };

Fortune[] stored =
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

Html Page()
{
    var fortunes = new List<Fortune>(stored) { new(0, "Additional fortune added at request time.") };
    fortunes.Sort((one, other) => string.CompareOrdinal(one.Message, other.Message));
    return $"""
        <table><tr><th>id</th><th>message</th></tr>{Html.Each(fortunes, fortune => $"<tr><td>{fortune.Id}</td><td>{fortune.Message}</td></tr>")}</table>
        """;
}

record Fortune(int Id, string Message);
