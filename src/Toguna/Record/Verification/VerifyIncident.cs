using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Record.Incidents;

namespace Toguna.Record.Verification;

/// <summary>The page <c>/incidents/INC-0412/finding</c>: what was found on an incident, by what standard, resting on what.</summary>
internal static class VerifyIncident
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/incidents/{id}/finding").Needs(Permission.Verify);
        pages.MapGet("", OpenAsync);
        pages.MapPost("", RecordAsync).KeepsTyped();
        pages.MapPost("/{verification:guid}", AnswerAsync).KeepsTyped();
    }

    private static async Task<IResult> OpenAsync(
        string id,
        HttpContext http,
        Database database,
        CancellationToken ct
    ) => await PageAsync(id, http, database, null, [], ct);

    private static async Task<IResult> RecordAsync(
        string id,
        HttpContext http,
        Database database,
        FindingBook book,
        CancellationToken ct
    )
    {
        var caller = Caller.Of(http)!;
        var incident = await FindAsync(id, database, caller, ct);
        var form = Read(await http.Request.ReadFormAsync(ct));
        var problems = await book.RecordAsync(incident, form, caller, ct);
        return problems.Count == 0 ? Back(id) : await PageAsync(id, http, database, form, problems, ct);
    }

    private static async Task<IResult> AnswerAsync(
        string id,
        Guid verification,
        HttpContext http,
        Database database,
        FindingBook book,
        CancellationToken ct
    )
    {
        var caller = Caller.Of(http)!;
        var incident = await FindAsync(id, database, caller, ct);
        var sent = await http.Request.ReadFormAsync(ct);
        var problem = await book.AnswerAsync(
            incident,
            verification,
            sent["do"] == "sign",
            sent["why"].ToString(),
            VersionOf(sent),
            caller,
            ct
        );
        return problem is null ? Back(id) : await PageAsync(id, http, database, null, [problem], ct, sent["why"]);
    }

    private static FindingForm Read(IFormCollection sent) =>
        new()
        {
            Version = VersionOf(sent),
            Finding = sent["finding"].ToString(),
            Standard = sent["standard"].ToString() is { Length: > 0 } chosen and not "other"
                ? chosen
                : sent["standard_words"].ToString(),
            Supports = sent["supports"].ToString(),
            Contradicts = sent["contradicts"].ToString(),
            OtherSources = sent["other_sources"].ToString(),
            Independence = sent["independence"].ToString(),
            Reports = sent.Select(f => (Report: ReportOf(f.Key), Side: f.Value.ToString()))
                .Where(r => r.Report is not null && r.Side is "supports" or "contradicts")
                .ToDictionary(r => r.Report!.Value, r => r.Side),
        };

    private static Guid? ReportOf(string field) =>
        field.StartsWith("report.", StringComparison.Ordinal) && Guid.TryParse(field["report.".Length..], out var id)
            ? id
            : null;

    private static int VersionOf(IFormCollection sent) =>
        int.TryParse(
            sent["version"],
            System.Globalization.NumberStyles.None,
            System.Globalization.CultureInfo.InvariantCulture,
            out var version
        )
            ? version
            : 0;

    private static async Task<Guid> FindAsync(string id, Database database, Caller caller, CancellationToken ct)
    {
        await using var c = await database.OpenAsync(ct);
        return await IncidentFinder.FindAsync(c, database.Engine, id, caller)
            ?? throw RecordProblems.IncidentUnknown(id).Raise();
    }

    private static IResult Back(string id) =>
        Results.LocalRedirect($"/incidents/{Uri.EscapeDataString(id)}#verification");

    private static async Task<IResult> PageAsync(
        string id,
        HttpContext http,
        Database database,
        FindingForm? typed,
        IReadOnlyList<Problem> problems,
        CancellationToken ct,
        string? why = null
    )
    {
        var caller = Caller.Of(http)!;
        var incident = await FindAsync(id, database, caller, ct);
        await using var c = await database.OpenAsync(ct);
        var snapshot =
            await IncidentStore.LoadAsync(c, null, incident) ?? throw RecordProblems.IncidentUnknown(id).Raise();
        var reports = await IncidentFinder.ReportsAsync(c, incident, caller);
        var findings = await FindingBook.OfAsync(c, incident, [.. reports.Select(r => r.ReportId)]);
        var model = new VerifyIncidentModel(
            snapshot.Incident,
            (typed ?? Start(findings)) with
            {
                Version = snapshot.Incident.Version,
            },
            reports,
            findings,
            await People.NamesAsync(c, database.Engine, findings.SelectMany(PeopleOf)),
            problems,
            caller.Id,
            why
        );
        return new RazorComponentResult<VerifyIncidentPage>(new { Model = model })
        {
            StatusCode = problems.Count == 0 ? StatusCodes.Status200OK : problems.Max(p => p.Status),
        };
    }

    /// <summary>A new finding begins from what the last one rested on.</summary>
    private static FindingForm Start(IReadOnlyList<FindingRow> findings) =>
        findings.Count == 0
            ? new FindingForm { Standard = DecideFinding.UsualStandard }
            : new FindingForm
            {
                Standard = findings[0].Standard,
                Supports = findings[0].Supports ?? "",
                Contradicts = findings[0].Contradicts ?? "",
                OtherSources = findings[0].OtherSources ?? "",
                Independence = findings[0].Independence ?? "",
                Reports = findings[0].Reports.ToDictionary(r => r.Report, r => r.Side),
            };

    internal static IEnumerable<string> PeopleOf(FindingRow row) =>
        new[] { row.ByUser, row.SecondUser }.OfType<string>();
}

/// <param name="Form">As typed, on the version that is there now.</param>
/// <param name="Findings">Newest first.</param>
/// <param name="People">Names by id.</param>
/// <param name="Me">Id of who reads: they cannot sign what they proposed.</param>
/// <param name="Why">Why somebody declines, as typed.</param>
public sealed record VerifyIncidentModel(
    IncidentFacts Incident,
    FindingForm Form,
    IReadOnlyList<RestsOn> Reports,
    IReadOnlyList<FindingRow> Findings,
    IReadOnlyDictionary<string, string> People,
    IReadOnlyList<Problem> Problems,
    string Me,
    string? Why
)
{
    public string Reference => IncidentSummary.ReferenceOf(Incident.Number);

    /// <summary>The finding that waits for a second person.</summary>
    public FindingRow? Open => Findings.FirstOrDefault(f => f.State == "proposed");
}
