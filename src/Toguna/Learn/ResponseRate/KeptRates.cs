using Dapper;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Storage;
using Toguna.Warn;

namespace Toguna.Learn.ResponseRate;

/// <summary>Keeps copies of the rate and finds them again. Nothing edits or deletes one. Thread-safe.</summary>
/// <remarks>
/// A copy is read by those who may know of exactly what its maker might know of, and by its maker as long as every alert in it
/// is still there for them: its counts would otherwise betray what is hidden.
/// </remarks>
internal sealed class KeptRates(Database database, AuditLog audit)
{
    private const int Most = 200;

    /// <param name="report">Of which report it is part.</param>
    public Task KeepAsync(Guid id, string report, KeptContent content, Caller caller, CancellationToken ct) =>
        database.WriteAsync(
            async tx =>
            {
                var json = content.ToJson();
                var sha256 = KeptContent.Sha256(json);
                var kept = await tx.ExecuteAsync(
                    """
                    INSERT INTO kept_rate (kept_id, at, by_user, report, reach_key, content, sha256)
                    VALUES (@id, @Now, @By, @report, @Key, @json, @sha256) ON CONFLICT (kept_id) DO NOTHING
                    """,
                    new
                    {
                        id,
                        tx.Now,
                        By = caller.Id,
                        report,
                        caller.Reach.Key,
                        json,
                        sha256,
                    }
                );
                if (kept == 1)
                {
                    await audit.AppendAsync(
                        tx,
                        caller.Id,
                        "rate.kept",
                        $"kept_rate:{id}",
                        new { content.Period, sha256 }
                    );
                }
            },
            ct
        );

    /// <summary>Those that the caller may read, the newest first.</summary>
    public async Task<IReadOnlyList<KeptRate>> ListAsync(Caller caller, CancellationToken ct) =>
        await FindAsync("", null, caller, ct);

    /// <returns>Null when there is none for the caller.</returns>
    public async Task<KeptRate?> FindAsync(Guid id, Caller caller, CancellationToken ct) =>
        (await FindAsync(" AND k.kept_id = @copy", id, caller, ct)).FirstOrDefault();

    private async Task<List<KeptRate>> FindAsync(string only, Guid? id, Caller caller, CancellationToken ct)
    {
        await using var c = await database.OpenAsync(ct);
        var found = (
            await c.QueryAsync<KeptRate>(
                $"SELECT k.kept_id, k.at, k.by_user, k.report, k.reach_key, k.sha256, k.content AS json FROM kept_rate k WHERE (k.reach_key = @Key OR k.by_user = @Id){only} ORDER BY k.at DESC LIMIT {Most}",
                new
                {
                    caller.Reach.Key,
                    caller.Id,
                    copy = id,
                }
            )
        ).AsList();
        var open = new List<KeptRate>();
        foreach (var kept in found)
        {
            if (kept.ReachKey == caller.Reach.Key)
            {
                open.Add(kept);
                continue;
            }
            var numbers = kept.Content.Alerts.Select(a => Alert.NumberIn(a.Alert)!.Value.ToString(Invariant)).ToList();
            var parameters = new DynamicParameters(new { numbers = Dialect.List(database.Engine, numbers) });
            var known = await c.QuerySingleAsync<long>(
                $"""
                SELECT count(*) FROM alert a WHERE {Dialect.In(
                    database.Engine,
                    "CAST(a.number AS text)",
                    "numbers"
                )} AND {AlertBook.Access(caller, parameters)}
                """,
                parameters
            );
            if (known == numbers.Count)
            {
                open.Add(kept);
            }
        }
        return open;
    }

    private static System.Globalization.CultureInfo Invariant => System.Globalization.CultureInfo.InvariantCulture;
}

/// <summary>A copy of the rate, as it was kept.</summary>
public sealed class KeptRate
{
    private KeptContent? read;

    public Guid KeptId { get; init; }
    public DateTimeOffset At { get; init; }
    public string ByUser { get; init; } = "";
    public string Report { get; init; } = "";
    public string ReachKey { get; init; } = "";
    public string Sha256 { get; init; } = "";

    /// <summary>JSON, as it was written.</summary>
    public string Json { get; init; } = "";

    public KeptContent Content => read ??= KeptContent.Parse(Json);

    /// <summary>Nobody has changed it, not past the program either.</summary>
    public bool IsWhole => KeptContent.Sha256(Json) == Sha256;
}
