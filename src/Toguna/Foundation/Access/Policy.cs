using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;

namespace Toguna.Foundation.Access;

/// <summary>Who may do what: the one place where it is decided.</summary>
public static class Policy
{
    private static readonly Dictionary<Role, Permission[]> Allowed = new()
    {
        [Role.Reporter] = [],
        [Role.DutyOfficer] = [Permission.Read, Permission.Write, Permission.Export, Permission.Lock],
        [Role.ProtectionAdviser] = [Permission.Read, Permission.Export],
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
        ],
        [Role.Analyst] =
        [
            Permission.Read,
            Permission.Write,
            Permission.Verify,
            Permission.Rearrange,
            Permission.Import,
            Permission.Export,
        ],
        [Role.FocalPoint] = [Permission.Read],
        [Role.Leadership] = [Permission.Read, Permission.Export, Permission.Lock],
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
        ],
    };

    /// <summary>Roles whose password alone must not open anything: who makes accounts, and who will see identities.</summary>
    public static bool NeedsSecondStep(Role role) => role is Role.Administrator or Role.HumanRightsOfficer;

    public static bool Allows(Role role, Permission permission) => Allowed[role].Contains(permission);

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
        ) && Enum.GetValues<Role>().Any(r => Allows(r, permission) && context.User.IsInRole(r.ToString()));
}
