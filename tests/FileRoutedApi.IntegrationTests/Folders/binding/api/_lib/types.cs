global using Microsoft.AspNetCore.Mvc;

record Site(string Name);

enum Colour { Red, Green }

record Todo(string Title, int Count);

/// A type that says itself how it is read.
record Point(int X, int Y) : IParsable<Point>
{
    public static Point Parse(string text, IFormatProvider? provider) => TryParse(text, provider, out var point) ? point : throw new FormatException();

    public static bool TryParse(string? text, IFormatProvider? provider, out Point result)
    {
        result = new Point(0, 0);
        if (text?.Split(',') is [var first, var second] && int.TryParse(first, out var x) && int.TryParse(second, out var y))
        {
            result = new Point(x, y);
            return true;
        }

        return false;
    }
}
