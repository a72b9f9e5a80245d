using Toguna.Record;

namespace Toguna.Warn.Alerts
{
    /// <summary>Innocent: a later stage through the door, with every kind of reference.</summary>
    [Door]
    public sealed class LaterStage : DoorBase, IDoor
    {
        public IncidentSummary? Summary { get; set; }
        public static int Total() => IncidentSummary.Same(IncidentSummary.Total());
        public static IEnumerable<int> All() { yield return IncidentSummary.Count; }
    }
}

namespace Toguna.Warn
{
    public static class AlertDoor
    {
        public static int Open() => Alerts.LaterStage.Total();
    }
}

namespace Toguna.Desk.Now
{
    /// <summary>Innocent: the desk opens every door.</summary>
    public sealed class AcrossStages
    {
        public static int Sum() => IncidentSummary.Total() + Warn.AlertDoor.Open();
    }
}

namespace Toguna
{
    /// <summary>Innocent: the composition of the program wires what it likes.</summary>
    public static class Composition
    {
        public static int Wire() => Record.Incidents.InnerRow.Total() + Desk.Now.AcrossStages.Sum();
    }
}
