using Toguna.Foundation.Sealing;

namespace Toguna.Record;

/// <summary>What is sealed of a victim: the description beside it never holds a name.</summary>
public static class SealedVictims
{
    public const string Kind = "victim";

    public static readonly SealedColumn Name = new(
        "victim",
        "victim_id",
        "name_sealed",
        Kind,
        "victim_id",
        "name_index"
    );
}
