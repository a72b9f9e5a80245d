using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Routing;

namespace Toguna.Foundation.Language;

/// <summary>English and French: the reader's choice (a cookie), else what the browser asks for, else English.</summary>
public static class Languages
{
    private const string Cookie = "toguna.language";

    public static readonly IReadOnlyList<CultureInfo> All =
    [
        CultureInfo.GetCultureInfo("en"),
        CultureInfo.GetCultureInfo("fr"),
    ];

    public static void UseLanguages(this IApplicationBuilder app) =>
        app.UseRequestLocalization(
            new RequestLocalizationOptions
            {
                DefaultRequestCulture = new RequestCulture("en"),
                SupportedCultures = [.. All],
                SupportedUICultures = [.. All],
                FallBackToParentUICultures = true,
                RequestCultureProviders =
                [
                    new CookieRequestCultureProvider { CookieName = Cookie },
                    new AcceptLanguageHeaderRequestCultureProvider(),
                ],
            }
        );

    /// <summary>A link that remembers the language and goes back to a page of this installation, never elsewhere.</summary>
    public static void MapLanguages(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/language", Choose).AllowAnonymous();

    private static IResult Choose(HttpContext http, string to = "en", string back = "/")
    {
        var chosen = All.FirstOrDefault(c => c.Name == to) ?? All[0];
        http.Response.Cookies.Append(
            Cookie,
            CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(chosen)),
            new CookieOptions
            {
                MaxAge = TimeSpan.FromDays(365),
                SameSite = SameSiteMode.Lax,
                HttpOnly = true,
                Secure = http.Request.IsHttps,
                IsEssential = true,
            }
        );
        return Results.LocalRedirect(IsLocal(back) ? back : "/");
    }

    /// <summary>Whether an address stays on this installation.</summary>
    public static bool IsLocal(string? address) =>
        address is ['/', .. var rest] && rest is not ['/' or '\\', ..] && !address.Any(char.IsControl);
}
