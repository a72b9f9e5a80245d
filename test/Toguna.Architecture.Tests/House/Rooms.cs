namespace Toguna.Architecture.Tests.House;

/// <summary>Part an assembly plays. References run Methods, Formats ← App ← Host.</summary>
public enum Part
{
    Methods,
    Formats,
    App,
    Host,
}

/// <summary>Rules of the house, as named in findings and on planted violators.</summary>
public enum Rule
{
    StageOrder,
    Door,
    NobodyKnowsDesk,
    FoundationKnowsNoStage,
    NobodyKnowsComposition,
    EveryTypeHasARoom,
    MethodsAndFormatsStandAlone,
    AppKnowsNoHost,
}

/// <summary>Kind of room inside the application assembly.</summary>
public enum RoomKind
{
    Stage,
    Desk,
    Foundation,
    Composition,
    Unknown,
    Library,
    Host,
}

/// <summary>Where a type lives.</summary>
/// <param name="Part">Assembly it belongs to.</param>
/// <param name="Kind">Kind of room.</param>
/// <param name="Stage">Position among the stages, 0 for Mandate; −1 when the room is no stage.</param>
/// <param name="IsDoor">Whether the namespace is the root namespace of its room.</param>
public readonly record struct Room(Part Part, RoomKind Kind, int Stage, bool IsDoor)
{
    /// <summary>The stages in the order in which data goes through them.</summary>
    public static readonly IReadOnlyList<string> Stages =
    [
        "Mandate",
        "Gather",
        "Record",
        "Analyse",
        "Warn",
        "Respond",
        "Learn",
    ];

    /// <summary>Finds the room of a namespace in an assembly that plays the given part.</summary>
    public static Room Of(Part part, string name)
    {
        if (part == Part.Host)
        {
            return new Room(part, RoomKind.Host, -1, false);
        }

        if (part != Part.App)
        {
            return new Room(part, RoomKind.Library, -1, false);
        }

        var steps = name.Split('.');
        if (steps[0] != "Toguna")
        {
            return new Room(part, RoomKind.Unknown, -1, false);
        }

        if (steps.Length == 1)
        {
            return new Room(part, RoomKind.Composition, -1, true);
        }

        var isDoor = steps.Length == 2;
        for (var stage = 0; stage < Stages.Count; stage++)
        {
            if (Stages[stage] == steps[1])
            {
                return new Room(part, RoomKind.Stage, stage, isDoor);
            }
        }

        return steps[1] switch
        {
            "Desk" => new Room(part, RoomKind.Desk, -1, isDoor),
            "Foundation" => new Room(part, RoomKind.Foundation, -1, isDoor),
            _ => new Room(part, RoomKind.Unknown, -1, isDoor),
        };
    }

    /// <summary>The rule that a reference from this room to another breaks, or null when it is allowed.</summary>
    public Rule? BrokenBy(Room used)
    {
        if (Part is Part.Methods or Part.Formats)
        {
            return used.Part == Part ? null : Rule.MethodsAndFormatsStandAlone;
        }

        if (Part == Part.App && used.Part == Part.Host)
        {
            return Rule.AppKnowsNoHost;
        }

        // The host and the composition wire everything; a room that is unknown is a finding of its own.
        if (used.Part != Part.App || Kind is RoomKind.Host or RoomKind.Composition or RoomKind.Unknown)
        {
            return null;
        }

        return used.Kind switch
        {
            RoomKind.Desk => Kind == RoomKind.Desk ? null : Rule.NobodyKnowsDesk,
            // Who knows the composition knows all stages through it.
            RoomKind.Composition => Rule.NobodyKnowsComposition,
            RoomKind.Stage => BrokenByStage(used),
            _ => null,
        };
    }

    private Rule? BrokenByStage(Room used)
    {
        if (Kind == RoomKind.Foundation)
        {
            return Rule.FoundationKnowsNoStage;
        }

        if (Kind == RoomKind.Stage && Stage == used.Stage)
        {
            return null;
        }

        if (Kind == RoomKind.Stage && Stage < used.Stage)
        {
            return Rule.StageOrder;
        }

        return used.IsDoor ? null : Rule.Door;
    }
}
