using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;

namespace Toguna.Record.Places;

/// <summary>The pages of places, the suggestions under a place field, and the same for programs.</summary>
internal static partial class PlaceEndpoints
{
    private const int Suggested = 8;
    private const int Listed = 50;

    public static IEndpointRouteBuilder MapPlaces(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/places").Needs(Permission.Read);
        pages.MapGet("", ListAsync);
        pages.MapGet("/suggest", SuggestAsync);
        var api = routes.MapGroup("/api/places").Needs(Permission.Read).WithTags("places");
        api.MapGet("", FindAsync).WithSummary("Places by any name, tolerant of one slip, or by P-code");
        api.MapGet("/containing", ContainingAsync).WithSummary("The administrative areas that contain a position");
        api.MapGet("/{id:guid}", GetAsync).WithSummary("One place");
        return routes;
    }

    private static async Task<IResult> ListAsync(
        Database database,
        string? q = null,
        string? country = null,
        CancellationToken ct = default
    )
    {
        await using var c = await database.OpenAsync(ct);
        var query = Typed(q);
        var model = new PlacesModel(
            query,
            country,
            query is null ? null : await PlaceSearch.FindAsync(c, database.Engine, query, country, Listed, ct),
            await LoadedGazetteer.AllAsync(c, ct)
        );
        return new RazorComponentResult<PlacesPage>(new { Model = model });
    }

    /// <summary>
    /// What may be meant by what is typed so far. For a script a fragment; opened by itself, the page of places.
    /// With <paramref name="field"/> the suggestions are choices of a form's field of that name.
    /// </summary>
    private static async Task<IResult> SuggestAsync(
        HttpContext http,
        Database database,
        string? q = null,
        string? country = null,
        string? field = null,
        CancellationToken ct = default
    )
    {
        if (!http.Request.Headers.ContainsKey("HX-Request") && field is null)
        {
            return await ListAsync(database, q, country, ct);
        }
        await using var c = await database.OpenAsync(ct);
        var query = Typed(q);
        var found = query is null ? [] : await PlaceSearch.FindAsync(c, database.Engine, query, country, Suggested, ct);
        var model = new PlaceSuggestionsModel(
            query,
            found,
            field is not null && FieldName().IsMatch(field) ? field : null
        );
        return new RazorComponentResult<PlaceSuggestions>(new { Model = model });
    }

    private static async Task<IResult> FindAsync(
        Database database,
        string? q = null,
        string? country = null,
        int limit = 10,
        CancellationToken ct = default
    )
    {
        await using var c = await database.OpenAsync(ct);
        var found = await PlaceSearch.FindAsync(c, database.Engine, q, country, limit, ct);
        return Results.Json(new { places = found.Select(PlaceFrame.Of) });
    }

    private static async Task<IResult> ContainingAsync(
        Database database,
        PlaceAreas areas,
        double lat,
        double lon,
        CancellationToken ct
    )
    {
        await using var c = await database.OpenAsync(ct);
        var found = await areas.ContainingAsync(c, lat, lon, ct);
        return Results.Json(new { areas = found.Select(PlaceFrame.Of) });
    }

    private static async Task<IResult> GetAsync(Guid id, Database database, CancellationToken ct)
    {
        await using var c = await database.OpenAsync(ct);
        var place = await PlaceReading.FindAsync(c, database.Engine, id, ct) ?? throw Unknown(id);
        return Results.Json(PlaceFrame.Of(place));
    }

    private static ProblemException Unknown(Guid id) => FoundationProblems.NotFound(id.ToString()).Raise();

    /// <summary>What was typed, no longer than is worth showing again; null for nothing.</summary>
    private static string? Typed(string? q) =>
        string.IsNullOrWhiteSpace(q) ? null : PlaceKeys.Cut(PlaceKeys.Clean(q.Trim()), PlaceKeys.Longest);

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_.-]{0,40}$", RegexOptions.CultureInvariant)]
    private static partial Regex FieldName();
}

/// <summary>What of a place goes over the wire.</summary>
internal static class PlaceFrame
{
    public static object Of(PlaceHit p) =>
        new
        {
            id = p.Id,
            name = p.Name,
            matched = p.Matched,
            kind = p.Kind,
            adminLevel = p.AdminLevel,
            feature = p.Feature,
            pcode = p.Pcode,
            country = p.CountryCode,
            latitude = p.Latitude,
            longitude = p.Longitude,
            population = p.Population,
            parents = p.Parents.Select(Of),
            gazetteer = p.Gazetteer,
            gazetteerId = p.ExternalId,
        };

    public static object Of(PlaceRef p) =>
        new
        {
            id = p.Id,
            name = p.Name,
            adminLevel = p.AdminLevel,
            pcode = p.Pcode,
        };
}
