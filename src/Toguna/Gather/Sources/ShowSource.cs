using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;

namespace Toguna.Gather.Sources;

/// <summary>The page <c>/sources/{id}</c>: what the reader may know of a source, and the forms by which it is kept.</summary>
internal static class ShowSource
{
    private const int Shown = 25;
    private static readonly IReadOnlyDictionary<string, string> Nothing = new Dictionary<string, string>();

    public static void Map(IEndpointRouteBuilder pages) =>
        pages.MapGet(
            "/{id:guid}",
            (Guid id, HttpContext http, Database database, CancellationToken ct) =>
                PageAsync(http, database, id, [], Nothing, null, ct)
        );

    /// <summary>A form that cannot be taken comes back with all that was typed.</summary>
    public static async Task<IResult> RefusedAsync(
        HttpContext http,
        Database database,
        Guid id,
        IReadOnlyList<Problem> problems,
        CancellationToken ct
    )
    {
        var sent = await http.Request.ReadFormAsync(ct);
        return await PageAsync(
            http,
            database,
            id,
            problems,
            sent.ToDictionary(f => f.Key, f => f.Value.ToString()),
            null,
            ct
        );
    }

    /// <summary>With the code of an invitation that was just made.</summary>
    public static async Task<IResult> InvitedAsync(
        HttpContext http,
        Database database,
        Guid id,
        string code,
        CancellationToken ct
    ) => await PageAsync(http, database, id, [], Nothing, code, ct);

    private static async Task<IResult> PageAsync(
        HttpContext http,
        Database database,
        Guid id,
        IReadOnlyList<Problem> problems,
        IReadOnlyDictionary<string, string> typed,
        string? code,
        CancellationToken ct
    )
    {
        var caller = Caller.Of(http)!;
        await using var c = await database.OpenAsync(ct);
        var source = await SourceReading.FindAsync(c, caller, id) ?? throw GatherProblems.SourceNotHere(id).Raise();
        var grades = await SourceReading.GradesAsync(c, id);
        var all = await Consents.HistoryAsync(c, new ConsentOf(SealedSources.Kind, id));
        var said = await SourceReading.KnownAsync(c, caller, id, all);
        var invitations = await Invitations.OfAsync(c, id);
        var model = new ShowSourceModel(
            source,
            grades,
            all,
            said,
            await SourceReading.ReportsAsync(c, caller, id, Shown),
            invitations,
            await People.NamesAsync(
                c,
                database.Engine,
                [.. grades.Select(g => g.ByUser), .. said.Select(s => s.ByUser), .. invitations.Select(i => i.MadeBy)]
            ),
            caller.May(Permission.Unseal),
            caller.May(Permission.Destroy),
            problems,
            typed,
            code
        );
        return new RazorComponentResult<ShowSourcePage>(new { Model = model })
        {
            StatusCode = problems.Count == 0 ? StatusCodes.Status200OK : problems.Max(p => p.Status),
        };
    }
}

/// <param name="Consents">All that was said, the newest first: what counts now follows from it.</param>
/// <param name="Said">Of it what the reader may know when and how it was said.</param>
/// <param name="Reports">The newest.</param>
/// <param name="People">Names by id.</param>
/// <param name="Typed">Of a form that was refused, by field.</param>
/// <param name="Code">Of an invitation that was just made.</param>
public sealed record ShowSourceModel(
    SourceLine Source,
    IReadOnlyList<GradeLine> Grades,
    IReadOnlyList<ConsentLine> Consents,
    IReadOnlyList<ConsentLine> Said,
    IReadOnlyList<SourceReport> Reports,
    IReadOnlyList<Invitation> Invitations,
    IReadOnlyDictionary<string, string> People,
    bool MayUnseal,
    bool MayDestroy,
    IReadOnlyList<Problem> Problems,
    IReadOnlyDictionary<string, string> Typed,
    string? Code
);
