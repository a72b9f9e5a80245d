using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;

namespace Toguna.Foundation.Sealing;

/// <summary>The pages <c>/destruction</c> and <c>/destruction/new?kind=…&amp;id=…</c>: what was asked for, and asking.</summary>
internal static class AskDestruction
{
    /// <summary>Destructions a page.</summary>
    private const int Shown = 25;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/destruction").Needs(Permission.Destroy);
        pages.MapGet("", ListAsync);
        pages.MapGet("/new", OpenAsync);
        pages.MapPost("/new", AskAsync);
    }

    private static async Task<IResult> ListAsync(
        HttpContext http,
        Database database,
        SubjectCodes codes,
        TimeProvider clock,
        CancellationToken ct,
        Guid? before = null
    )
    {
        var now = clock.GetUtcNow();
        await using var c = await database.OpenAsync(ct);
        var found = await ShredBook.PageAsync(c, before, Shown + 1);
        var rows = found.Take(Shown).ToList();
        var counts = await ShredBook.CountAsync(c, now);
        var named = await codes.OfAsync(c, Caller.Of(http)!, rows.Select(r => r.Subject));
        var people = await People.NamesAsync(
            c,
            database.Engine,
            rows.SelectMany(r => new[] { r.AskedBy, r.ConfirmedBy }).OfType<string>()
        );
        var model = new DestructionsModel(
            [.. rows.Select(r => new Destruction(r, named[r.Subject], r.StateAt(now)))],
            people,
            counts.Waiting,
            counts.UnderWay,
            counts.Done,
            Newer: before is not null,
            Older: found.Count > Shown
        );
        return new RazorComponentResult<DestructionsPage>(new { Model = model });
    }

    private static async Task<IResult> OpenAsync(
        HttpContext http,
        Database database,
        SubjectKeys subjects,
        SubjectCodes codes,
        TimeProvider clock,
        CancellationToken ct,
        string? kind = null,
        string? id = null
    )
    {
        var subject = Read(kind, id, http, subjects);
        await using var c = await database.OpenAsync(ct);
        // Somebody was faster: where it waits is what this reader wants to see.
        return await ShredBook.FindOpenAsync(c, subject, clock.GetUtcNow()) is { } open
            ? Results.LocalRedirect($"/destruction/{open.ShredId}")
            : await PageAsync(http, database, codes, subject, [], ct);
    }

    private static async Task<IResult> AskAsync(
        HttpContext http,
        Database database,
        ShredSubject shred,
        SubjectKeys subjects,
        SubjectCodes codes,
        IFormCollection form,
        CancellationToken ct
    )
    {
        var subject = Read(form["kind"], form["id"], http, subjects);
        if (ReasonOf(form["reason"]) is not { } reason)
        {
            return await PageAsync(
                http,
                database,
                codes,
                subject,
                [SealingProblems.ShredReasonMissing().At("reason")],
                ct
            );
        }
        await shred.AskAsync(Caller.Of(http)!, subject, reason);
        return Results.LocalRedirect("/destruction");
    }

    /// <exception cref="ProblemException">Nothing is sealed for such a subject here.</exception>
    private static Subject Read(string? kind, string? id, HttpContext http, SubjectKeys subjects)
    {
        if (string.IsNullOrEmpty(kind) || !Guid.TryParse(id, out var known))
        {
            throw FoundationProblems.NotFound("subject").Raise();
        }
        var subject = new Subject(kind, known);
        return ShredRequest.RefuseAsking(Caller.Of(http)!, subject, subjects.Has(subject), false) is { } refusal
            ? throw refusal.Raise()
            : subject;
    }

    /// <summary>By whole names: parsing would also take a number that is no reason.</summary>
    private static ShredReason? ReasonOf(string? name) =>
        Enum.GetValues<ShredReason>().Where(r => r.ToString() == name).Select(r => (ShredReason?)r).FirstOrDefault();

    private static async Task<IResult> PageAsync(
        HttpContext http,
        Database database,
        SubjectCodes codes,
        Subject subject,
        IReadOnlyList<Problem> problems,
        CancellationToken ct
    )
    {
        await using var c = await database.OpenAsync(ct);
        var code = (await codes.OfAsync(c, Caller.Of(http)!, [subject]))[subject];
        return new RazorComponentResult<AskDestructionPage>(
            new { Model = new AskDestructionModel(subject, code, problems) }
        )
        {
            StatusCode = problems.Count == 0 ? StatusCodes.Status200OK : problems.Max(p => p.Status),
        };
    }
}

/// <param name="Code">What the subject is called where its name is sealed.</param>
public sealed record Destruction(ShredRequest Request, string Code, ShredState State);

/// <param name="Rows">Newest first.</param>
/// <param name="People">Names by id.</param>
/// <param name="Waiting">How many of all wait for a second person.</param>
/// <param name="UnderWay">How many of all are decided and not yet done.</param>
/// <param name="Newer">There may be newer ones than those shown.</param>
/// <param name="Older">There are older ones.</param>
public sealed record DestructionsModel(
    IReadOnlyList<Destruction> Rows,
    IReadOnlyDictionary<string, string> People,
    long Waiting,
    long UnderWay,
    long Done,
    bool Newer,
    bool Older
);

public sealed record AskDestructionModel(Subject Subject, string Code, IReadOnlyList<Problem> Problems);
