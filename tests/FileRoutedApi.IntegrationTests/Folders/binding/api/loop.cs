Loop GET() => new Loop { Text = new string('x', 100_000) };

class Loop
{
    public string Text { get; init; } = "";

    public Loop Self => this;
}
