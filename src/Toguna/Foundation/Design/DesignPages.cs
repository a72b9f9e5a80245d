using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation.Access;

namespace Toguna.Foundation.Design;

/// <summary>The design system on a page of its own: <c>/design</c>.</summary>
internal static class DesignPages
{
    public static void MapDesign(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/design", IResult () => new RazorComponentResult<DesignPage>()).Needs(Permission.Read);
}
