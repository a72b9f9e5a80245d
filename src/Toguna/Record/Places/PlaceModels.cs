using System.Data.Common;
using Dapper;

namespace Toguna.Record.Places;

/// <summary>One gazetteer in one country.</summary>
public sealed class LoadedGazetteer
{
    public string Gazetteer { get; init; } = "";
    public string? CountryCode { get; init; }
    public long Places { get; init; }
    public long Areas { get; init; }

    public static async Task<IReadOnlyList<LoadedGazetteer>> AllAsync(DbConnection connection, CancellationToken ct)
    {
        var places = await connection.QueryAsync<LoadedGazetteer>(
            new CommandDefinition(
                "SELECT gazetteer, country_code, count(*) AS places FROM place GROUP BY gazetteer, country_code",
                cancellationToken: ct
            )
        );
        var areas = await connection.QueryAsync<(string Gazetteer, string? CountryCode, long Areas)>(
            new CommandDefinition(
                """
                SELECT p.gazetteer, p.country_code, count(*) AS areas FROM place_area a JOIN place p ON p.place_id = a.place_id
                GROUP BY p.gazetteer, p.country_code
                """,
                cancellationToken: ct
            )
        );
        var bounded = areas.ToDictionary(a => (a.Gazetteer, a.CountryCode), a => a.Areas);
        return
        [
            .. places
                .Select(p => new LoadedGazetteer
                {
                    Gazetteer = p.Gazetteer,
                    CountryCode = p.CountryCode,
                    Places = p.Places,
                    Areas = bounded.GetValueOrDefault((p.Gazetteer, p.CountryCode)),
                })
                .OrderByDescending(p => p.Places)
                .ThenBy(p => p.CountryCode, StringComparer.Ordinal),
        ];
    }
}

/// <param name="Query">What was searched; null when nothing was.</param>
/// <param name="Found">Null when nothing was searched.</param>
public sealed record PlacesModel(
    string? Query,
    string? Country,
    IReadOnlyList<PlaceHit>? Found,
    IReadOnlyList<LoadedGazetteer> Loaded
);

/// <param name="Field">Name of the form's field whose choices these are; null for links.</param>
public sealed record PlaceSuggestionsModel(string? Query, IReadOnlyList<PlaceHit> Found, string? Field);
