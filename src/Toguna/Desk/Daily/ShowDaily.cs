using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Design;
using Toguna.Foundation.Storage;
using Toguna.Record;

namespace Toguna.Desk.Daily;

/// <summary>The page <c>/daily</c>: what came in, what was decided and what is overdue, with the duty log below; and the same as a file.</summary>
internal static class ShowDaily
{
    private static readonly string[] Formats = ["html", "docx"];

    public static IServiceCollection AddDaily(this IServiceCollection services) =>
        services
            .AddSingleton<DailyBook>()
            .AddSingleton<DailyWords>()
            .AddSingleton<DailyFigures>()
            .AddSingleton<MakeDaily>();

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/daily", ShowAsync).Needs(Permission.Read);
        routes.MapGet("/daily/file", FileAsync).Needs(Permission.Export);
    }

    private static async Task<IResult> ShowAsync(
        HttpContext http,
        MakeDaily daily,
        Installation house,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var query = http.Request.Query;
        var (watch, problems) = Read(f => query[f].ToString(), house);
        return await PageAsync(
            watch,
            Guid.TryParse(query["correct"], out var line) ? line : null,
            int.TryParse(query["page"], out var page) ? Math.Max(1, page) : 1,
            Caller.Of(http)!,
            daily,
            clock,
            problems,
            null,
            ct
        );
    }

    /// <summary>The page, with what was typed where something was refused.</summary>
    /// <param name="correct">The line that is to be corrected.</param>
    /// <param name="page">From 1.</param>
    public static async Task<IResult> PageAsync(
        Watch? watch,
        Guid? correct,
        int page,
        Caller caller,
        MakeDaily daily,
        TimeProvider clock,
        IReadOnlyList<Problem> problems,
        IReadOnlyDictionary<string, string>? typed,
        CancellationToken ct
    )
    {
        var report = watch is null ? null : await daily.MakeAsync(watch, caller, ct);
        var model = new DailyPageModel(
            report,
            watch ?? new Watch(DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime)),
            caller,
            report?.Lines.Concat(report.Drills).FirstOrDefault(l => l.Written is { } id && id == correct),
            Ids.New(clock),
            page,
            problems
        );
        return new RazorComponentResult<DailyPage>(new { Model = typed is null ? model : model with { Typed = typed } })
        {
            StatusCode = problems.Count == 0 ? StatusCodes.Status200OK : problems[0].Status,
        };
    }

    private static async Task<IResult> FileAsync(
        HttpContext http,
        MakeDaily daily,
        Installation house,
        Database database,
        AuditLog audit,
        IStringLocalizer<DailyText> text,
        string format = "html",
        CancellationToken ct = default
    )
    {
        if (!Formats.Contains(format))
        {
            throw RecordProblems.ExportFormatUnknown(format, string.Join(", ", Formats)).Raise();
        }
        var (watch, problems) = Read(f => http.Request.Query[f].ToString(), house);
        if (watch is null)
        {
            throw problems[0].Raise();
        }
        var caller = Caller.Of(http)!;
        var model = await daily.MakeAsync(watch, caller, ct);
        await database.WriteAsync(
            tx =>
                audit.AppendAsync(
                    tx,
                    caller.Id,
                    "daily.made",
                    "daily",
                    new
                    {
                        format,
                        watch = watch.Query(),
                        lines = model.Lines.Count + model.Drills.Count,
                    }
                ),
            ct
        );
        var name = $"daily-{watch.Day:yyyyMMdd}.{format}";
        if (format == "docx")
        {
            return WordFile.Answer(DailyDocx.Of(model, text), name);
        }
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
        return new RazorComponentResult<DailyFile>(new { Model = model });
    }

    /// <returns>Null, with what was asked wrongly; without a day: today, as the mission counts it.</returns>
    public static (Watch? Watch, IReadOnlyList<Problem> Problems) Read(Func<string, string> field, Installation house)
    {
        var today = house.Today;
        var (day, from, to) = (field("day"), field("from"), field("to"));
        var problems = new List<Problem>();
        var read = day.Length == 0 ? today : WrittenTime.Day(day.Trim());
        if (read is null)
        {
            problems.Add(DeskProblems.DayUnknown(day).At("day"));
        }
        else if (read > today)
        {
            problems.Add(DeskProblems.DayToCome(day).At("day"));
        }
        foreach (var (name, hour) in new[] { ("from", from), ("to", to) })
        {
            // A watch has both ends or neither.
            if (from.Length + to.Length > 0 && WrittenTime.Hour(hour.Trim()) is null)
            {
                problems.Add(DeskProblems.HourUnknown(hour).At(name));
            }
        }
        return problems.Count > 0
            ? (null, problems)
            : (
                new Watch(
                    read!.Value,
                    from.Length > 0 ? WrittenTime.Hour(from.Trim()) : null,
                    to.Length > 0 ? WrittenTime.Hour(to.Trim()) : null
                ),
                problems
            );
    }
}
