using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation.Access;

namespace Toguna.Desk;

/// <summary>The front door: to the page Now for who may read the record, to the form for who may only report.</summary>
internal static class Home
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet(
            "/",
            (HttpContext http) =>
                Results.LocalRedirect(
                    Caller.Of(http)! switch
                    {
                        var c when c.May(Permission.Read) => "/now",
                        var c when c.May(Permission.Report) => "/report",
                        _ => "/account",
                    }
                )
        );
}
