using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Gather;
using Toguna.Record;

namespace Toguna.Warn.Notices;

/// <summary>The page <c>/notices/wanted</c>: of which alerts its reader wants to be told, by place, threat and urgency.</summary>
/// <remarks>Nobody else reads it: it would say where somebody expects something.</remarks>
internal static class WantNotices
{
    /// <summary>Distances that are offered, in kilometres.</summary>
    public static IReadOnlyList<int> Distances { get; } = [10, 25, 50, 100];

    private static readonly string[] Fields = ["place", "within", "threat", "urgency"];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/notices/wanted", OpenAsync).Needs(Permission.Read);
        routes.MapPost("/notices/wanted", KeepAsync).Needs(Permission.Read);
        routes.MapPost("/notices/wanted/{id:guid}/drop", DropAsync).Needs(Permission.Read);
    }

    private static Task<IResult> OpenAsync(HttpContext http, Database database, CancellationToken ct) =>
        PageAsync(
            database,
            Caller.Of(http)!,
            Fields.ToDictionary(f => f, f => http.Request.Query[f].ToString()),
            [],
            ct
        );

    private static async Task<IResult> KeepAsync(
        IFormCollection sent,
        HttpContext http,
        Database database,
        PlaceBook places,
        CancellationToken ct
    )
    {
        var caller = Caller.Of(http)!;
        var typed = Fields.ToDictionary(f => f, f => sent[f].ToString().Trim());
        var place = await places.NamedAsync(typed["place"], ct);
        var (asked, problems) = Decide(typed, place);
        if (
            problems.Count == 0
            && await database.WriteAsync(tx => Subscriptions.KeepAsync(tx, asked, caller), ct) is { } refused
        )
        {
            problems = [refused];
        }
        return problems.Count == 0
            ? Results.LocalRedirect("/notices/wanted")
            : await PageAsync(database, caller, typed, problems, ct);
    }

    private static async Task<IResult> DropAsync(Guid id, HttpContext http, Database database, CancellationToken ct)
    {
        await database.WriteAsync(tx => Subscriptions.DropAsync(tx, id, Caller.Of(http)!), ct);
        return Results.LocalRedirect("/notices/wanted");
    }

    /// <param name="place">What was found for the name that was typed.</param>
    internal static (Subscription Asked, IReadOnlyList<Problem> Problems) Decide(
        IReadOnlyDictionary<string, string> typed,
        PlaceHit? place
    )
    {
        var problems = new List<Problem>();
        if (typed["place"].Length > 0 && place is null)
        {
            problems.Add(WarnProblems.PlaceUnknown(typed["place"]).At("place"));
        }
        var within = Number("within", Distances);
        var urgency = Number("urgency", [1, 2, 3]);
        if (typed["threat"].Length > 0 && ActTypes.Find(typed["threat"]) is null)
        {
            problems.Add(
                WarnProblems
                    .NotOffered(typed["threat"], string.Join(", ", ActTypes.All.Select(t => t.Code)))
                    .At("threat")
            );
        }
        return (
            new Subscription
            {
                PlaceId = place?.Id,
                PlaceName = place?.Name,
                Latitude = place?.Latitude,
                Longitude = place?.Longitude,
                WithinKm = place is null ? null : within,
                Threat = typed["threat"].Length > 0 ? typed["threat"] : null,
                Urgency = urgency,
            },
            problems
        );

        int? Number(string field, IReadOnlyList<int> offered)
        {
            if (typed[field].Length == 0)
            {
                return null;
            }
            if (int.TryParse(typed[field], CultureInfo.InvariantCulture, out var n) && offered.Contains(n))
            {
                return n;
            }
            problems.Add(WarnProblems.NotOffered(typed[field], string.Join(", ", offered)).At(field));
            return null;
        }
    }

    private static async Task<IResult> PageAsync(
        Database database,
        Caller caller,
        IReadOnlyDictionary<string, string> typed,
        IReadOnlyList<Problem> problems,
        CancellationToken ct
    )
    {
        await using var c = await database.OpenAsync(ct);
        return new RazorComponentResult<WantNoticesPage>(
            new
            {
                Wanted = await Subscriptions.OfAsync(c, caller),
                Typed = typed,
                Problems = problems,
            }
        )
        {
            StatusCode = problems.Count == 0 ? StatusCodes.Status200OK : problems[0].Status,
        };
    }
}
