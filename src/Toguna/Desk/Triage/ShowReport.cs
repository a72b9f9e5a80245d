using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Gather;
using Toguna.Record;

namespace Toguna.Desk.Triage;

/// <summary>The page <c>/reports/{id}</c>: a report as it arrived, what it may be about, and what is decided on it.</summary>
internal static class ShowReport
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/reports/{id:guid}", OpenAsync).Needs(Permission.Read);

    private static async Task<IResult> OpenAsync(Guid id, HttpContext http, ReportDesk desk, CancellationToken ct) =>
        Page(await desk.ModelAsync(id, Caller.Of(http)!, ct));

    public static IResult Page(ReportModel model) =>
        new RazorComponentResult<ReportPage>(new { Model = model })
        {
            StatusCode = model.Problems.Count == 0 ? StatusCodes.Status200OK : model.Problems[0].Status,
        };
}

/// <summary>Reads what the page of a report shows.</summary>
internal sealed class ReportDesk(
    Database database,
    TriageBook triage,
    AttachmentBook attachments,
    EvidenceBook evidence,
    NearbyIncidents nearby,
    TimeProvider clock
)
{
    /// <exception cref="ProblemException">There is no such report, or none that the caller may know of.</exception>
    public async Task<ReportModel> ModelAsync(Guid id, Caller caller, CancellationToken ct)
    {
        var report = await triage.FindAsync(id, caller, ct) ?? throw FoundationProblems.NotFound(id.ToString()).Raise();
        var mayRead = !report.Withheld || caller.Reach.ReadsWithheld;
        var mayDecide = caller.May(Permission.Triage);
        var received = DateOnly.FromDateTime(report.ReceivedAt.UtcDateTime);
        var (place, near) = mayDecide
            ? await nearby.FindAsync(
                report.PlaceText,
                report.Verbatim,
                report.DayFrom ?? received,
                report.DayTo ?? received,
                caller,
                ct: ct
            )
            : (null, []);
        var steps = await triage.StepsAsync(id, ct);
        var files = mayRead ? await attachments.OfAsync(id, ct) : [];
        var custody = caller.May(Permission.Unseal)
            ? await attachments.CustodyAsync(files, ct)
            : Array.Empty<CustodyLine>().ToLookup(_ => Guid.Empty);
        await using var c = await database.OpenAsync(ct);
        return new ReportModel(
            report,
            mayRead,
            mayDecide,
            caller.May(Permission.Unseal),
            files,
            custody,
            await evidence.OfReportAsync(id, caller, ct),
            place,
            near,
            await Consents.NowAsync(c, new ConsentOf(SealedSources.Kind, report.SourceId)),
            steps,
            await People.NamesAsync(
                c,
                database.Engine,
                steps.Select(s => s.ByUser).Concat(custody.SelectMany(x => x).Select(x => x.Actor))
            ),
            mayDecide ? await triage.NextAsync(report, caller, ct) : null,
            clock.GetUtcNow()
        );
    }
}

/// <param name="MayRead">The words: not when the source does not want them shared.</param>
/// <param name="About">Incidents that rest on it.</param>
/// <param name="Near">Incidents that it may be about.</param>
public sealed record ReportModel(
    TriageReport Report,
    bool MayRead,
    bool MayDecide,
    bool MayUnseal,
    IReadOnlyList<Attachment> Attachments,
    ILookup<Guid, CustodyLine> Custody,
    IReadOnlyList<IncidentSummary> About,
    PlaceHit? Place,
    IReadOnlyList<IncidentSummary> Near,
    IReadOnlyDictionary<string, ConsentLine> Consents,
    IReadOnlyList<TriageStep> Steps,
    IReadOnlyDictionary<string, string> People,
    Guid? Next,
    DateTimeOffset Now
)
{
    public IReadOnlyList<Problem> Problems { get; init; } = [];

    /// <summary>As typed in a decision that was refused.</summary>
    public IReadOnlyDictionary<string, string> Typed { get; init; } = new Dictionary<string, string>();

    /// <summary>How the source wants to be reached, opened for this answer.</summary>
    public IReadOnlyDictionary<string, string>? Contact { get; init; }

    /// <summary>A code that was made just now, to be read out.</summary>
    public string? Receipt { get; init; }
}
