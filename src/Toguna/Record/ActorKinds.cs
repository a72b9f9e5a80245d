using System.Globalization;

namespace Toguna.Record;

/// <summary>What an actor is. <em>Terrorist</em> is a label that somebody used on a date, never a kind.</summary>
public static class ActorKinds
{
    public const string Community = "community";

    /// <summary>In the order of lists.</summary>
    public static IReadOnlyList<string> All { get; } =
    ["state_force", "armed_group", "militia", "private_military", Community, "mission", "partner_operation", "unknown"];

    /// <summary>The kind in the reader's words.</summary>
    public static string Name(string code, CultureInfo? culture = null) =>
        IncidentWords.Of("actor_kind_" + code, code, culture);
}
