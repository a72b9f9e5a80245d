using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Record;
using Toguna.Warn;

namespace Toguna.Learn.Training;

/// <summary>The form <c>/rotations/new?place=…</c>: who comes to a place, until when, and what is handed over.</summary>
internal static class WriteRotation
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/rotations/new", OpenAsync).Needs(Permission.Act);
        routes.MapPost("/rotations/new", AddAsync).Needs(Permission.Act).KeepsTyped();
    }

    private static async Task<IResult> OpenAsync(
        HttpContext http,
        PlaceBook places,
        TimeProvider clock,
        CancellationToken ct
    ) =>
        Page(
            await FindAsync(http.Request.Query["place"].ToString(), places, ct),
            Caller.Of(http)!,
            new Dictionary<string, string> { ["rotation"] = Ids.New(clock).ToString() },
            null
        );

    private static async Task<IResult> AddAsync(
        IFormCollection sent,
        HttpContext http,
        PlaceBook places,
        TrainingBook book,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var caller = Caller.Of(http)!;
        var fields = new FormFields(sent);
        var place = await FindAsync(fields["place"], places, ct);
        var (from, to) = (fields.Day("from_on", needed: true), fields.Day("to_on", needed: false));
        if (to < from)
        {
            fields.Refuse(WarnProblems.EndsBeforeItBegins(fields["from_on"], fields["to_on"]), "to_on");
        }
        var classification = fields["classification"] is [var digit] && digit is >= '0' and <= '2' ? digit - '0' : 1;
        if (classification > caller.Reach.Clearance)
        {
            fields.Refuse(WarnProblems.AboveClearance(classification), "classification");
        }
        var rotation = new Rotation
        {
            RotationId = Guid.TryParse(fields["rotation"], out var made) && made != Guid.Empty ? made : Ids.New(clock),
            PlaceId = place.Id,
            Unit = fields.Needed("unit"),
            UnitComponent = fields.Component("component"),
            FromOn = from ?? default,
            ToOn = to,
            FocalPoint = fields.Some("focal_point"),
            Promised = fields.Some("promised"),
            NotExpose = fields.Some("not_expose"),
            Note = fields.Some("note"),
            Classification = classification,
        };
        if (fields.Problem is { } problem)
        {
            return Page(place, caller, fields.Typed, problem);
        }
        await book.AddAsync(rotation, caller, ct);
        return Results.LocalRedirect("/places/" + place.Id);
    }

    private static async Task<PlaceHit> FindAsync(string id, PlaceBook places, CancellationToken ct) =>
        Guid.TryParse(id, out var place)
            ? (await places.GetAsync(place, ct)).Place
            : throw FoundationProblems.NotFound(id).Raise();

    private static IResult Page(
        PlaceHit place,
        Caller caller,
        IReadOnlyDictionary<string, string> typed,
        Problem? problem
    ) =>
        new RazorComponentResult<WriteRotationPage>(
            new
            {
                Place = place,
                Caller = caller,
                Typed = typed,
                Problems = (IReadOnlyList<Problem>)(problem is null ? [] : [problem]),
            }
        )
        {
            StatusCode = problem?.Status ?? StatusCodes.Status200OK,
        };
}
