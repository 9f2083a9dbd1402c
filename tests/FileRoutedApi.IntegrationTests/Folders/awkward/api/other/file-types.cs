Envelope<Item> GET() => new(new(1));

Item POST(Item item) => item;

file record Item(int Number);
