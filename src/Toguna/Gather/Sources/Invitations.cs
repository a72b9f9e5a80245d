using System.Data.Common;
using System.Security.Cryptography;
using Dapper;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Sealing;
using Toguna.Foundation.Storage;

namespace Toguna.Gather.Sources;

/// <summary>Codes by which somebody without an account reports as a source: for a number of reports and of days.</summary>
/// <remarks>
/// A code is 60 random bits. The database holds its SHA-256 only, so that it is shown once and to nobody later; an unknown, a
/// used up, an expired and a withdrawn code answer alike. Thread-safe.
/// </remarks>
public sealed class Invitations(Database database, AuditLog audit, TimeProvider clock)
{
    public const int MostUses = 50;
    public const int MostDays = 90;

    private const int Letters = 12;
    private const int HandleDigits = 16;
    private const string Open = "withdrawn_at IS NULL AND expires_at > @Now AND uses_left > 0";

    /// <summary>Nobody reports any more as a source that was destroyed.</summary>
    internal static readonly ShredTarget Forgotten = new(
        SealedSources.Kind,
        (tx, source) => tx.ExecuteAsync("DELETE FROM invitation WHERE source_id = @source", new { source })
    );

    /// <param name="uses">Reports that can be sent with it, 1 to <see cref="MostUses"/>.</param>
    /// <param name="days">How long, 1 to <see cref="MostDays"/>.</param>
    /// <returns>The code in three groups of four letters or digits; it is nowhere else.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its bounds.</exception>
    public async Task<string> MakeAsync(WriteScope tx, Caller caller, Guid source, int uses, int days)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(uses, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(uses, MostUses);
        ArgumentOutOfRangeException.ThrowIfLessThan(days, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(days, MostDays);
        var code = Codes.Grouped(RandomNumberGenerator.GetBytes(Letters), Letters);
        await tx.ExecuteAsync(
            """
            INSERT INTO invitation (code_hash, source_id, made_by, made_at, expires_at, uses_left)
            VALUES (@Hash, @source, @Id, @Now, @Until, @uses)
            """,
            new
            {
                Hash = Codes.HashOf(code),
                source,
                caller.Id,
                tx.Now,
                Until = tx.Now.AddDays(days),
                uses,
            }
        );
        await audit.AppendAsync(tx, caller.Id, "invitation.made", $"{SealedSources.Kind}:{source}", new { uses, days });
        return code;
    }

    /// <summary>Nobody reports with it from now on.</summary>
    /// <param name="handle">Of <see cref="Invitation.Handle"/>.</param>
    /// <returns>False where the source has none by that handle that is not withdrawn.</returns>
    public async Task<bool> WithdrawAsync(WriteScope tx, Caller caller, Guid source, string handle)
    {
        var all = await OfAsync(tx.Connection, source, tx.Transaction);
        if (all.FirstOrDefault(i => i.Handle == handle && i.WithdrawnAt is null) is not { } one)
        {
            return false;
        }
        await tx.ExecuteAsync(
            "UPDATE invitation SET withdrawn_at = @Now WHERE code_hash = @CodeHash",
            new { one.CodeHash, tx.Now }
        );
        await audit.AppendAsync(tx, caller.Id, "invitation.withdrawn", $"{SealedSources.Kind}:{source}");
        return true;
    }

    /// <summary>As whom somebody with this code reports; nothing is used up.</summary>
    /// <param name="code">As typed: case, spaces and hyphens do not count.</param>
    /// <returns>The source; null for a code by which nobody can report now.</returns>
    public async Task<Guid?> LookAsync(string code, CancellationToken ct = default)
    {
        await using var c = await database.OpenAsync(ct);
        return await c.QuerySingleOrDefaultAsync<Guid?>(
            $"SELECT source_id FROM invitation WHERE code_hash = @Hash AND {Open}",
            new { Hash = Codes.HashOf(code), Now = clock.GetUtcNow() }
        );
    }

    /// <summary>Takes one use in the transaction that keeps the report: both or neither.</summary>
    /// <inheritdoc cref="LookAsync"/>
    public Task<Guid?> UseAsync(WriteScope tx, string code) =>
        tx.FindAsync<Guid?>(
            $"UPDATE invitation SET uses_left = uses_left - 1 WHERE code_hash = @Hash AND {Open} RETURNING source_id",
            new { Hash = Codes.HashOf(code), tx.Now }
        );

    /// <summary>All of a source, the newest first.</summary>
    public static async Task<IReadOnlyList<Invitation>> OfAsync(
        DbConnection c,
        Guid source,
        DbTransaction? tx = null
    ) =>
        (
            await c.QueryAsync<Invitation>(
                """
                SELECT code_hash, made_by, made_at, expires_at, uses_left, withdrawn_at FROM invitation
                WHERE source_id = @source ORDER BY made_at DESC, code_hash
                """,
                new { source },
                tx
            )
        ).AsList();

    internal static string HandleOf(byte[] hash) => Convert.ToHexStringLower(hash)[..HandleDigits];
}

/// <summary>A code that was given out, without the code.</summary>
public sealed class Invitation
{
    public byte[] CodeHash { get; init; } = [];
    public string MadeBy { get; init; } = "";
    public DateTimeOffset MadeAt { get; init; }
    public DateTimeOffset ExpiresAt { get; init; }
    public int UsesLeft { get; init; }
    public DateTimeOffset? WithdrawnAt { get; init; }

    /// <summary>Tells it from the others of its source, and is not enough to search for the code.</summary>
    public string Handle => Invitations.HandleOf(CodeHash);

    /// <summary>open, withdrawn, used or expired.</summary>
    public string StateAt(DateTimeOffset now) =>
        WithdrawnAt is not null ? "withdrawn"
        : UsesLeft == 0 ? "used"
        : ExpiresAt <= now ? "expired"
        : "open";
}
