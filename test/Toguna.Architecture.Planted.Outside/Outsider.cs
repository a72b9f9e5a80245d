namespace Toguna.Outside;

/// <summary>Stands in for an assembly that the planted one must not know: the host once, the formats once.</summary>
public static class Outsider
{
    public static int Answer() => 42;
}
