using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Storage;

namespace Toguna.Foundation.Access;

/// <summary>People and their roles, the audit log, and what this installation is.</summary>
internal static class AdministrationPages
{
    private const int Shown = 50;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/administration");
        pages.MapGet("", UsersAsync).Needs(Permission.Administer);
        pages.MapPost("/users", AddAsync).Needs(Permission.Administer);
        pages.MapPost("/users/{id:guid}/link", LinkAsync).Needs(Permission.Administer);
        pages.MapPost("/users/{id:guid}/roles", RolesAsync).Needs(Permission.Administer);
        pages.MapPost("/users/{id:guid}/standing", StandingAsync).Needs(Permission.Administer);
        pages
            .MapPost(
                "/users/{id:guid}/close",
                (Guid id, HttpContext http, UserManager<User> users, Accounts accounts) =>
                    CloseAsync(id, true, http, users, accounts)
            )
            .Needs(Permission.Administer);
        pages
            .MapPost(
                "/users/{id:guid}/open",
                (Guid id, HttpContext http, UserManager<User> users, Accounts accounts) =>
                    CloseAsync(id, false, http, users, accounts)
            )
            .Needs(Permission.Administer);
        pages.MapGet("/audit", AuditAsync).Needs(Permission.ReadAudit);
    }

    private static async Task<IResult> UsersAsync(HttpContext http, UserManager<User> users, Database database) =>
        Page(await ModelAsync(http, users, database));

    private static async Task<IResult> AddAsync(
        HttpContext http,
        UserManager<User> users,
        Accounts accounts,
        OneTimeLinks links,
        Database database,
        IFormCollection form
    )
    {
        var name = form["name"].ToString();
        var holds = Roles(form["roles"]);
        var standing = StandingForm.Read(form);
        var problems = standing.Problems;
        if (holds.Count == 0)
        {
            problems = [AccessProblems.RolesMissing(), .. problems];
        }
        User? user = null;
        if (problems.Count == 0)
        {
            (user, problems) = await accounts.MakeAsync(
                name,
                null,
                holds,
                Caller.Of(http)!.Id,
                standing.Component,
                standing.Clearance
            );
        }
        var model = await ModelAsync(http, users, database);
        return user is null
            ? Page(
                model with
                {
                    TypedName = name,
                    TypedRoles = holds,
                    TypedStanding = standing,
                    Problems = problems,
                },
                422
            )
            : Page(
                model with
                {
                    LinkFor = user.UserName,
                    Link = await AddressAsync(http, links, user, OneTimeLinks.Invitation),
                }
            );
    }

    private static async Task<IResult> LinkAsync(
        Guid id,
        HttpContext http,
        UserManager<User> users,
        Accounts accounts,
        OneTimeLinks links,
        Database database
    )
    {
        var user = await FindAsync(users, id);
        await accounts.NoteAsync(Caller.Of(http)!.Id, "user.link_made", user);
        var link = await AddressAsync(http, links, user, OneTimeLinks.Reset);
        return Page(await ModelAsync(http, users, database) with { LinkFor = user.UserName, Link = link });
    }

    private static async Task<IResult> RolesAsync(
        Guid id,
        HttpContext http,
        UserManager<User> users,
        Accounts accounts,
        IFormCollection form
    )
    {
        var user = await FindAsync(users, id);
        var caller = Caller.Of(http)!;
        var holds = Roles(form["roles"]);
        if (holds.Count == 0)
        {
            throw AccessProblems.RolesMissing().Raise();
        }
        if (user.Id.ToString() == caller.Id && !holds.Contains(Role.Administrator))
        {
            // Nobody takes the last key out of the house by mistake.
            throw AccessProblems.OwnRole().Raise();
        }
        await accounts.ChangeRolesAsync(user, holds, caller.Id);
        return Results.LocalRedirect("/administration");
    }

    private static async Task<IResult> StandingAsync(
        Guid id,
        HttpContext http,
        UserManager<User> users,
        Accounts accounts,
        IFormCollection form
    )
    {
        var user = await FindAsync(users, id);
        var standing = StandingForm.Read(form);
        if (standing.Problems is [var problem, ..])
        {
            throw problem.Raise();
        }
        await accounts.ChangeStandingAsync(user, standing.Component, standing.Clearance, Caller.Of(http)!.Id);
        return Results.LocalRedirect("/administration");
    }

    private static async Task<IResult> CloseAsync(
        Guid id,
        bool close,
        HttpContext http,
        UserManager<User> users,
        Accounts accounts
    )
    {
        var user = await FindAsync(users, id);
        var caller = Caller.Of(http)!;
        if (user.Id.ToString() == caller.Id)
        {
            throw AccessProblems.OwnRole().Raise();
        }
        user.Disabled = close;
        // A changed stamp ends the open sessions.
        await accounts.MustAsync(
            caller.Id,
            close ? "user.closed" : "user.opened",
            user,
            [() => users.UpdateSecurityStampAsync(user)]
        );
        return Results.LocalRedirect("/administration");
    }

    private static async Task<IResult> AuditAsync(
        Database database,
        AuditLog audit,
        UserManager<User> users,
        long? before = null,
        string? verify = null
    )
    {
        await using var c = await database.OpenAsync();
        var lines = (
            await c.QueryAsync<AuditLine>(
                "SELECT seq, at, actor, action, subject, detail FROM audit_entry WHERE seq < @before ORDER BY seq DESC LIMIT @Shown",
                new { before = before ?? long.MaxValue, Shown }
            )
        ).AsList();
        // Walks every entry ever written; only when somebody asks.
        var verdict = verify == "1" ? await audit.VerifyAsync(c) : null;
        var names = await users.Users.ToDictionaryAsync(u => u.Id.ToString(), u => u.UserName!);
        return new RazorComponentResult<AuditPage>(
            new { Model = new AuditModel(lines, names, verdict, before is not null) }
        );
    }

    private static async Task<User> FindAsync(UserManager<User> users, Guid id) =>
        await users.FindByIdAsync(id.ToString()) ?? throw FoundationProblems.NotFound("account").Raise();

    private static HashSet<Role> Roles(IEnumerable<string?> names) =>
        // By whole names: parsing would also take a number that is no role.
        [.. Enum.GetValues<Role>().Where(r => names.Contains(r.ToString()))];

    private static async Task<string> AddressAsync(HttpContext http, OneTimeLinks links, User user, string purpose) =>
        $"{http.Request.Scheme}://{http.Request.Host}/link?token={await links.MakeAsync(purpose, user.Id)}";

    private static async Task<UsersModel> ModelAsync(HttpContext http, UserManager<User> users, Database database)
    {
        var rows = new List<UserRow>();
        foreach (var user in await users.Users.OrderBy(u => u.UserName).ToListAsync())
        {
            rows.Add(
                new UserRow(
                    user.Id,
                    user.UserName!,
                    [.. (await users.GetRolesAsync(user)).Select(Enum.Parse<Role>).Order()],
                    user.TwoFactorEnabled,
                    user.Disabled,
                    new StandingForm(user.Component, user.Clearance, [])
                )
            );
        }
        await using var c = await database.OpenAsync();
        return new UsersModel
        {
            Users = rows,
            Engine = database.Engine.ToString(),
            Schema = await c.ExecuteScalarAsync<int>("SELECT max(version) FROM schema_version"),
            Folder = database.DataFolder,
            MayGrant = Caller.Of(http)!.May(Permission.Grant),
            AuditEntries = await c.ExecuteScalarAsync<long>("SELECT count(*) FROM audit_entry"),
        };
    }

    private static IResult Page(UsersModel model, int status = 200) =>
        new RazorComponentResult<UsersPage>(new { Model = model }) { StatusCode = status };
}

public sealed record UserRow(
    Guid Id,
    string Name,
    IReadOnlyList<Role> Roles,
    bool SecondStep,
    bool Closed,
    StandingForm Standing
);

/// <summary>Component and clearance of an account, as a form has them.</summary>
/// <param name="Section">Name of a <see cref="Access.Component"/>; null: none.</param>
/// <param name="Problems">What was typed and is neither.</param>
public sealed record StandingForm(string? Section, int Clearance, IReadOnlyList<Problem> Problems)
{
    /// <summary>Of a new account: its roles alone bind it.</summary>
    public static StandingForm Usual { get; } = new(null, 2, []);

    public Component? Component => Enum.TryParse<Component>(Section, out var component) ? component : null;

    public static StandingForm Read(IFormCollection form)
    {
        var (section, clearance) = (form["component"].ToString(), form["clearance"].ToString());
        var problems = new List<Problem>();
        // By whole names: parsing would also take a number that is no component.
        if (section.Length > 0 && !Enum.GetNames<Component>().Contains(section))
        {
            problems.Add(AccessProblems.ComponentUnknown(section));
        }
        if (clearance is not ("0" or "1" or "2"))
        {
            problems.Add(AccessProblems.ClearanceUnknown(clearance));
        }
        return new(section.Length == 0 ? null : section, clearance is "0" or "1" ? clearance[0] - '0' : 2, problems);
    }
}

public sealed record UsersModel
{
    public required IReadOnlyList<UserRow> Users { get; init; }
    public required string Engine { get; init; }
    public required int Schema { get; init; }
    public required string Folder { get; init; }
    public required long AuditEntries { get; init; }
    public required bool MayGrant { get; init; }
    public string? TypedName { get; init; }
    public IReadOnlySet<Role> TypedRoles { get; init; } = new HashSet<Role>();
    public StandingForm TypedStanding { get; init; } = StandingForm.Usual;

    /// <summary>A link just made, shown this once.</summary>
    public string? Link { get; init; }
    public string? LinkFor { get; init; }
    public IReadOnlyList<Problem> Problems { get; init; } = [];
}

public sealed class AuditLine
{
    public long Seq { get; init; }
    public string At { get; init; } = "";
    public string Actor { get; init; } = "";
    public string Action { get; init; } = "";
    public string Subject { get; init; } = "";
    public string Detail { get; init; } = "";
}

/// <param name="Names">Names of accounts by id, for the reader of the log.</param>
/// <param name="Verdict">Whether the chain holds; null: nobody asked.</param>
public sealed record AuditModel(
    IReadOnlyList<AuditLine> Lines,
    IReadOnlyDictionary<string, string> Names,
    AuditVerdict? Verdict,
    bool Older
);
