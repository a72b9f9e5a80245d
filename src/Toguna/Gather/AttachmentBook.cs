using System.Data.Common;
using Dapper;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Sealing;
using Toguna.Foundation.Storage;

namespace Toguna.Gather;

/// <summary>What arrived with reports. A photo is there for who may read its report.</summary>
public sealed class AttachmentBook(Database database, SealedFields sealing, AuditLog audit)
{
    private const string Columns =
        "a.attachment_id, a.report_id, a.position, a.media_type, a.size, a.sha256, a.graphic, a.received_at, a.view_sealed IS NOT NULL AS has_view, a.original_sealed IS NULL AS is_gone";

    public async Task<IReadOnlyList<Attachment>> OfAsync(Guid report, CancellationToken ct = default)
    {
        await using var c = await database.OpenAsync(ct);
        var rows = await c.QueryAsync<Attachment>(
            $"SELECT {Columns} FROM attachment a WHERE a.report_id = @report ORDER BY a.position",
            new { report }
        );
        return rows.AsList();
    }

    /// <summary>An attachment of a report that the caller may read; null: there is none for them.</summary>
    public async Task<Attachment?> FindAsync(Guid attachment, Caller caller, CancellationToken ct = default)
    {
        await using var c = await database.OpenAsync(ct);
        var parameters = new DynamicParameters(new { attachment, yes = true });
        var consent = caller.Reach.ReadsWithheld ? "" : $"AND {ReportAccess.Free("r", "s", Release.Inside)}";
        return await c.QuerySingleOrDefaultAsync<Attachment>(
            $"""
            SELECT {Columns} FROM attachment a JOIN report r ON r.report_id = a.report_id
            JOIN source s ON s.source_id = r.source_id
            WHERE a.attachment_id = @attachment AND {caller.Reach.Clause("r", parameters)} {consent}
            """,
            parameters
        );
    }

    /// <summary>The copy without metadata, of one that <see cref="FindAsync"/> gave; null: there is none, or its key was destroyed.</summary>
    public async Task<ReadOnlyMemory<byte>?> ViewAsync(Attachment attachment, CancellationToken ct = default)
    {
        await using DbConnection c = await database.OpenAsync(ct);
        return await sealing.OpenBytesUnauditedAsync(c, database.Engine, SealedSources.View, attachment.AttachmentId);
    }

    /// <summary>The file as it arrived, for a purpose that is audited.</summary>
    public Task<ReadOnlyMemory<byte>?> OriginalAsync(
        Attachment attachment,
        Caller caller,
        ReadPurpose purpose,
        CancellationToken ct = default
    ) =>
        database.WriteAsync(
            async tx =>
            {
                var bytes = await sealing.OpenBytesAsync(
                    tx,
                    caller,
                    purpose,
                    SealedSources.Original,
                    attachment.AttachmentId
                );
                await audit.AppendAsync(
                    tx,
                    caller.Id,
                    "attachment.opened",
                    SubjectOf(attachment.AttachmentId),
                    new { purpose = purpose.ToString() }
                );
                return bytes;
            },
            ct
        );

    /// <summary>The chain of custody: each time the originals were in somebody's hands, from their arrival on, as the audit log has it.</summary>
    public async Task<ILookup<Guid, CustodyLine>> CustodyAsync(
        IReadOnlyCollection<Attachment> attachments,
        CancellationToken ct = default
    )
    {
        await using var c = await database.OpenAsync(ct);
        var subjects = attachments.ToDictionary(a => SubjectOf(a.AttachmentId), a => a.AttachmentId);
        var rows = await c.QueryAsync<CustodyLine>(
            $"""
            SELECT subject, at, actor, action FROM audit_entry
            WHERE {Dialect.In(database.Engine, "subject", "subjects")} ORDER BY seq
            """,
            new { subjects = Dialect.List(database.Engine, subjects.Keys) }
        );
        return rows.ToLookup(r => subjects[r.Subject]);
    }

    internal static string SubjectOf(Guid attachment) => $"attachment:{attachment}";
}

/// <summary>Who had an original in hand, and when.</summary>
public sealed class CustodyLine
{
    public string Subject { get; init; } = "";

    /// <summary>UTC, as it stands in the chain.</summary>
    public string At { get; init; } = "";
    public string Actor { get; init; } = "";
    public string Action { get; init; } = "";
}

/// <summary>A file that came with a report; its name is not kept.</summary>
public sealed class Attachment
{
    public Guid AttachmentId { get; init; }
    public Guid ReportId { get; init; }
    public int Position { get; init; }

    /// <summary>Told by its content.</summary>
    public string MediaType { get; init; } = "";

    /// <summary>Bytes of the original.</summary>
    public long Size { get; init; }

    /// <summary>Of the original, at arrival.</summary>
    public byte[] Sha256 { get; init; } = [];

    /// <summary>Not shown until asked for.</summary>
    public bool Graphic { get; init; }
    public DateTimeOffset ReceivedAt { get; init; }
    public bool HasView { get; init; }

    /// <summary>Its key, or it, was destroyed.</summary>
    public bool IsGone { get; init; }
}
