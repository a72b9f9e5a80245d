using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Toguna.Foundation.Access;

/// <summary>Who may do what: the one place where it is decided.</summary>
public static class Policy
{
    private static readonly Dictionary<Role, Permission[]> Allowed = new()
    {
        [Role.Reporter] = [Permission.Report],
        [Role.DutyOfficer] =
        [
            Permission.Read,
            Permission.Write,
            Permission.Export,
            Permission.Lock,
            Permission.Report,
            Permission.Triage,
            Permission.Warn,
            Permission.Respond,
            Permission.Act,
        ],
        [Role.ProtectionAdviser] =
        [
            Permission.Read,
            Permission.Export,
            Permission.Report,
            Permission.Warn,
            Permission.Respond,
            Permission.Act,
            Permission.AuthoriseMovements,
        ],
        [Role.HumanRightsOfficer] =
        [
            Permission.Read,
            Permission.Write,
            Permission.Verify,
            Permission.Rearrange,
            Permission.Export,
            Permission.Unseal,
            Permission.Destroy,
            Permission.Lock,
            Permission.Report,
            Permission.Triage,
            Permission.KeepCases,
            Permission.Grant,
            Permission.Warn,
            Permission.Respond,
            Permission.Act,
        ],
        [Role.Analyst] =
        [
            Permission.Read,
            Permission.Write,
            Permission.Verify,
            Permission.Rearrange,
            Permission.Import,
            Permission.Export,
            Permission.Report,
            Permission.Warn,
        ],
        [Role.FocalPoint] = [Permission.Read, Permission.Report, Permission.Act],
        [Role.Leadership] =
        [
            Permission.Read,
            Permission.Export,
            Permission.Lock,
            Permission.Report,
            Permission.Grant,
            Permission.Warn,
            Permission.Respond,
            Permission.Act,
            Permission.AuthoriseMovements,
        ],
        [Role.Researcher] = [Permission.Read],
        [Role.Administrator] =
        [
            Permission.Read,
            Permission.Import,
            Permission.Export,
            Permission.Administer,
            Permission.ReadAudit,
            Permission.Destroy,
            Permission.Lock,
            Permission.Grant,
        ],
    };

    /// <summary>Roles whose password alone must not open anything: who makes accounts, and who will see identities.</summary>
    public static bool NeedsSecondStep(Role role) => role is Role.Administrator or Role.HumanRightsOfficer;

    public static bool Allows(Role role, Permission permission) => Allowed[role].Contains(permission);

    /// <summary>What somebody may know of, by what they are in the mission and what was opened to them.</summary>
    public static Reach ReachOf(IReadOnlySet<Role> roles, Standing standing)
    {
        var byRole = roles.Count == 0 ? -1 : roles.Max(ClearanceOf);
        return standing.Component == Component.Partner
            ? new Reach(-1, Component.Partner, false, false, standing.Compartments)
            : new Reach(
                Math.Max(Math.Min(byRole, standing.Bound), byRole < 0 ? -1 : standing.Lifted),
                standing.Component,
                roles.Contains(Role.Leadership),
                roles.Contains(Role.HumanRightsOfficer) || roles.Contains(Role.DutyOfficer),
                standing.Compartments
            );
    }

    /// <summary>How far a role may read: 0 unclassified, 1 confidential, 2 strictly confidential; −1: nothing.</summary>
    private static int ClearanceOf(Role role) =>
        role switch
        {
            Role.HumanRightsOfficer or Role.ProtectionAdviser or Role.Leadership or Role.Administrator => 2,
            Role.DutyOfficer or Role.Analyst or Role.FocalPoint => 1,
            Role.Researcher => 0,
            _ => -1,
        };

    /// <summary>Name of the authorization policy that demands <paramref name="permission"/>.</summary>
    public static string Name(Permission permission) => "may:" + permission;

    /// <summary>The endpoint answers only who may <paramref name="permission"/>; strangers are sent to sign in.</summary>
    public static TBuilder Needs<TBuilder>(this TBuilder endpoint, Permission permission)
        where TBuilder : IEndpointConventionBuilder => endpoint.RequireAuthorization(Name(permission));

    internal static void Register(AuthorizationOptions options)
    {
        foreach (var permission in Enum.GetValues<Permission>())
        {
            options.AddPolicy(
                Name(permission),
                p => p.RequireAuthenticatedUser().RequireAssertion(c => MayAny(c, permission))
            );
        }
        // Nothing is readable without sign-in, also a page whose author forgot to say so.
        options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build();
    }

    /// <summary>By role; and where a token asks, also by what the token is for.</summary>
    private static bool MayAny(AuthorizationHandlerContext context, Permission permission) =>
        (
            context.User.Identity?.AuthenticationType != ApiTokens.Scheme
            || (ApiTokens.ScopeFor(permission) is { } scope && context.User.HasClaim(ApiTokens.ScopeClaim, scope))
        )
        && context.Resource is HttpContext http
        && Caller.Of(http)?.May(permission) == true;
}
