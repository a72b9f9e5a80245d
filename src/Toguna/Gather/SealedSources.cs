using Dapper;
using Toguna.Foundation.Sealing;
using Toguna.Foundation.Storage;

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

    /// <summary>A telephone number that messages came from; several may be of one source.</summary>
    public static readonly SealedColumn Phone = new(
        "source_phone",
        "phone_id",
        "phone_sealed",
        Kind,
        "source_id",
        "phone_index"
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

    /// <summary>Whoever sees that a source is to be destroyed sees its code name.</summary>
    internal static readonly SubjectLabel Label = new(
        Kind,
        async (c, engine, _, ids) =>
            (
                await c.QueryAsync<(Guid Id, string CodeName)>(
                    $"SELECT source_id, code_name FROM source WHERE {Dialect.InIds(engine, "source_id", "ids")}",
                    new { ids = Dialect.List(engine, ids) }
                )
            ).ToDictionary(s => s.Id, s => s.CodeName)
    );

    /// <summary>An account that reported as the source is no more joined to it.</summary>
    internal static readonly ShredTarget Account = new(
        Kind,
        (tx, source) =>
            tx.ExecuteAsync("UPDATE source SET account_key = NULL WHERE source_id = @source", new { source })
    );
}
