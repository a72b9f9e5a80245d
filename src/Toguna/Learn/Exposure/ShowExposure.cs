using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Storage;
using Toguna.Record;
using Cell = Toguna.Formats.Spreadsheet.Cell;

namespace Toguna.Learn.Exposure;

/// <summary>The page <c>/exposure</c>: what happened near each base against what it was told; and the same as a file.</summary>
internal static class ShowExposure
{
    private static readonly string[] Header =
    [
        "base",
        "unit",
        "component",
        "contingent",
        "country_group",
        "place",
        "latitude",
        "longitude",
        "people",
        "from",
        "to",
        "person_months",
        "radius_km",
        "incidents_near",
        "incidents_with_mission",
        "incidents_per_1000_person_months",
        "lower",
        "upper",
        "alerts_near",
        "told_at_base",
        "told_base_or_section",
        "opened",
        "kept_back",
        "kept_back_reasons",
        "never_told",
        "median_minutes",
        "nine_in_ten_minutes",
    ];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/exposure", PageAsync).Needs(Permission.Read);
        routes.MapGet("/exposure/export", ExportAsync).Needs(Permission.Export);
    }

    private static async Task<IResult> PageAsync(
        HttpContext http,
        ExposureBook book,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        string Asked(string field) => http.Request.Query[field].ToString();
        var (question, problems) = Read(Asked, clock);
        var caller = Caller.Of(http)!;
        return new RazorComponentResult<ExposurePage>(
            new
            {
                Model = new ExposureModel(
                    await book.ReadAsync(question, caller, ct),
                    Guid.TryParse(Asked("base"), out var chosen) ? chosen : null,
                    problems,
                    caller.May(Permission.Export),
                    Base.MayKnow(caller)
                ),
            }
        )
        {
            StatusCode = problems.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
        };
    }

    private static async Task<IResult> ExportAsync(
        HttpContext http,
        ExposureBook book,
        Database database,
        AuditLog audit,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (question, problems) = Read(f => http.Request.Query[f].ToString(), clock);
        if (problems is [var problem, ..])
        {
            throw problem.Raise();
        }
        var caller = Caller.Of(http)!;
        var answer = await book.ReadAsync(question, caller, ct);
        await database.WriteAsync(
            tx =>
                audit.AppendAsync(
                    tx,
                    caller.Id,
                    "exposure.exported",
                    "exposure",
                    new { question.Period.Key, bases = answer.Figures.Bases.Count }
                ),
            ct
        );
        return CsvAnswer.Of(
            $"exposure-{question.Period}.csv",
            Header,
            answer.Figures.Bases.Select(b => Row(b, question.Kilometres))
        );
    }

    private static Cell[] Row(BaseFigures f, int kilometres)
    {
        var (b, s) = (f.Base, f.Sharing);
        return
        [
            Cell.Of(b.Name),
            Cell.Of(b.Unit),
            Cell.Of(b.Component),
            Cell.Of(b.Contingent ?? ""),
            Cell.Of(b.Group ?? ""),
            Cell.Of(b.PlaceText),
            Cell.Of(b.Latitude),
            Cell.Of(b.Longitude),
            Cell.Of(b.People),
            Cell.Of(f.Days.From),
            Cell.Of(f.Days.To),
            Cell.Of(Math.Round(f.PersonMonths, 2)),
            Cell.Of(kilometres),
            Cell.Of(f.Incidents),
            Cell.Of(f.OnMission),
            Cell.Of(Per1000(f.Rate.Rate)),
            Cell.Of(Per1000(f.Rate.Lower)),
            Cell.Of(Per1000(f.Rate.Upper)),
            Cell.Of(s.Alerts),
            Cell.Of(s.AtBase.Hits),
            Cell.Of(s.Told.Hits),
            Cell.Of(s.Opened.Hits),
            Cell.Of(s.KeptBack.Sum(k => k.Count)),
            Cell.Of(string.Join(' ', s.KeptBack.Select(k => $"{k.Reason}={k.Count}"))),
            Cell.Of(s.Never),
            Cell.Of(s.Alerts == 0 ? null : s.Untold.Median.Time),
            Cell.Of(s.Alerts == 0 ? null : s.Untold.NinetyPercent.Time),
        ];

        static double? Per1000(double? rate) => rate is { } r ? Math.Round(r * 1000, 3) : null;
    }

    /// <summary>What the address asks, a year until today where it asks nothing; what it asks wrongly is named and left out.</summary>
    public static (ExposureQuestion, IReadOnlyList<Problem>) Read(Func<string, string> query, TimeProvider clock)
    {
        var problems = new List<Problem>();
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var usual = new Period(today.AddYears(-1).AddDays(1), today);
        var (from, to) = (Day("from") ?? usual.From, Day("to") ?? usual.To);
        if (to < from)
        {
            problems.Add(LearnProblems.PeriodBackwards(query("from"), query("to")).At("to"));
            (from, to) = (usual.From, usual.To);
        }
        var kilometres = ExposureQuestion.Usual;
        if (query("km") is { Length: > 0 } written)
        {
            if (
                int.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out var km)
                && km is >= 1 and <= ExposureQuestion.Farthest
            )
            {
                kilometres = km;
            }
            else
            {
                problems.Add(LearnProblems.NotKilometres(written, ExposureQuestion.Farthest).At("km"));
            }
        }
        return (new ExposureQuestion(new Period(from, to), kilometres), problems);

        DateOnly? Day(string field)
        {
            var value = query(field);
            var day = WrittenTime.Day(value);
            if (day is null && value.Length > 0)
            {
                problems.Add(LearnProblems.NotADay(value).At(field));
            }
            return day;
        }
    }
}

/// <param name="Chosen">Of which base the alerts are listed.</param>
/// <param name="MayKnow">Positions and strengths of units are open to the reader.</param>
public sealed record ExposureModel(
    ExposureAnswer Answer,
    Guid? Chosen,
    IReadOnlyList<Problem> Problems,
    bool MayExport,
    bool MayKnow
)
{
    public ExposureFigures Figures => Answer.Figures;

    /// <summary>The address of this question, with more behind it.</summary>
    public string Address(string path) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{path}?from={Answer.Question.Period.From:yyyy-MM-dd}&to={Answer.Question.Period.To:yyyy-MM-dd}&km={Answer.Question.Kilometres}"
        );
}
