using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;

namespace Toguna.Foundation.Access;

/// <summary>Identity's store, with authenticator keys and recovery codes sealed before they reach the database.</summary>
public sealed class SealedUserStore(AccessDb context, TokenSeal seal, IdentityErrorDescriber? describer = null)
    : UserStore<User, IdentityRole<Guid>, AccessDb, Guid>(context, describer)
{
    public override Task SetTokenAsync(
        User user,
        string loginProvider,
        string name,
        string? value,
        CancellationToken cancellationToken
    ) => base.SetTokenAsync(user, loginProvider, name, value is null ? null : seal.Seal(value), cancellationToken);

    public override async Task<string?> GetTokenAsync(
        User user,
        string loginProvider,
        string name,
        CancellationToken cancellationToken
    ) => await base.GetTokenAsync(user, loginProvider, name, cancellationToken) is { } kept ? seal.Open(kept) : null;
}
