using System.Buffers.Binary;
using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Dapper;
using Toguna.Foundation.Storage;

namespace Toguna.Foundation.Audit;

/// <summary>The append-only record of who did what, chained so that a changed, removed or reordered line is found.</summary>
/// <remarks>
/// Each entry's mac is HMAC-SHA256 over its fields and the mac before it, with a key that lies outside the database: who
/// can write to the database alone cannot make a chain that verifies. A head record, under the same key, shows a cut
/// tail. Who holds key and database can rebuild the chain: note the head that <c>audit verify</c> prints elsewhere.
/// </remarks>
public sealed class AuditLog(KeyFolder keys)
{
    private const string KeyName = "audit";
    private const long LockKey = 0x6175646974;
    private static readonly JsonSerializerOptions Json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly byte[] key = keys.Read(KeyName);

    /// <summary>A chain whose key is not there must not be continued with a new one: it would look forged for ever.</summary>
    /// <exception cref="ProblemException">The database has a chain and the data folder has no key for it.</exception>
    public static async Task DemandKeyAsync(Database database, KeyFolder keys, CancellationToken ct = default)
    {
        if (keys.Has(KeyName))
        {
            return;
        }
        await using var c = await database.OpenAsync(ct);
        if (await c.ExecuteScalarAsync<bool>("SELECT EXISTS (SELECT 1 FROM audit_entry)"))
        {
            throw FoundationProblems.KeysMissing(keys.Path).Raise();
        }
    }

    /// <summary>Appends an entry in the caller's transaction: the act and its audit line are kept together or not at all.</summary>
    /// <param name="who">A user's id, <c>system</c> or <c>command-line</c>.</param>
    /// <param name="action">What was done, e.g. <c>incident.edited</c>.</param>
    /// <param name="subject">On what: kind and id, e.g. <c>incident:0198…</c>. Never the name of a person.</param>
    /// <param name="detail">Anything that serialises to JSON. Never sealed content.</param>
    public Task AppendAsync(WriteScope scope, string who, string action, string subject, object? detail = null) =>
        AppendAsync(scope, who, action, [(subject, detail)]);

    /// <summary>Several entries of one act, one after the other: the end of the chain is looked up once.</summary>
    public async Task AppendAsync(
        WriteScope scope,
        string who,
        string action,
        IReadOnlyCollection<(string Subject, object? Detail)> lines
    )
    {
        if (lines.Count == 0)
        {
            return;
        }
        var last = await EndAsync(scope);
        var previous = last?.Mac ?? new byte[32];
        var entries = new List<Entry>(lines.Count);
        foreach (var (subject, detail) in lines)
        {
            var entry = new Entry
            {
                Seq = (last?.Seq ?? 0) + entries.Count + 1,
                At = Dialect.Instant(scope.Now),
                Actor = who,
                Action = action,
                Subject = subject,
                Detail = JsonSerializer.Serialize(detail ?? new { }, Json),
                Previous = previous,
            };
            previous = entry.Mac = MacOf(entry);
            entries.Add(entry);
        }
        await scope.TogetherAsync(async () =>
        {
            await BulkInsert.IntoAsync(
                scope,
                "audit_entry",
                [
                    ("seq", Cell.Long),
                    ("at", Cell.Text),
                    ("actor", Cell.Text),
                    ("action", Cell.Text),
                    ("subject", Cell.Text),
                    ("detail", Cell.Text),
                    ("previous", Cell.Bytes),
                    ("mac", Cell.Bytes),
                ],
                [
                    .. entries.Select(e =>
                        new object?[] { e.Seq, e.At, e.Actor, e.Action, e.Subject, e.Detail, e.Previous, e.Mac }
                    ),
                ]
            );
            await BulkInsert.IntoAsync(
                scope,
                "audit_head",
                [("one", Cell.Int), ("seq", Cell.Long), ("mac", Cell.Bytes)],
                [
                    [1, entries[^1].Seq, HeadMac(entries[^1].Seq, entries[^1].Mac)],
                ],
                "ON CONFLICT (one) DO UPDATE SET seq = excluded.seq, mac = excluded.mac"
            );
        });
    }

    /// <summary>The entry that the next one follows; null: there is none yet.</summary>
    private static async Task<End?> EndAsync(WriteScope scope)
    {
        const string end = """
            SELECT h.seq, e.mac FROM audit_head h LEFT JOIN audit_entry e ON e.seq = h.seq WHERE h.one = 1
            """;
        if (scope.Engine == Engine.Sqlite)
        {
            return await scope.FindAsync<End>(end);
        }
        // One appender at a time; SQLite has one writer anyway. In one round trip, but looked at when the turn has come.
        await using var both = await scope.Connection.QueryMultipleAsync(
            $"SELECT 1 FROM pg_advisory_xact_lock(@LockKey); {end}",
            new { LockKey },
            scope.Transaction
        );
        await both.ReadAsync<int>();
        return await both.ReadSingleOrDefaultAsync<End>();
    }

    /// <summary>Walks the whole chain.</summary>
    /// <returns>How many entries there are, the first one that does not fit (null when all do), and the head.</returns>
    public async Task<AuditVerdict> VerifyAsync(DbConnection connection, CancellationToken ct = default)
    {
        var expected = new byte[32];
        long count = 0;
        var rows = connection.Query<Entry>(
            "SELECT seq, at, actor, action, subject, detail, previous, mac FROM audit_entry ORDER BY seq",
            buffered: false
        );
        foreach (var entry in rows)
        {
            ct.ThrowIfCancellationRequested();
            count++;
            var fits =
                entry.Seq == count
                && entry.Previous.AsSpan().SequenceEqual(expected)
                && CryptographicOperations.FixedTimeEquals(MacOf(entry), entry.Mac);
            if (!fits)
            {
                return new AuditVerdict(false, count, Math.Min(entry.Seq, count), null);
            }
            expected = entry.Mac;
        }
        var head = await connection.QuerySingleOrDefaultAsync<Head>("SELECT seq, mac FROM audit_head WHERE one = 1");
        var whole =
            count == 0
                ? head is null
                : head is not null && head.Seq == count && head.Mac.AsSpan().SequenceEqual(HeadMac(count, expected));
        return new AuditVerdict(whole, count, whole ? null : count + 1, Convert.ToHexStringLower(expected));
    }

    private byte[] MacOf(Entry e)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        Add(hmac, e.Previous);
        foreach (
            var part in new[]
            {
                e.Seq.ToString(CultureInfo.InvariantCulture),
                e.At,
                e.Actor,
                e.Action,
                e.Subject,
                e.Detail,
            }
        )
        {
            Add(hmac, Encoding.UTF8.GetBytes(part));
        }
        return hmac.GetHashAndReset();
    }

    private byte[] HeadMac(long seq, byte[] mac)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        Add(hmac, "head"u8);
        Add(hmac, Encoding.UTF8.GetBytes(seq.ToString(CultureInfo.InvariantCulture)));
        Add(hmac, mac);
        return hmac.GetHashAndReset();
    }

    /// <summary>Length first, so that no two different entries give the same bytes.</summary>
    private static void Add(IncrementalHash hmac, ReadOnlySpan<byte> bytes)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        hmac.AppendData(length);
        hmac.AppendData(bytes);
    }

    private sealed class Head
    {
        public long Seq { get; init; }
        public byte[] Mac { get; init; } = [];
    }

    private sealed class End
    {
        public long Seq { get; init; }
        public byte[]? Mac { get; init; }
    }

    private sealed class Entry
    {
        public long Seq { get; init; }
        public string At { get; init; } = "";
        public string Actor { get; init; } = "";
        public string Action { get; init; } = "";
        public string Subject { get; init; } = "";
        public string Detail { get; init; } = "";
        public byte[] Previous { get; init; } = [];
        public byte[] Mac { get; set; } = [];
    }
}

/// <param name="Verified">Every entry fits, and the head shows that none is missing at the end.</param>
/// <param name="Entries">Entries walked.</param>
/// <param name="FirstBroken">Sequence number of the first entry that does not fit or is missing.</param>
/// <param name="Head">The last mac, hexadecimal: note it elsewhere to prove later that nothing was rebuilt.</param>
public sealed record AuditVerdict(bool Verified, long Entries, long? FirstBroken, string? Head);
