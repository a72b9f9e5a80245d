using System.Globalization;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Toguna.Desk.Now;
using Toguna.Foundation.Access;
using Toguna.Foundation.Design;

namespace Toguna.Desk.Tour;

/// <summary>Five steps through the sample mission: on, or out. Where somebody is stands in their browser alone.</summary>
internal static class TakeTour
{
    private static readonly (string Path, string Key)[] Steps =
    [
        ("/now", "tour_now"),
        ("/incidents", "tour_incidents"),
        ("/incidents/INC-0001", "tour_incident"),
        ("/map", "tour_map"),
        ("/trends", "tour_trends"),
    ];

    public static void Add(IServiceCollection services)
    {
        for (var i = 0; i < Steps.Length; i++)
        {
            services.AddSingleton(new TourStep(i + 1, Steps[i].Path, Steps[i].Key, typeof(NowText)));
        }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/tour", Go).Needs(Permission.Read).WithMetadata(new RequireAntiforgeryTokenAttribute());

    /// <summary>A step that there is not leaves the tour.</summary>
    private static IResult Go(HttpContext http, [FromForm] int step)
    {
        var known = step >= 1 && step <= Steps.Length;
        http.Response.Cookies.Append(
            TourStep.Cookie,
            (known ? step : 0).ToString(CultureInfo.InvariantCulture),
            new CookieOptions
            {
                MaxAge = TimeSpan.FromDays(365),
                SameSite = SameSiteMode.Lax,
                HttpOnly = true,
                Secure = http.Request.IsHttps,
                IsEssential = true,
            }
        );
        return Results.LocalRedirect(known ? Steps[step - 1].Path : "/now");
    }
}
