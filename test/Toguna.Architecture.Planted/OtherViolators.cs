using Toguna.Foundation;
using Toguna.Record;
using Toguna.Record.Incidents;

namespace Toguna.Warn.Signals
{
    // Warn comes after Record and may open its door; these reach past it.
    [Breaks("Door")] public sealed class PastDoorByBaseType : InnerBase;
    [Breaks("Door")] public sealed class PastDoorByInterface : IInner;
    [Breaks("Door"), Inner] public sealed class PastDoorByAttribute;
    [Breaks("Door")] public sealed class PastDoorByField { public InnerStruct Field; }
    [Breaks("Door")] public sealed class PastDoorByCall { public static int Do() => InnerRow.Total(); }
    [Breaks("Door")] public sealed class PastDoorByLambda { public static Func<int> Do() => () => InnerRow.Total(); }
    [Breaks("Door")] public sealed class PastDoorByTypeArgument { public static int Do() => Enumerable.Empty<InnerRow>().Count(); }
    [Breaks("Door")] public sealed class PastDoorByLeak { public static string? Do() => LeakyDoor.Row().ToString(); }
}

namespace Toguna.Warn
{
    /// <summary>A door may not hand out another stage's inner rooms either.</summary>
    [Breaks("Door")] public sealed class DoorPastDoor { public InnerRow? Row => null; }
}

namespace Toguna.Desk.Triage
{
    [Breaks("Door")] public sealed class DeskPastDoor { public static int Do() => InnerRow.Total(); }
}

namespace Toguna.Learn.Reviews
{
    [Breaks("NobodyKnowsDesk")] public sealed class LastStageKnowsDesk { public Desk.Now.AcrossStages? Page; }
}

namespace Toguna.Mandate
{
    [Breaks("StageOrder")] public sealed class FirstStageKnowsLater { public IncidentSummary? Summary; }
}

namespace Toguna.Record.Places
{
    [Breaks("NobodyKnowsDesk")] public sealed class StageKnowsDesk { public static int Do() => Desk.Now.AcrossStages.Sum(); }
    [Breaks("NobodyKnowsComposition")] public sealed class StageKnowsComposition { public static int Do() => Composition.Wire(); }
    [Breaks("StageOrder")] public sealed class StageKnowsNextThroughDoor { public static int Do() => Warn.AlertDoor.Open(); }
}

namespace Toguna.Foundation.Storage
{
    [Breaks("FoundationKnowsNoStage")] public sealed class FoundationKnowsDoor { public IncidentSummary? Summary; }
    [Breaks("FoundationKnowsNoStage")] public sealed class FoundationKnowsInside { public static int Do() => InnerRow.Total(); }
    [Breaks("NobodyKnowsDesk")] public sealed class FoundationKnowsDesk { public static int Do() => Desk.Now.AcrossStages.Sum(); }
}

namespace Toguna.Foundation
{
    [Breaks("NobodyKnowsComposition")] public sealed class FoundationKnowsComposition { public static int Do() => Composition.Wire(); }
}

namespace Toguna.Sundries
{
    [Breaks("EveryTypeHasARoom")] public sealed class NoSuchRoom;
}

namespace Elsewhere
{
    [Breaks("EveryTypeHasARoom")] public sealed class OutsideTheHouse;
}

namespace Toguna.Respond.Tasks
{
    [Breaks("AppKnowsNoHost")] public sealed class KnowsTheHost { public static int Do() => Outside.Outsider.Answer(); }
}
