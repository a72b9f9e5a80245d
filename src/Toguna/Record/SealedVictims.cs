using Toguna.Foundation.Sealing;

namespace Toguna.Record;

/// <summary>What is sealed of a victim: the description beside it never holds a name.</summary>
public static class SealedVictims
{
    public const string Kind = "victim";

    /// <summary>The kind of a row that is one person.</summary>
    internal const string Person = "person";

    /// <summary>One person, whose name can be sealed and who can be asked: said so, or counted as one. As a condition on <c>victim</c>.</summary>
    internal const string IsPerson =
        "(victim.kind = 'person' OR (victim.best = 1 AND (victim.maximum IS NULL OR victim.maximum = 1)))";

    /// <summary>A row that no edit and no merge takes away, since no snapshot holds what hangs on it: a sealed name, or what the person has said.</summary>
    internal const string Stays =
        $"(victim.name_sealed IS NOT NULL OR EXISTS (SELECT 1 FROM consent k WHERE k.subject_kind = '{Kind}' AND k.subject_id = victim.victim_id))";

    public static readonly SealedColumn Name = new(
        "victim",
        "victim_id",
        "name_sealed",
        Kind,
        "victim_id",
        "name_index"
    );
}
