using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Design;
using Toguna.Foundation.Storage;
using Toguna.Record;

namespace Toguna.Respond.Movements;

/// <summary>The page <c>/movements/caveats</c>: what units may not be asked; kept by those who authorise movements.</summary>
internal static class KeepCaveats
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/movements/caveats", OpenAsync).Needs(Permission.Act);
        routes.MapPost("/movements/caveats", AddAsync).Needs(Permission.AuthoriseMovements).KeepsTyped();
        routes.MapPost("/movements/caveats/{id:guid}", EndAsync).Needs(Permission.AuthoriseMovements);
    }

    private static async Task<IResult> OpenAsync(
        HttpContext http,
        Database database,
        TimeProvider clock,
        CancellationToken ct
    ) =>
        await PageAsync(
            http,
            new Dictionary<string, string> { ["id"] = Ids.New(clock).ToString() },
            [],
            database,
            StatusCodes.Status200OK,
            ct
        );

    private static async Task<IResult> AddAsync(
        IFormCollection sent,
        HttpContext http,
        CaveatSteps steps,
        PlaceBook places,
        Installation house,
        Database database,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var form = new Typed(sent, house.Zone);
        var kind = form.OneOf("kind", Caveat.Kinds);
        var caveat = new Caveat
        {
            CaveatId = form.Id("id", clock),
            Component = form.Component("component"),
            Unit = form.May("unit", Typed.LongestName),
            Kind = kind,
            Words = kind == Caveat.Other ? form.Need("words", Typed.LongestText) : form.May("words", Typed.LongestText),
            // The three that are plain to check bind; other words inform, unless they are said to bind.
            Hard = kind != Caveat.Other || form.Has("hard"),
        };
        var sector = kind == Caveat.Sector ? await form.PlaceAsync("sector", places, ct) : null;
        if (form.Problems.Count > 0)
        {
            return await PageAsync(http, form.Fields, form.Problems, database, form.Status, ct);
        }
        await database.WriteAsync(tx => steps.AddAsync(tx, caveat, sector, Caller.Of(http)!), ct);
        return Results.LocalRedirect("/movements/caveats");
    }

    private static async Task<IResult> EndAsync(
        Guid id,
        HttpContext http,
        CaveatSteps steps,
        Database database,
        CancellationToken ct
    )
    {
        var refused = await database.WriteAsync(tx => steps.EndAsync(tx, id, Caller.Of(http)!), ct);
        return refused is null ? Results.LocalRedirect("/movements/caveats") : throw refused.Raise();
    }

    private static async Task<IResult> PageAsync(
        HttpContext http,
        IReadOnlyDictionary<string, string> typed,
        IReadOnlyList<Problem> problems,
        Database database,
        int status,
        CancellationToken ct
    )
    {
        await using var c = await database.OpenAsync(ct);
        return new RazorComponentResult<CaveatsPage>(
            new
            {
                Model = new CaveatsModel(
                    await Caveats.AllAsync(c),
                    typed,
                    problems,
                    Caller.Of(http)!.May(Permission.AuthoriseMovements)
                ),
            }
        )
        {
            StatusCode = status,
        };
    }
}

public sealed record CaveatsModel(
    IReadOnlyList<Caveat> All,
    IReadOnlyDictionary<string, string> Typed,
    IReadOnlyList<Problem> Problems,
    bool MayKeep
);
