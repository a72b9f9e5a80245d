using Toguna.Record.Incidents;

namespace Toguna.Record;

// The door of a stage: what later stages may use, and earlier stages may not.
public class DoorBase;
public interface IDoor;
public class DoorGeneric<T> { public T? Value; }
public struct DoorStruct { public int Field; }
public enum DoorKind { Shut, Open }
public delegate void DoorHandler(int value);
public sealed class DoorAttribute : Attribute;
public sealed class DoorException : Exception;

public sealed record IncidentSummary(int Killed)
{
    public const int Bound = 7;
    public static int Count;
    public static int Total() => Count;
    public static T Same<T>(T value) => value;
    public sealed class Nested;
}

/// <summary>A door that lets something of the inner rooms slip out: the door itself is innocent, its caller is not.</summary>
public static class LeakyDoor
{
    public static InnerRow Row() => new();
}
