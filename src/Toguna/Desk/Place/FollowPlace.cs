using Dapper;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Record;

namespace Toguna.Desk.Place;

/// <summary>The places that a person follows: what is new near them stands on the page Now.</summary>
/// <remarks>Nobody else reads who follows what: it would say where somebody expects something.</remarks>
internal sealed class FollowedPlaces(Database database)
{
    /// <summary>More are not looked at.</summary>
    public const int Most = 30;

    public async Task<IReadOnlyList<Guid>> ListAsync(Caller caller, CancellationToken ct)
    {
        await using var c = await database.OpenAsync(ct);
        var ids = await c.QueryAsync<Guid>(
            """
            SELECT f.place_id FROM followed_place f JOIN place p ON p.place_id = f.place_id
            WHERE f.user_id = @Id ORDER BY p.name, p.place_id
            """,
            new { caller.Id }
        );
        return ids.AsList();
    }

    /// <exception cref="Foundation.ProblemException">They are too many already.</exception>
    public Task FollowAsync(Guid place, Caller caller) =>
        database.WriteAsync(async tx =>
        {
            var count = await tx.QueryAsync<long>(
                "SELECT count(*) FROM followed_place WHERE user_id = @Id AND place_id <> @place",
                new { caller.Id, place }
            );
            if (count.Single() >= Most)
            {
                throw DeskProblems.TooManyPlaces(Most).Raise();
            }
            await tx.ExecuteAsync(
                """
                INSERT INTO followed_place (user_id, place_id, since) VALUES (@Id, @place, @Now)
                ON CONFLICT (user_id, place_id) DO NOTHING
                """,
                new
                {
                    caller.Id,
                    place,
                    tx.Now,
                }
            );
        });

    public Task LeaveAsync(Guid place, Caller caller) =>
        database.WriteAsync(tx =>
            tx.ExecuteAsync(
                "DELETE FROM followed_place WHERE user_id = @Id AND place_id = @place",
                new { caller.Id, place }
            )
        );
}

/// <summary>The button on the page of a place.</summary>
internal static class FollowPlace
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var place = routes.MapGroup("/places/{id:guid}").Needs(Permission.Read);
        place.MapPost("/follow", FollowAsync).WithMetadata(new RequireAntiforgeryTokenAttribute());
        place.MapPost("/leave", LeaveAsync).WithMetadata(new RequireAntiforgeryTokenAttribute());
    }

    private static async Task<IResult> FollowAsync(
        Guid id,
        HttpContext http,
        PlaceBook places,
        FollowedPlaces followed,
        CancellationToken ct
    )
    {
        await places.GetAsync(id, ct);
        await followed.FollowAsync(id, Caller.Of(http)!);
        return Results.LocalRedirect("/places/" + id);
    }

    private static async Task<IResult> LeaveAsync(Guid id, HttpContext http, FollowedPlaces followed)
    {
        await followed.LeaveAsync(id, Caller.Of(http)!);
        return Results.LocalRedirect("/places/" + id);
    }
}
