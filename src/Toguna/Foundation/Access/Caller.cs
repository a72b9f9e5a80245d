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
}

/// <summary>Who asks: a signed-in person, a token, or the command line of the machine itself.</summary>
/// <param name="Id">A user's id; <c>command-line</c> and <c>system</c> are the program's own.</param>
/// <param name="Name">For the page's head; never in a log.</param>
public sealed record Caller(string Id, string Name, IReadOnlySet<Role> Roles)
{
    public static Caller CommandLine { get; } =
        new("command-line", "command line", new HashSet<Role>(Enum.GetValues<Role>()));

    public static Caller System { get; } = new("system", "system", new HashSet<Role>(Enum.GetValues<Role>()));

    public bool May(Permission permission) => Roles.Any(r => Policy.Allows(r, permission));

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
            roles
        );
    }
}
