using System.Text.Json.Serialization;

/// <summary>Something around data.</summary>
public record Envelope<T>(T Data);

public record Row(int Id);

/// <summary>A type whose name is that of another's schema.</summary>
public record EnvelopeOfRowArray(string Text);

public record Größe(int Wert, Maß? Maß, List<Größe>? Teile);

public enum Maß
{
    Meter,
    Fuß,
}

public record 订单(string 名称);

public record Page<T>(IReadOnlyList<T> Items, int? Next);

public class Outer
{
    public record Inner(string Name);
}

public class Other
{
    public record Inner(int Number);
}

[Flags]
public enum Access
{
    None = 0,
    Read = 1,
    Write = 2,
}

[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Circle), "circle")]
[JsonDerivedType(typeof(Square), "square")]
public abstract record Shape(string Name);

public record Circle(string Name, double Radius) : Shape(Name);

public record Square(string Name, double Side) : Shape(Name);

public record Tree(string Name, List<Tree>? Children, Tree? Parent);
