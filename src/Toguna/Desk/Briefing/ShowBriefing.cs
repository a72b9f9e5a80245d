using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Design;
using Toguna.Record;

namespace Toguna.Desk.Briefing;

/// <summary>The page <c>/briefing</c>, which prints to one sheet, and the same as a file.</summary>
internal static class ShowBriefing
{
    public static IReadOnlyList<string> Formats { get; } = ["html", "docx"];

    public static IServiceCollection AddBriefing(this IServiceCollection services) =>
        services
            .AddSingleton<BriefingWords>()
            .AddSingleton<MakeBriefing>()
            .AddSingleton(new IncidentProduct("briefing", "/briefing", typeof(BriefingText)));

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/briefing", ShowAsync).Needs(Permission.Read);
        routes.MapGet("/briefing/file", FileAsync).Needs(Permission.Export);
    }

    private static async Task<IResult> ShowAsync(
        HttpContext http,
        PlaceBook places,
        IncidentBook book,
        MakeBriefing briefings,
        CancellationToken ct
    )
    {
        var caller = Caller.Of(http)!.For(Release.Inside);
        var (ask, problems) = await BriefingAsk.ReadAsync(Query(http), places, book, caller, ct);
        // What was asked for cannot be had: showing something else under its name would be worse than nothing.
        var model = problems.Count > 0 ? null : await briefings.MakeAsync(ask, caller, "page", Host(http), ct);
        return new RazorComponentResult<BriefingPage>(
            new
            {
                Model = model,
                Ask = ask,
                Problems = problems,
                MayExport = caller.May(Permission.Export),
            }
        )
        {
            StatusCode = problems.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
        };
    }

    private static async Task<IResult> FileAsync(
        HttpContext http,
        PlaceBook places,
        IncidentBook book,
        MakeBriefing briefings,
        IStringLocalizer<BriefingText> text,
        string format = "html",
        CancellationToken ct = default
    )
    {
        if (!Formats.Contains(format))
        {
            throw RecordProblems.ExportFormatUnknown(format, string.Join(", ", Formats)).Raise();
        }
        var caller = Caller.Of(http)!.For(Release.Inside);
        var (ask, problems) = await BriefingAsk.ReadAsync(Query(http), places, book, caller, ct);
        if (problems is [var problem, ..])
        {
            throw problem.Raise();
        }
        var model = await briefings.MakeAsync(ask, caller, format, Host(http), ct);
        var name = $"briefing-{model.Made:yyyyMMdd-HHmm}.{format}";
        if (format == "docx")
        {
            return WordFile.Answer(BriefingDocx.Of(model, text), name);
        }
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
        return new RazorComponentResult<BriefingFile>(new { Model = model });
    }

    private static List<KeyValuePair<string, string?>> Query(HttpContext http) =>
        [.. http.Request.Query.SelectMany(q => q.Value.Select(v => KeyValuePair.Create(q.Key, v)))];

    private static string Host(HttpContext http) => http.Request.Host.ToString();
}
