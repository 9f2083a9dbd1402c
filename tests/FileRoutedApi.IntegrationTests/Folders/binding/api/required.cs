string POST(Strict strict) => strict.Name;

record Strict { public required string Name { get; init; } }
