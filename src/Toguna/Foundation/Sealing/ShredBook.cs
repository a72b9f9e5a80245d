using System.Data.Common;
using Dapper;

namespace Toguna.Foundation.Sealing;

/// <summary>How many destructions are in which state.</summary>
internal sealed class ShredCounts
{
    public long Waiting { get; init; }
    public long UnderWay { get; init; }
    public long Done { get; init; }
}

/// <summary>The line of the audit chain that states the hash of a certificate.</summary>
internal sealed class CertifiedLine
{
    public long Seq { get; init; }
    public string Detail { get; init; } = "";
}

/// <summary>Reads what was asked for, decided and done.</summary>
internal static class ShredBook
{
    /// <param name="before">Only what was asked before that request; null: from the newest.</param>
    public static async Task<IReadOnlyList<ShredRequest>> PageAsync(DbConnection c, Guid? before, int most) =>
        (
            await c.QueryAsync<ShredRequest>(
                $"""
                SELECT {ShredRequest.Columns} FROM shred {(before is null ? "" : "WHERE shred_id < @before")}
                ORDER BY shred_id DESC LIMIT @most
                """,
                new { before, most }
            )
        ).AsList();

    public static Task<ShredRequest?> FindAsync(DbConnection c, Guid id) =>
        c.QuerySingleOrDefaultAsync<ShredRequest>(
            $"SELECT {ShredRequest.Columns} FROM shred WHERE shred_id = @id",
            new { id }
        );

    public static async Task<ShredRequest?> FindOpenAsync(DbConnection c, Subject subject, DateTimeOffset now) =>
        (
            await c.QueryAsync<ShredRequest>(
                $"SELECT {ShredRequest.Columns} FROM shred WHERE subject_kind = @Kind AND subject_id = @Id",
                new { subject.Kind, subject.Id }
            )
        ).FirstOrDefault(r => r.IsOpen(now));

    public static Task<ShredCounts> CountAsync(DbConnection c, DateTimeOffset now) =>
        c.QuerySingleAsync<ShredCounts>(
            """
            SELECT
              count(CASE WHEN confirmed_at IS NULL AND withdrawn_at IS NULL AND asked_at >= @since THEN 1 END) AS waiting,
              count(CASE WHEN confirmed_at IS NOT NULL AND done_at IS NULL THEN 1 END) AS under_way,
              count(done_at) AS done
            FROM shred
            """,
            new { since = now - ShredRequest.Life }
        );

    /// <summary>Walks the chain from its end: it has no index by subject, and a certificate is read seldom.</summary>
    public static Task<CertifiedLine?> FindCertifiedAsync(DbConnection c, Guid shred) =>
        c.QueryFirstOrDefaultAsync<CertifiedLine>(
            """
            SELECT seq, detail FROM audit_entry WHERE action = 'shred.certified' AND subject = @subject
            ORDER BY seq DESC LIMIT 1
            """,
            new { subject = $"shred:{shred}" }
        );
}
