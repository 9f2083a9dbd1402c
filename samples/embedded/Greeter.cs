namespace Embedded;

/// <summary>A service of the application; route files see its public types.</summary>
public sealed class Greeter
{
    public string Text => "Hello from the application's own service";
}
