using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation.Access;

namespace Toguna.Desk.Programs;

/// <summary>The page <c>/api</c>: how a program reads what its person may read.</summary>
internal static class ShowApi
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api", Show).Needs(Permission.Read).ExcludeFromDescription();

    private static IResult Show(HttpContext http) =>
        new RazorComponentResult<ApiPage>(new { Address = $"{http.Request.Scheme}://{http.Request.Host}" });
}
