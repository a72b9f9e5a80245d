using Microsoft.AspNetCore.Identity;

namespace Toguna.Foundation.Access;

/// <summary>Refusals of accounts and sign-in.</summary>
public static class AccessProblems
{
    /// <summary>One sentence for a wrong name, a wrong password, a locked and a disabled account: nothing can be learned from it.</summary>
    public static Problem SignInRefused() => Make("sign_in_refused", 422);

    public static Problem CodeRefused() => Make("code_refused", 422);

    public static Problem PasskeyRefused() => Make("passkey_refused", 422);

    public static Problem LinkUsed() => Make("link_used", 410);

    public static Problem NameTaken(string name) => Make("name_taken", 422, name) with { Field = "name" };

    public static Problem NameInvalid(string name) => Make("name_invalid", 422, name) with { Field = "name" };

    public static Problem PasswordWeak() => Make("password_weak", 422) with { Field = "password" };

    public static Problem PasswordsDiffer() => Make("passwords_differ", 422) with { Field = "again" };

    public static Problem PasswordWrong() => Make("password_wrong", 422) with { Field = "current" };

    public static Problem RolesMissing() => Make("roles_missing", 422) with { Field = "roles" };

    public static Problem ChangedMeanwhile() => Make("changed_meanwhile", 409);

    public static Problem HostUnknown(string host) => Make("host_unknown", 400, host);

    public static Problem OwnRole() => Make("own_role", 409);

    public static Problem ComponentUnknown(string value) =>
        Make("component_unknown", 422, value) with
        {
            Field = "component",
        };

    public static Problem ClearanceUnknown(string value) =>
        Make("clearance_unknown", 422, value) with
        {
            Field = "clearance",
        };

    public static Problem GranteeUnknown() => Make("grantee_unknown", 422);

    public static Problem GrantOwn() => Make("grant_own", 422);

    /// <summary>Also what the caller may not grant: from outside the two look the same.</summary>
    public static Problem GrantWhat() => Make("grant_what", 422);

    public static Problem GrantPartner() => Make("grant_partner", 422);

    public static Problem GrantUntil(string value, string first, string last) =>
        Make("grant_until", 422, value, first, last);

    public static Problem GrantReasonMissing() => Make("grant_reason", 422);

    public static Problem GrantOver() => Make("grant_over", 409);

    /// <summary>What Identity refused, in our words; every rule about passwords is one: long enough and not one letter.</summary>
    public static IReadOnlyList<Problem> Of(IdentityResult result, string name) =>
        [
            .. result
                .Errors.Select(e =>
                    e.Code switch
                    {
                        "DuplicateUserName" => NameTaken(name),
                        "InvalidUserName" => NameInvalid(name),
                        "PasswordMismatch" => PasswordWrong(),
                        _ => PasswordWeak(),
                    }
                )
                .DistinctBy(p => p.Name),
        ];

    private static Problem Make(string name, int status, params object?[] args) =>
        new(typeof(AccessProblems), name, status, args);
}
