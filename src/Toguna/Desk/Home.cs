using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation.Access;

namespace Toguna.Desk;

/// <summary>The front door: to the page Now for who may read the record, to the own account for everybody else.</summary>
internal static class Home
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet(
            "/",
            (HttpContext http) => Results.LocalRedirect(Caller.Of(http)!.May(Permission.Read) ? "/now" : "/account")
        );
}
