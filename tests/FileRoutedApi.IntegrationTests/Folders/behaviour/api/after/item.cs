Item GET() => new("item");

record Item(string Name);
