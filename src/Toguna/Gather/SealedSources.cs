using Toguna.Foundation.Sealing;

namespace Toguna.Gather;

/// <summary>What is sealed of a source: everybody else sees its code name.</summary>
public static class SealedSources
{
    public const string Kind = "source";

    /// <summary>Who the source is, and how to reach them.</summary>
    public static readonly SealedColumn Identity = new(
        "source",
        "source_id",
        "identity_sealed",
        Kind,
        "source_id",
        "identity_index"
    );
}
