using System.Text.Json;
using Dapper;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Methods.Text;

namespace Toguna.Warn;

/// <summary>Reads forecasts and their scores, for everybody in the mission: an external partner finds none. Thread-safe.</summary>
public sealed class ForecastBook(Database database)
{
    private const string IssueColumns =
        "i.issue_id, i.issued_at, i.data_until, i.retrospective, i.method, i.method_version, i.areas, i.months, i.panel_sha256";

    /// <summary>Without the draws, of which a list has no need.</summary>
    private const string Light = """
        f.forecast_id, f.issue_id, f.country, f.area, f.month, f.horizon, f.basis, f.mean, f.p_any, f.p25, f.lower90, f.upper90, f.benchmark_p_any,
        f.benchmark_p25, i.issued_at, i.data_until, i.retrospective, s.outcome, s.crps, s.benchmark_crps, s.ign, s.covered90, s.scored_at
        """;

    private const string From = """
        FROM forecast f JOIN forecast_issue i ON i.issue_id = f.issue_id LEFT JOIN forecast_score s ON s.forecast_id = f.forecast_id
        """;

    /// <summary>Whether somebody may read forecasts: they are made of what everybody in the mission may know of.</summary>
    public static bool IsFor(Caller caller) => caller.IsInside;

    /// <summary>The newest that was issued for what was to come; where there is none, the newest that was made afterwards.</summary>
    public async Task<ForecastIssue?> LatestAsync(Caller caller, CancellationToken ct = default) =>
        await IssuesAsync(caller, "ORDER BY i.retrospective, i.data_until DESC LIMIT 1", new { }, ct) is [var one]
            ? one
            : null;

    /// <returns>Null when there is none, or none for the caller.</returns>
    public async Task<ForecastIssue?> IssueAsync(Guid id, Caller caller, CancellationToken ct = default) =>
        await IssuesAsync(caller, "WHERE i.issue_id = @id", new { id }, ct) is [var one] ? one : null;

    /// <summary>All, the newest data first.</summary>
    public Task<IReadOnlyList<ForecastIssue>> IssuesAsync(Caller caller, CancellationToken ct = default) =>
        IssuesAsync(caller, "ORDER BY i.data_until DESC, i.retrospective", new { }, ct);

    /// <summary>The areas of an issue, by name.</summary>
    /// <param name="area">Only that one; null: all.</param>
    public async Task<IReadOnlyList<AreaForecast>> AreasAsync(
        ForecastIssue issue,
        Caller caller,
        string? area = null,
        CancellationToken ct = default
    )
    {
        if (!IsFor(caller))
        {
            return [];
        }
        await using var c = await database.OpenAsync(ct);
        var only = area is null ? "" : "AND f.area = @area";
        var months = await c.QueryAsync<Forecast>(
            $"SELECT {Light}, f.draws, f.benchmark {From} WHERE f.issue_id = @IssueId {only} ORDER BY f.area, f.country, f.horizon",
            new { issue.IssueId, area }
        );
        var observed = (
            await c.QueryAsync<ObservedRow>(
                $"SELECT f.country, f.area, f.observed, f.analogues FROM forecast_area f WHERE f.issue_id = @IssueId {only}",
                new { issue.IssueId, area }
            )
        ).ToDictionary(o => (o.Country, o.Area));
        return
        [
            .. months
                .GroupBy(m => (m.Country, m.Area))
                .Select(g => new AreaForecast(
                    issue,
                    g.Key.Country,
                    g.Key.Area,
                    JsonSerializer.Deserialize<long[]>(observed[g.Key].Observed)!,
                    [.. g]
                )
                {
                    Alike = JsonSerializer.Deserialize<AlikeMonth[]>(observed[g.Key].Analogues)!,
                }),
        ];
    }

    /// <summary>Words that stand behind the name of an area in one list and not in another, folded.</summary>
    private static readonly HashSet<string> Kinds =
    [
        "region",
        "province",
        "state",
        "governorate",
        "wilaya",
        "department",
        "district",
        "prefecture",
        "county",
    ];

    /// <summary>The newest forecasts for an area, however its name is written: Velna, VELNA, Velna region.</summary>
    /// <param name="country">Of two areas of one name that of this country; null: it is not known.</param>
    /// <returns>Null where nothing was issued for it.</returns>
    public async Task<AreaForecast?> OfAreaAsync(
        string area,
        string? country,
        Caller caller,
        CancellationToken ct = default
    )
    {
        if (await LatestAsync(caller, ct) is not { } issue)
        {
            return null;
        }
        await using var c = await database.OpenAsync(ct);
        var areas = (
            await c.QueryAsync<(string Country, string Area)>(
                "SELECT country, area FROM forecast_area WHERE issue_id = @IssueId",
                new { issue.IssueId }
            )
        )
            .Where(a => country is null || a.Country.Length == 0 || Fold.Key(a.Country) == Fold.Key(country))
            .ToList();
        var key = Fold.Key(area);
        var name = areas.Find(a => Fold.Key(a.Area) == key) is { Area: not null } same
            ? same
            : areas.Find(a => NameOf(a.Area) == NameOf(area));
        return name.Area is null
            ? null
            : (await AreasAsync(issue, caller, name.Area, ct)).FirstOrDefault(a => a.Country == name.Country);
    }

    private static string NameOf(string area) =>
        Fold.Key(area).Split(' ') is [.. var own, var kind] && own.Length > 0 && Kinds.Contains(kind)
            ? string.Join(' ', own)
            : Fold.Key(area);

    /// <returns>Null when there is none, or none for the caller.</returns>
    public async Task<Forecast?> FindAsync(Guid id, Caller caller, CancellationToken ct = default) =>
        await ForecastsAsync(caller, Light + ", f.draws, f.benchmark", "WHERE f.forecast_id = @id", new { id }, ct)
            is [var one]
            ? one
            : null;

    /// <summary>Those with a score, without their draws, the oldest first.</summary>
    public Task<IReadOnlyList<Forecast>> ScoredAsync(Caller caller, CancellationToken ct = default) =>
        ForecastsAsync(
            caller,
            Light,
            "WHERE s.forecast_id IS NOT NULL ORDER BY i.data_until, f.area, f.horizon",
            new { },
            ct
        );

    /// <summary>Every one with all that is known of it: true ones first, then by data, area and month.</summary>
    public Task<IReadOnlyList<Forecast>> AllAsync(Caller caller, CancellationToken ct = default) =>
        ForecastsAsync(
            caller,
            Light + ", f.draws, f.benchmark",
            "ORDER BY i.retrospective, i.data_until, f.country, f.area, f.horizon",
            new { },
            ct
        );

    private async Task<IReadOnlyList<Forecast>> ForecastsAsync(
        Caller caller,
        string columns,
        string rest,
        object values,
        CancellationToken ct
    )
    {
        if (!IsFor(caller))
        {
            return [];
        }
        await using var c = await database.OpenAsync(ct);
        return (await c.QueryAsync<Forecast>($"SELECT {columns} {From} {rest}", values)).AsList();
    }

    private async Task<IReadOnlyList<ForecastIssue>> IssuesAsync(
        Caller caller,
        string rest,
        object values,
        CancellationToken ct
    )
    {
        if (!IsFor(caller))
        {
            return [];
        }
        await using var c = await database.OpenAsync(ct);
        return (
            await c.QueryAsync<ForecastIssue>($"SELECT {IssueColumns} FROM forecast_issue i {rest}", values)
        ).AsList();
    }

    private sealed class ObservedRow
    {
        public string Country { get; init; } = "";
        public string Area { get; init; } = "";
        public string Observed { get; init; } = "";
        public string Analogues { get; init; } = "";
    }
}
