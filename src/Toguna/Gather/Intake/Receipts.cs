using System.Security.Cryptography;
using Dapper;
using Toguna.Foundation;
using Toguna.Foundation.Storage;

namespace Toguna.Gather.Intake;

/// <summary>What became of a report, for whoever holds its receipt: four words and no more.</summary>
public enum ReceiptState
{
    Received,
    LookedAt,
    ActedOn,
    Closed,
}

/// <summary>Codes that a reporter may ask for.</summary>
/// <remarks>
/// A code is 80 bits, made from the report's id under a key of the installation: the same form sent twice gives the same
/// code, the database holds its SHA-256 only, and nothing in it says from where it comes. An unknown, another's and an expired
/// code answer alike. Thread-safe.
/// </remarks>
public sealed class Receipts(Database database, KeyFolder keys, TimeProvider clock)
{
    /// <summary>How long a code answers.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromDays(90);

    private const int Letters = 16;
    private readonly byte[] key = keys.Read("receipt");

    /// <summary>The code of a report: four groups of four letters and digits.</summary>
    public string CodeOf(Guid report) =>
        Codes.Grouped(HMACSHA256.HashData(key, report.ToByteArray(bigEndian: true)), Letters);

    internal Task KeepAsync(WriteScope tx, IReadOnlyCollection<Guid> reports) =>
        BulkInsert.IntoAsync(
            tx,
            "receipt",
            [("code_hash", Cell.Bytes), ("report_id", Cell.Id), ("expires_at", Cell.Instant)],
            [.. reports.Select(r => new object?[] { Codes.HashOf(CodeOf(r)), r, tx.Now + Life })],
            "ON CONFLICT (code_hash) DO NOTHING"
        );

    /// <returns>Null for a code that is unknown or expired.</returns>
    public async Task<ReceiptState?> LookAsync(string? code, CancellationToken ct = default)
    {
        await using var c = await database.OpenAsync(ct);
        var state = await c.QuerySingleOrDefaultAsync<string>(
            """
            SELECT coalesce(t.came_of, t.state) FROM receipt r JOIN triage t ON t.report_id = r.report_id
            WHERE r.code_hash = @Hash AND r.expires_at > @Now
            """,
            new { Hash = Codes.HashOf(code ?? ""), Now = clock.GetUtcNow() }
        );
        return state switch
        {
            null => null,
            TriageState.Open => ReceiptState.Received,
            TriageState.ActedOn => ReceiptState.ActedOn,
            TriageState.SetAside or TriageState.Closed => ReceiptState.Closed,
            _ => ReceiptState.LookedAt,
        };
    }
}
