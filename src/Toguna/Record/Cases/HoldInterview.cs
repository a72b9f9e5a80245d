using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Design;
using Toguna.Foundation.Sealing;
using Toguna.Foundation.Storage;
using Toguna.Record.Victims;

namespace Toguna.Record.Cases;

/// <summary>The form <c>/cases/CASE-7KX2/interviews/new</c>, and the notes of an interview, read with a purpose.</summary>
/// <remarks>Nobody is asked twice unawares: where somebody else has asked the same person, the officer says whether to go on.</remarks>
internal static class HoldInterview
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/cases/{code}/interviews").Needs(Permission.KeepCases);
        pages.MapGet("/new", OpenAsync);
        pages.MapPost("/new", HoldAsync).KeepsTyped();
        pages.MapPost("/{interview:guid}/notes", ReadAsync).Needs(Permission.Unseal);
    }

    private static Task<IResult> OpenAsync(
        string code,
        string? victim,
        HttpContext http,
        Database database,
        CancellationToken ct
    ) =>
        PageAsync(
            code,
            http,
            database,
            InterviewForm.Empty with
            {
                Who = victim is null ? "" : InterviewForm.VictimPrefix + victim,
            },
            [],
            ct
        );

    private static async Task<IResult> HoldAsync(
        string code,
        HttpContext http,
        Database database,
        InterviewBook book,
        Installation house,
        CancellationToken ct
    )
    {
        var caller = Caller.Of(http)!;
        var found = await CaseBook.NeedAsync(database, code, caller, ct);
        var sent = await http.Request.ReadFormAsync(ct);
        var form = new InterviewForm(
            sent["who"].ToString(),
            sent["source"].ToString(),
            sent["held_on"].ToString(),
            sent["notes"].ToString(),
            sent["in_spite"] == "1",
            sent["contact_reason"].ToString()
        );
        var today = house.Today;
        var problems = await book.HoldAsync(found.CompartmentId, form, today, caller, ct);
        return problems.Count == 0
            ? Results.LocalRedirect($"/cases/{found.Code}#interviews")
            : await PageAsync(code, http, database, form, problems, ct);
    }

    private static async Task<IResult> ReadAsync(
        string code,
        Guid interview,
        HttpContext http,
        Database database,
        InterviewBook book,
        TimeProvider clock,
        IFormCollection sent,
        CancellationToken ct
    )
    {
        var caller = Caller.Of(http)!;
        var found = await CaseBook.NeedAsync(database, code, caller, ct);
        var extra = Purposes.Find(sent["purpose"]) is { } purpose
            ? new ShowCaseExtra(await book.ReadAsync(found.CompartmentId, interview, purpose, caller, ct))
            : new ShowCaseExtra(Problems: RecordProblems.PurposeMissing().At($"purpose-{interview}"));
        http.Response.Headers.CacheControl = "no-store";
        return await ShowCase.PageAsync(code, http, database, clock, extra, ct);
    }

    private static async Task<IResult> PageAsync(
        string code,
        HttpContext http,
        Database database,
        InterviewForm form,
        IReadOnlyList<Problem> problems,
        CancellationToken ct
    )
    {
        var caller = Caller.Of(http)!;
        await using var c = await database.OpenAsync(ct);
        var found = await CaseBook.FindAsync(c, code, caller) ?? throw RecordProblems.CaseUnknown(code).Raise();
        var incidents = await CaseBook.IncidentsAsync(c, found.CompartmentId, caller);
        var victims = await CaseBook.VictimsAsync(c, database.Engine, incidents);
        var people = victims.Where(v => v.Facts.IsPerson).ToList();
        var said = await VictimConsent.OfAsync(c, database.Engine, people.Select(v => v.Facts));
        var model = new HoldInterviewModel(
            found,
            people,
            people.ToDictionary(v => v.Facts.VictimId, v => ContactReasons.Refusal([.. said[v.Facts.VictimId]])),
            form,
            problems
        );
        return new RazorComponentResult<HoldInterviewPage>(new { Model = model })
        {
            StatusCode = problems.Count == 0 ? StatusCodes.Status200OK : problems.Max(p => p.Status),
        };
    }
}

/// <param name="Victims">Single persons among the victims of the incidents of the case.</param>
/// <param name="Refusals">By victim: why they must not be contacted; null: they have agreed.</param>
/// <param name="Form">As typed.</param>
public sealed record HoldInterviewModel(
    Compartment Case,
    IReadOnlyList<CaseVictim> Victims,
    IReadOnlyDictionary<Guid, Problem?> Refusals,
    InterviewForm Form,
    IReadOnlyList<Problem> Problems
)
{
    /// <summary>Somebody else has asked this person before, and it is for the officer to say whether to go on.</summary>
    public Problem? Warning => Problems.FirstOrDefault(p => p.Field == "in_spite");

    /// <summary>Who is chosen has not agreed to be contacted: said before anything is sent, where it is known already.</summary>
    public Problem? Refusal =>
        Problems.Any(p => p.Field == "contact_reason") ? null
        : Form.Who.StartsWith(InterviewForm.VictimPrefix, StringComparison.Ordinal)
        && Guid.TryParse(Form.Who[InterviewForm.VictimPrefix.Length..], out var victim)
            ? Refusals.GetValueOrDefault(victim)
        : null;
}
