namespace Toguna.Record.Incidents
{
    // Behind the door: for the stage Record alone.
    public class InnerBase;
    public interface IInner;
    public sealed class InnerAttribute : Attribute;
    public struct InnerStruct { public int Field; }

    public sealed class InnerRow
    {
        public static int Total() => 1;
    }
}

namespace Toguna.Record.Casualties
{
    /// <summary>Innocent: another subject of the same stage.</summary>
    public sealed class SameStage : Incidents.InnerBase
    {
        public Incidents.InnerRow Row { get; } = new();
    }
}
