using System.Data.Common;
using Dapper;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;

namespace Toguna.Warn;

/// <summary>Reads alerts, for those who may know of them. Thread-safe.</summary>
public sealed class AlertBook(Database database)
{
    /// <summary>Rows of one page.</summary>
    public const int PageSize = 50;

    /// <summary>Alerts about one threat lie no farther apart, in degrees of latitude: about 30 km.</summary>
    public const double NearDegrees = 0.27;

    /// <summary>When the next step of an open alert is due; null: nothing is waited for.</summary>
    internal const string NextDue = """
        CASE WHEN a.decided_at IS NOT NULL THEN CASE WHEN a.acted_at IS NULL AND a.decision = 'act' THEN a.act_due END
          WHEN a.acknowledged_at IS NOT NULL THEN a.decide_due ELSE a.acknowledge_due END
        """;

    /// <returns>Null when there is none, or none that the caller may know of: the two look the same.</returns>
    public async Task<Alert?> FindAsync(string reference, Caller caller, CancellationToken ct = default)
    {
        await using var c = await database.OpenAsync(ct);
        return await FindAsync(c, null, reference, caller);
    }

    /// <summary>The reference of an alert by its id; null where the caller may know of none.</summary>
    public async Task<string?> ReferenceAsync(Guid alert, Caller caller, CancellationToken ct = default) =>
        (await QueryAsync(caller, "a.alert_id = @alert", new { alert }, ct)).SingleOrDefault()?.Reference;

    /// <summary>The same within a transaction; on PostgreSQL nobody else changes it until the end.</summary>
    public static async Task<Alert?> FindAsync(WriteScope tx, string reference, Caller caller)
    {
        if (tx.Engine == Engine.Postgres && Alert.NumberIn(reference) is { } number)
        {
            await tx.ExecuteAsync("SELECT 1 FROM alert WHERE number = @number FOR UPDATE", new { number });
        }
        return await FindAsync(tx.Connection, tx.Transaction, reference, caller);
    }

    /// <summary>Those that are open, drafts included: what is due soonest first.</summary>
    public async Task<IReadOnlyList<Alert>> OpenAsync(
        Caller caller,
        int most = PageSize,
        CancellationToken ct = default
    ) =>
        await QueryAsync(
            caller,
            $"""
            a.state IN ('draft', 'issued', 'acknowledged', 'responding') ORDER BY coalesce({NextDue}, @far), a.number LIMIT @most
            """,
            new { most, far = DateTimeOffset.MaxValue.AddYears(-1) },
            ct
        );

    /// <summary>Those that ended, the last one first.</summary>
    /// <param name="page">From 1.</param>
    public async Task<IReadOnlyList<Alert>> EndedAsync(Caller caller, int page = 1, CancellationToken ct = default) =>
        await QueryAsync(
            caller,
            "a.closed_at IS NOT NULL ORDER BY a.closed_at DESC, a.issued_at DESC, a.number DESC LIMIT @PageSize OFFSET @skip",
            new { PageSize, skip = (Math.Max(1, page) - 1) * PageSize },
            ct
        );

    /// <summary>How many are open, and of how many the next step is overdue; drafts and exercises are not counted.</summary>
    public async Task<(long Open, long Overdue)> CountAsync(
        Caller caller,
        DateTimeOffset now,
        CancellationToken ct = default
    )
    {
        var parameters = new DynamicParameters(new { now, notExercise = false });
        await using var c = await database.OpenAsync(ct);
        return await c.QuerySingleAsync<(long, long)>(
            $"""
            SELECT count(*), coalesce(sum(CASE WHEN @now > {NextDue} THEN 1 ELSE 0 END), 0)
            FROM alert a WHERE a.state IN ('issued', 'acknowledged', 'responding') AND a.exercise = @notExercise AND {Access(
                caller,
                parameters
            )}
            """,
            parameters
        );
    }

    /// <summary>At a place, the newest first.</summary>
    public async Task<IReadOnlyList<Alert>> AtAsync(
        Guid place,
        Caller caller,
        int most = 20,
        CancellationToken ct = default
    ) =>
        await QueryAsync(
            caller,
            "a.place_id = @place AND a.state <> 'draft' ORDER BY a.received_at DESC LIMIT @most",
            new { place, most },
            ct
        );

    /// <summary>Other open alerts that may be about the same threat: the same kind, at the same place or near it, at times that meet.</summary>
    public async Task<IReadOnlyList<Alert>> LikeAsync(Alert alert, Caller caller, CancellationToken ct = default)
    {
        var found = await QueryAsync(
            caller,
            """
            a.alert_id <> @AlertId AND a.state IN ('draft', 'issued', 'acknowledged', 'responding') AND a.threat = @Threat
            AND a.exercise = @Exercise AND (a.place_id = @PlaceId OR a.place_text = @PlaceText
              OR (a.latitude BETWEEN @South AND @North AND a.longitude BETWEEN @West AND @East))
            ORDER BY a.received_at DESC LIMIT 10
            """,
            new
            {
                alert.AlertId,
                alert.Threat,
                alert.Exercise,
                alert.PlaceId,
                alert.PlaceText,
                South = alert.Latitude - NearDegrees,
                North = alert.Latitude + NearDegrees,
                West = alert.Longitude - NearDegrees,
                East = alert.Longitude + NearDegrees,
            },
            ct
        );
        return [.. found.Where(other => Meet(alert, other))];
    }

    /// <summary>What it rests on.</summary>
    public async Task<IReadOnlyList<AlertBasis>> BasisAsync(Guid alert, CancellationToken ct = default)
    {
        await using var c = await database.OpenAsync(ct);
        return (
            await c.QueryAsync<AlertBasis>(
                "SELECT kind, ref_id, added_at FROM alert_basis WHERE alert_id = @alert ORDER BY added_at, ref_id",
                new { alert }
            )
        ).AsList();
    }

    /// <summary>What happened to it, the newest first.</summary>
    public async Task<IReadOnlyList<AlertEvent>> EventsAsync(Guid alert, CancellationToken ct = default)
    {
        await using var c = await database.OpenAsync(ct);
        return (
            await c.QueryAsync<AlertEvent>(
                "SELECT event_id, at, by_user, what, detail FROM alert_event WHERE alert_id = @alert ORDER BY at DESC, event_id DESC",
                new { alert }
            )
        ).AsList();
    }

    /// <summary>Which alerts somebody may know of: the one policy, on alias <c>a</c>.</summary>
    public static string Access(Caller caller, DynamicParameters parameters) =>
        caller.Reach.Clause("a", parameters, consent: true);

    private static bool Meet(Alert one, Alert other) =>
        (one.ExpectedTo ?? DateTimeOffset.MaxValue) >= (other.ExpectedFrom ?? DateTimeOffset.MinValue)
        && (other.ExpectedTo ?? DateTimeOffset.MaxValue) >= (one.ExpectedFrom ?? DateTimeOffset.MinValue);

    private async Task<IReadOnlyList<Alert>> QueryAsync(
        Caller caller,
        string condition,
        object values,
        CancellationToken ct
    )
    {
        var parameters = new DynamicParameters(values);
        await using var c = await database.OpenAsync(ct);
        return (
            await c.QueryAsync<Alert>(
                $"SELECT a.* FROM alert a WHERE {Access(caller, parameters)} AND {condition}",
                parameters
            )
        ).AsList();
    }

    private static async Task<Alert?> FindAsync(DbConnection c, DbTransaction? tx, string reference, Caller caller)
    {
        if (Alert.NumberIn(reference) is not { } number)
        {
            return null;
        }
        var parameters = new DynamicParameters(new { number });
        return await c.QuerySingleOrDefaultAsync<Alert>(
            $"SELECT a.* FROM alert a WHERE a.number = @number AND {Access(caller, parameters)}",
            parameters,
            tx
        );
    }
}
