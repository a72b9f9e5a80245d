using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace Toguna.Foundation.Access;

/// <summary>What somebody is in the mission; a person may hold several.</summary>
public enum Role
{
    Reporter,
    DutyOfficer,
    ProtectionAdviser,
    HumanRightsOfficer,
    Analyst,
    FocalPoint,
    Leadership,
    Researcher,
    Administrator,
}

/// <summary>What a role allows. Named after doing, not after pages.</summary>
public enum Permission
{
    Read,
    Write,

    /// <summary>Record a finding on an incident, and sign one that somebody else proposed.</summary>
    Verify,

    /// <summary>Change several incidents as one: merge, split, bulk change, and their undo.</summary>
    Rearrange,
    Import,
    Export,
    Administer,
    ReadAudit,

    /// <summary>Open and search sealed names, each time with a purpose that is audited.</summary>
    Unseal,

    /// <summary>Ask for a subject to be shredded, or confirm it: two people are needed.</summary>
    Destroy,

    /// <summary>Lock the office; opening it takes two key-holders.</summary>
    Lock,

    /// <summary>Send a report.</summary>
    Report,

    /// <summary>Decide what becomes of reports.</summary>
    Triage,

    /// <summary>Open a case and keep what belongs to it.</summary>
    KeepCases,

    /// <summary>Raise an alert, issue it, keep it true, call it off.</summary>
    Warn,

    /// <summary>Take an alert on, decide on it, ask others for tasks, close it.</summary>
    Respond,

    /// <summary>Accept or decline a task that the own component is asked for, and say what was done.</summary>
    Act,

    /// <summary>Authorise or refuse a movement, and keep what units may not be asked.</summary>
    AuthoriseMovements,

    /// <summary>Let somebody else into a compartment, or lift their clearance, for a time.</summary>
    Grant,
}

/// <summary>Who asks: a signed-in person, a token, or the command line of the machine itself.</summary>
/// <param name="Id">A user's id; <c>command-line</c> and <c>system</c> are the program's own.</param>
/// <param name="Name">For the page's head; never in a log.</param>
/// <param name="Standing">What they may see beside their roles.</param>
public sealed record Caller(string Id, string Name, IReadOnlySet<Role> Roles, Standing Standing)
{
    public static Caller CommandLine { get; } = new("command-line", "command line", Everything, Standing.Full);

    public static Caller System { get; } = new("system", "system", Everything, Standing.Full);

    /// <summary>What they may know of.</summary>
    public Reach Reach { get; private init; } = Policy.ReachOf(Roles, Standing);

    private static HashSet<Role> Everything => [.. Enum.GetValues<Role>()];

    /// <summary>Of the mission, and may know what all of it may; an external partner is not.</summary>
    public bool IsInside => Reach.Clearance >= 0;

    /// <summary>By any of the roles; a partner never more than to read what was opened to it and to report.</summary>
    public bool May(Permission permission) =>
        (Standing.Component != Component.Partner || permission is Permission.Read or Permission.Report)
        && Roles.Any(r => Policy.Allows(r, permission));

    /// <summary>The same person, asking for what may be used so.</summary>
    public Caller For(Release release) => this with { Reach = Reach with { Release = release } };

    /// <summary>The caller of a request that passed authentication; null for a stranger.</summary>
    public static Caller? Of(HttpContext http)
    {
        if (http.User.Identity?.IsAuthenticated != true)
        {
            return null;
        }
        var roles = http
            .User.FindAll(ClaimTypes.Role)
            .Select(c => Enum.TryParse<Role>(c.Value, out var role) ? role : (Role?)null)
            .OfType<Role>()
            .ToHashSet();
        return new Caller(
            http.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? "",
            http.User.FindFirstValue(ClaimTypes.Name) ?? "",
            roles,
            http.Features.Get<Standing>() ?? Standing.None
        );
    }
}
