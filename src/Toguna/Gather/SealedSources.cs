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

    /// <summary>How a reporter wants to be reached, when, and with which harmless words.</summary>
    public static readonly SealedColumn Contact = new(
        "report_contact",
        "report_id",
        "contact_sealed",
        Kind,
        "source_id"
    );

    /// <summary>A file as it arrived.</summary>
    public static readonly SealedColumn Original = new(
        "attachment",
        "attachment_id",
        "original_sealed",
        Kind,
        "source_id"
    );

    /// <summary>The copy that is looked at: nothing in it tells who made it.</summary>
    public static readonly SealedColumn View = new("attachment", "attachment_id", "view_sealed", Kind, "source_id");
}
