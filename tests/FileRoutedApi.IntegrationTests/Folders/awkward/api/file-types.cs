Item GET() => new("a", State.Open);

Envelope<Item[]> POST(Envelope<Item> body) => new([body.Data]);

file record Item(string Name, State State);

file enum State
{
    Open,
    Closed,
}
