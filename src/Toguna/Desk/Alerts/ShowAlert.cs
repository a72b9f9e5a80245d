using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Gather;
using Toguna.Learn;
using Toguna.Record;
using Toguna.Respond;
using Toguna.Warn;

namespace Toguna.Desk.Alerts;

/// <summary>The page <c>/alerts/AL-0091</c>: what threatens, the clock, the decision, the tasks, what it rests on, what happened since.</summary>
internal static class ShowAlert
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/alerts/{id}", OpenAsync).Needs(Permission.Read);

    private static async Task<IResult> OpenAsync(
        string id,
        HttpContext http,
        AlertDesk desk,
        NoticeBook notices,
        CancellationToken ct
    )
    {
        var model = await desk.ModelAsync(id, Caller.Of(http)!, ct);
        await notices.SeenAsync(model.Alert.AlertId, model.Caller, ct);
        return Page(model);
    }

    public static IResult Page(AlertModel model) =>
        new RazorComponentResult<AlertPage>(new { Model = model })
        {
            StatusCode = model.Problems.Count == 0 ? StatusCodes.Status200OK : model.Problems[0].Status,
        };
}

/// <summary>Reads what the page of an alert shows, and takes the steps of its forms.</summary>
internal sealed class AlertDesk(
    Database database,
    AlertBook alerts,
    TriageBook triage,
    IncidentBook incidents,
    ReviewBook reviews,
    TriedBook tried,
    BaseBook bases,
    ForecastBook forecasts,
    SignalBook signals,
    TimeProvider clock
)
{
    private const int LongestField = 4_000;

    /// <exception cref="ProblemException">There is no such alert, or none that the caller may know of.</exception>
    public async Task<AlertModel> ModelAsync(string reference, Caller caller, CancellationToken ct)
    {
        var alert = await alerts.FindAsync(reference, caller, ct) ?? throw WarnProblems.AlertUnknown(reference).Raise();
        var (reports, rested) = await BasisAsync(alert, caller, ct);
        var events = await alerts.EventsAsync(alert.AlertId, ct);
        var learned = await reviews.OfAsync(alert.AlertId, ct);
        await using var c = await database.OpenAsync(ct);
        var tasks = await TaskBook.OfAsync(c, alert.AlertId);
        var told = await NoticeBook.AboutAsync(c, alert.AlertId);
        var shares = await AlertShares.OfAsync(c, alert.AlertId);
        var arrived = await CapInBook.OfAsync(c, alert.AlertId);
        return new AlertModel(
            alert,
            reports,
            rested,
            alert.HasEnded ? [] : await alerts.LikeAsync(alert, caller, ct),
            tasks,
            events,
            await People.NamesAsync(
                c,
                database.Engine,
                events
                    .Select(e => e.ByUser)
                    .Concat(tasks.SelectMany(t => new[] { t.AskedBy, t.AnsweredBy ?? "" }))
                    .Concat(told.Select(n => n.UserId))
                    .Concat(shares.SelectMany(s => new[] { s.ByUser, s.UserId ?? "" }))
                    .Append(alert.OwnerUser ?? "")
                    .Concat(learned.Later.Select(l => l.ByUser))
                    .Concat(learned.Reviews.SelectMany(r => r.FollowUps.Select(f => f.DoneBy ?? "").Append(r.ByUser)))
            ),
            caller,
            Ids.New(clock),
            clock.GetUtcNow()
        )
        {
            Survivor = alert.MergedInto is { } into ? await alerts.ReferenceAsync(into, caller, ct) : null,
            Told = told,
            Shares = shares,
            Arrived = arrived,
            Signals = await signals.OfAlertAsync(alert.AlertId, caller, ct),
            Caveats = alert.IsOpen && caller.May(Permission.Respond) ? await Caveats.AllAsync(c) : [],
            Learned = learned,
            Forecasts = await ForecastsAsync(alert, caller, ct),
            Bases =
                alert.IsOpen && caller.May(Permission.Warn)
                    ? [.. (await bases.ListAsync(caller, ct)).Where(b => b.ToOn is null).Select(b => b.Name).Distinct()]
                    : [],
            Tried = alert.HasEnded ? null : await tried.LikeAsync(alert, caller, ct),
        };
    }

    /// <summary>As far as the caller may know of it: what they may not is not counted either.</summary>
    private async Task<(IReadOnlyList<TriageReport>, IReadOnlyList<IncidentHit>)> BasisAsync(
        Alert alert,
        Caller caller,
        CancellationToken ct
    )
    {
        var reports = new List<TriageReport>();
        var rested = new List<IncidentHit>();
        foreach (var basis in await alerts.BasisAsync(alert.AlertId, ct))
        {
            if (basis.Kind == AlertBasis.Report && await triage.FindAsync(basis.RefId, caller, ct) is { } report)
            {
                reports.Add(report);
            }
            else if (
                basis.Kind == AlertBasis.Incident
                && await incidents.OneAsync(basis.RefId.ToString(), caller, ct) is { } incident
            )
            {
                rested.Add(incident);
            }
        }
        return (reports, rested);
    }

    /// <summary>Forecasts that it rests on, each with its score once that is known.</summary>
    private async Task<IReadOnlyList<Forecast>> ForecastsAsync(Alert alert, Caller caller, CancellationToken ct)
    {
        var found = new List<Forecast>();
        foreach (var basis in await alerts.BasisAsync(alert.AlertId, ct))
        {
            if (basis.Kind == AlertBasis.Forecast && await forecasts.FindAsync(basis.RefId, caller, ct) is { } forecast)
            {
                found.Add(forecast);
            }
        }
        return found;
    }

    /// <summary>Takes a step of a form on the page and leads back to it; refused, the page comes with all that was typed.</summary>
    /// <param name="step">Is given the fields by name, empty where none was sent.</param>
    public async Task<IResult> StepAsync(
        string id,
        IFormCollection sent,
        Caller caller,
        Func<AlertAt, Func<string, string>, Task<Problem?>> step,
        CancellationToken ct
    )
    {
        var typed = sent.Typed();
        var tooLong = typed.Values.FirstOrDefault(v => v.Length > LongestField);
        var version = int.TryParse(Field("version"), CultureInfo.InvariantCulture, out var seen) ? seen : 0;
        var problem = tooLong is not null
            ? WarnProblems.TooLong(tooLong.Length, LongestField)
            : await database.WriteAsync(tx => step(new AlertAt(tx, id, version, caller), Field), ct);
        return problem is null
            ? Results.LocalRedirect("/alerts/" + id)
            : ShowAlert.Page(await ModelAsync(id, caller, ct) with { Problems = [problem], Typed = typed });

        string Field(string name) => typed.GetValueOrDefault(name, "");
    }
}

/// <param name="Reports">It rests on, as far as the reader may know of them.</param>
/// <param name="Like">Others that may be about the same threat.</param>
/// <param name="People">Names of colleagues by id.</param>
/// <param name="NewTask">Id of a task that is asked for on this page: the same form sent twice is one.</param>
public sealed record AlertModel(
    Alert Alert,
    IReadOnlyList<TriageReport> Reports,
    IReadOnlyList<IncidentHit> Incidents,
    IReadOnlyList<Alert> Like,
    IReadOnlyList<ResponseTask> Tasks,
    IReadOnlyList<AlertEvent> Events,
    IReadOnlyDictionary<string, string> People,
    Caller Caller,
    Guid NewTask,
    DateTimeOffset Now
)
{
    public IReadOnlyList<Problem> Problems { get; init; } = [];

    /// <summary>The alert that it went into, as far as the reader may know of it.</summary>
    public string? Survivor { get; init; }

    /// <summary>Who was told, the newest first.</summary>
    public IReadOnlyList<Notice> Told { get; init; } = [];

    /// <summary>Messages of other systems that it was made of, or that say more.</summary>
    public IReadOnlyList<CapIn> Arrived { get; init; } = [];

    /// <summary>Forecasts that it rests on.</summary>
    public IReadOnlyList<Forecast> Forecasts { get; init; } = [];

    /// <summary>Signals that it rests on.</summary>
    public IReadOnlyList<Signal> Signals { get; init; } = [];

    /// <summary>Whom it was handed on to, or kept from.</summary>
    public IReadOnlyList<AlertShare> Shares { get; init; } = [];

    /// <summary>Its reviews, and what became known after it was closed.</summary>
    public AlertReviews Learned { get; init; } = new([], []);

    /// <summary>What was tried before about alerts like it; null when it is over.</summary>
    public TriedFigures? Tried { get; init; }

    /// <summary>As typed in a form that was refused.</summary>
    public IReadOnlyDictionary<string, string> Typed { get; init; } = new Dictionary<string, string>();

    /// <summary>What units may not be asked, for those who ask.</summary>
    public IReadOnlyList<Caveat> Caveats { get; init; } = [];

    /// <summary>Names of bases that an alert may be handed on to, for those who do.</summary>
    public IReadOnlyList<string> Bases { get; init; } = [];

    public bool MayWarn => Caller.May(Permission.Warn);

    public bool MayRespond => Caller.May(Permission.Respond);

    public bool MayAnswer(ResponseTask task) =>
        MayRespond || (Caller.May(Permission.Act) && Caller.Reach.Component?.ToString() == task.Component);
}
