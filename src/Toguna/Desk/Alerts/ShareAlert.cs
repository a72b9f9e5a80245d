using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation.Access;
using Toguna.Warn;

namespace Toguna.Desk.Alerts;

/// <summary>Hands an alert on: to a section, to a person, to a force outside; or says why somebody does not get it.</summary>
internal static class ShareAlert
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/alerts/{id}/share", ShareAsync).Needs(Permission.Warn).KeepsTyped();

    private static Task<IResult> ShareAsync(
        string id,
        IFormCollection sent,
        HttpContext http,
        AlertDesk desk,
        AlertShares shares,
        CancellationToken ct
    ) =>
        desk.StepAsync(
            id,
            sent,
            Caller.Of(http)!,
            (at, f) =>
                shares.ShareAsync(
                    at,
                    new ShareFacts(
                        f("share-with"),
                        f("share-person"),
                        f("outside"),
                        f("base"),
                        f("withheld"),
                        f("share-note"),
                        f("diligence"),
                        f("words"),
                        f("names-nobody") == "1"
                    )
                ),
            ct
        );
}
