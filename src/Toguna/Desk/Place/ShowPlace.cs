using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Learn;
using Toguna.Mandate;
using Toguna.Record;
using Toguna.Warn;

namespace Toguna.Desk.Place;

/// <summary>The page of one place: what happened here and around it, and who is active.</summary>
internal static class ShowPlace
{
    private const int MostRows = 10;
    private const int Newest = 8;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/places/{id:guid}", ShowAsync).Needs(Permission.Read);

    private static async Task<IResult> ShowAsync(
        Guid id,
        HttpContext http,
        PlaceBook places,
        IncidentBook book,
        ContextBook timeline,
        SeriesBook seriesBook,
        FollowedPlaces followed,
        AlertBook alerts,
        SignalBook signals,
        TriedBook tried,
        ReviewBook reviews,
        TrainingBook training,
        ForecastBook forecasts,
        ForecastIssues issues,
        TimeProvider clock,
        string? around = null,
        CancellationToken ct = default
    )
    {
        var caller = Caller.Of(http)!;
        var problems = new List<Problem>();
        if (!int.TryParse(around ?? "50", out var kilometres) || !PlaceScope.Radii.Contains(kilometres))
        {
            problems.Add(
                RecordProblems.FilterCode("around", around!, string.Join(", ", PlaceScope.Radii)).At("around")
            );
            kilometres = 50;
        }
        var place = await places.GetAsync(id, ct);
        var scope = PlaceScope.Of(place, kilometres);
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var lately = scope.Here with
        {
            From = PartialDate.Parse(
                today.AddYears(-1).AddDays(1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            ),
        };
        var period = IncidentSeries.PeriodOf(await book.SpanAsync(scope.Here, caller, ct));
        var series = await IncidentSeries.ReadAsync(
            book,
            timeline,
            scope.Here,
            caller,
            IncidentMeasure.Civilians,
            period,
            ct
        );
        var model = new ShowPlaceModel(
            place,
            scope,
            lately,
            await book.TotalsAsync(lately, caller, ct: ct),
            await book.TotalsAsync(lately with { Perpetrators = [IncidentFilter.Anybody] }, caller, ct: ct),
            await book.TotalsAsync(scope.Here, caller, ct: ct),
            period,
            series,
            await book.CrossAsync(scope.Here, caller, "involved", "year", MostRows, ct: ct),
            await book.GroupsAsync(scope.Here, caller, "actor", ct: ct),
            await book.CrossAsync(scope.Here, caller, "act", "year", MostRows, ct: ct),
            scope.Around is null ? null : await book.TotalsAsync(scope.Around, caller, ct: ct),
            scope.Around is null
                ? null
                : await book.CrossAsync(scope.Around, caller, "place", "year", MostRows, ct: ct),
            await book.ListAsync(scope.Here, caller, size: Newest, ct: ct),
            await PlaceSeries.ReadAsync(seriesBook, timeline, place, series.Axis, today, caller, ct),
            (await followed.ListAsync(caller, ct)).Contains(id),
            await alerts.AtAsync(id, caller, Newest, ct),
            clock.GetUtcNow(),
            problems
        )
        {
            Forecast = await PlaceForecast.ReadAsync(forecasts, issues, place, caller, ct),
            Tried = await tried.AtAsync(place.Place, caller, ct),
            Rotations = await training.RotationsAsync(id, caller, ct),
            Trained = (await training.ListAsync(caller, place.Place.Name, ct)).Take(Newest).ToList(),
            MayAct = caller.May(Permission.Act),
            Signals = await signals.OfPlaceAsync(place, caller, ct),
            Been = await tried.BeenAsync(place.Place, caller, ct),
            Lessons = (await reviews.LessonsAsync(new LessonFilter(place.Place.Name), caller, ct: ct))
                .Take(Newest)
                .ToList(),
        };
        return new RazorComponentResult<PlacePage>(new { Model = model })
        {
            StatusCode = problems.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
        };
    }
}

/// <param name="Lately">The filter of the last twelve months here.</param>
/// <param name="Year">Figures of the last twelve months.</param>
/// <param name="YearAttributed">Those of them of which somebody is held responsible.</param>
/// <param name="All">Figures of all that is recorded here.</param>
/// <param name="Active">Who took part or is held responsible, by year.</param>
/// <param name="Held">Who is held responsible, with the whole figures.</param>
/// <param name="AroundPlaces">Where around it, by year; null where the position is not known.</param>
/// <param name="Newest">The newest incidents here.</param>
/// <param name="Alerts">What was warned of here, the newest first.</param>
/// <param name="Measured">Series of the place, or of the areas around it.</param>
public sealed record ShowPlaceModel(
    PlaceModel Place,
    PlaceScope Scope,
    IncidentFilter Lately,
    IncidentTotals Year,
    IncidentTotals YearAttributed,
    IncidentTotals All,
    string Period,
    IncidentSeries Series,
    IncidentTable Active,
    IReadOnlyList<IncidentGroup> Held,
    IncidentTable Acts,
    IncidentTotals? Around,
    IncidentTable? AroundPlaces,
    IncidentPage Newest,
    IReadOnlyList<PlaceSeries> Measured,
    bool Followed,
    IReadOnlyList<Alert> Alerts,
    DateTimeOffset Now,
    IReadOnlyList<Problem> Problems
)
{
    /// <summary>What may happen in its area; null: that is not for the reader.</summary>
    public required PlaceForecast? Forecast { get; init; }

    /// <summary>What was done before about alerts here and near, and what followed.</summary>
    public required TriedFigures Tried { get; init; }

    /// <summary>Who has been here lately.</summary>
    public required IReadOnlyList<BeenThere> Been { get; init; }

    /// <summary>Who is here from when to when, and what they hand over, the newest first.</summary>
    public required IReadOnlyList<Rotation> Rotations { get; init; }

    /// <summary>Who was trained here.</summary>
    public required IReadOnlyList<TrainingLine> Trained { get; init; }

    /// <summary>May write down a rotation.</summary>
    public bool MayAct { get; init; }

    /// <summary>What detectors saw lately in the area; null: not for the reader, or the area is not known.</summary>
    public IReadOnlyList<Signal>? Signals { get; init; }

    /// <summary>What was learned here.</summary>
    public required IReadOnlyList<Review> Lessons { get; init; }

    /// <summary>Civilians killed of whom nobody is held responsible.</summary>
    public long NotAttributed => (Year.CiviliansKilled.Best ?? 0) - (YearAttributed.CiviliansKilled.Best ?? 0);
}
