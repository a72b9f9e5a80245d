using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation.Design;
using Toguna.Foundation.Storage;

namespace Toguna.Foundation.Access;

/// <summary>The page <c>/administration/access</c>: what is open to whom, since when, until when and why.</summary>
internal static class GrantPages
{
    private const int MostPast = 100;
    private const int MostOpen = 1_000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/administration/access").Needs(Permission.Grant);
        pages.MapGet(
            "",
            (HttpContext http, Database database, TimeProvider clock, string? what, CancellationToken ct) =>
                PageAsync(http, database, clock, GrantForm.Empty with { What = what ?? "" }, [], ct)
        );
        pages.MapPost("", GrantAsync);
        pages.MapPost("/{grant:guid}/revoke", RevokeAsync);
    }

    private static async Task<IResult> GrantAsync(
        HttpContext http,
        Database database,
        Grants grants,
        Installation house,
        TimeProvider clock,
        IFormCollection sent,
        CancellationToken ct
    )
    {
        var form = new GrantForm(
            sent["user"].ToString(),
            sent["what"].ToString(),
            sent["until"].ToString(),
            sent["reason"].ToString()
        );
        var problems = await grants.GrantAsync(form, Caller.Of(http)!, house.Zone, ct);
        return problems.Count == 0
            ? Results.LocalRedirect("/administration/access")
            : await PageAsync(http, database, clock, form, problems, ct);
    }

    private static async Task<IResult> RevokeAsync(
        Guid grant,
        HttpContext http,
        Database database,
        Grants grants,
        TimeProvider clock,
        CancellationToken ct
    ) =>
        await grants.RevokeAsync(grant, Caller.Of(http)!, ct) is { } problem
            ? await PageAsync(http, database, clock, GrantForm.Empty, [problem], ct)
            : Results.LocalRedirect("/administration/access");

    private static async Task<IResult> PageAsync(
        HttpContext http,
        Database database,
        TimeProvider clock,
        GrantForm form,
        IReadOnlyList<Problem> problems,
        CancellationToken ct
    )
    {
        var caller = Caller.Of(http)!;
        var now = clock.GetUtcNow();
        await using var c = await database.OpenAsync(ct);
        var people = await c.QueryAsync<Person>(
            """
            SELECT "Id" AS id, "UserName" AS name, "Component" AS component, "Disabled" AS closed
            FROM user_account ORDER BY "UserName"
            """
        );
        var model = new GrantsModel(
            form,
            [.. (await Compartment.ListAsync(c)).Where(k => Grants.MayOver(caller, k.CompartmentId))],
            people.AsList(),
            await Grants.ListAsync(c, caller, now, open: true, MostOpen),
            await Grants.ListAsync(c, caller, now, open: false, MostPast),
            caller,
            problems
        );
        return new RazorComponentResult<GrantsPage>(new { Model = model })
        {
            StatusCode = problems.Count == 0 ? StatusCodes.Status200OK : problems.Max(p => p.Status),
        };
    }
}

/// <summary>An account, as the page of grants names it.</summary>
public sealed class Person
{
    public Guid Id { get; init; }
    public string Name { get; init; } = "";
    public string? Component { get; init; }
    public bool Closed { get; init; }
}

/// <param name="Form">As typed.</param>
/// <param name="Compartments">Those that the caller may open to others: codes, nothing of what is inside.</param>
/// <param name="Open">Newest first.</param>
/// <param name="Past">That ran out or were revoked; newest first.</param>
public sealed record GrantsModel(
    GrantForm Form,
    IReadOnlyList<Compartment> Compartments,
    IReadOnlyList<Person> People,
    IReadOnlyList<AccessGrant> Open,
    IReadOnlyList<AccessGrant> Past,
    Caller Caller,
    IReadOnlyList<Problem> Problems
)
{
    private readonly Dictionary<Guid, string> names = People.ToDictionary(p => p.Id, p => p.Name);

    public bool MayLift => Grants.MayOver(Caller, null);

    /// <summary>Those to whom something can be opened.</summary>
    public IEnumerable<Person> Others => People.Where(p => !p.Closed && p.Id.ToString() != Caller.Id);

    public string NameOf(Guid user) => names.GetValueOrDefault(user, user.ToString("N")[^8..]);

    public string NameOf(string? by) => Guid.TryParse(by, out var id) ? NameOf(id) : by ?? "";

    public string? TitleOf(Guid? compartment) =>
        Compartments.FirstOrDefault(k => k.CompartmentId == compartment)?.Title;
}
