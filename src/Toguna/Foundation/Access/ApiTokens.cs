using System.Buffers.Text;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Dapper;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Storage;

namespace Toguna.Foundation.Access;

/// <summary>Tokens for programs that read: made and revoked by their person, never more than that person may.</summary>
/// <remarks>A token is <c>tgn_</c> and 256 random bits; only its SHA-256 is kept. It lives at most a year.</remarks>
public sealed class ApiTokens(Database database, AuditLog audit, TimeProvider clock)
{
    public const string Scheme = "token";
    public const string ScopeClaim = "scope";
    private const string Prefix = "tgn_";
    private const int LongestName = 60;
    private static readonly TimeSpan Life = TimeSpan.FromDays(365);
    private static readonly TimeSpan NoteEvery = TimeSpan.FromMinutes(5);

    /// <summary>Everything a token can be for, and the permission its person needs for it.</summary>
    private static readonly Dictionary<string, Permission> Known = new()
    {
        ["read"] = Permission.Read,
        ["export"] = Permission.Export,
        ["warn"] = Permission.Warn,
    };

    public static IReadOnlyList<string> ScopesOf(Caller caller) =>
        [.. Known.Where(k => caller.May(k.Value)).Select(k => k.Key)];

    /// <summary>The scope that covers a permission; null: no token can do it.</summary>
    public static string? ScopeFor(Permission permission) => Known.FirstOrDefault(k => k.Value == permission).Key;

    public async Task<string> MakeAsync(Guid userId, string name, IReadOnlyCollection<string> scopes)
    {
        var token = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var kept = scopes.Where(Known.ContainsKey).Distinct().DefaultIfEmpty("read").ToArray();
        await database.WriteAsync(async tx =>
        {
            var id = tx.NewId();
            await tx.ExecuteAsync(
                """
                INSERT INTO api_token (token_id, user_id, name, hash, scopes, created_at, expires_at)
                VALUES (@id, @userId, @Name, @Hash, @Scopes, @Now, @Expires)
                """,
                new
                {
                    id,
                    userId,
                    Name = name.Trim() is { Length: > 0 } n ? n[..Math.Min(n.Length, LongestName)] : "API",
                    Hash = HashOf(token),
                    Scopes = string.Join(',', kept),
                    tx.Now,
                    Expires = tx.Now + Life,
                }
            );
            await audit.AppendAsync(tx, userId.ToString(), "token.made", $"token:{id}", new { scopes = kept });
        });
        return token;
    }

    public async Task<IReadOnlyList<ApiToken>> OfAsync(Guid userId)
    {
        await using var c = await database.OpenAsync();
        var found = await c.QueryAsync<ApiToken>(
            """
            SELECT token_id, user_id, name, scopes, expires_at, last_used_at FROM api_token
            WHERE user_id = @userId AND revoked_at IS NULL AND expires_at > @Now ORDER BY token_id
            """,
            new { userId, Now = clock.GetUtcNow() }
        );
        return found.AsList();
    }

    public Task RevokeAsync(Guid id, Guid userId) =>
        database.WriteAsync(async tx =>
        {
            await tx.ExecuteAsync(
                "UPDATE api_token SET revoked_at = @Now WHERE token_id = @id AND user_id = @userId AND revoked_at IS NULL",
                new
                {
                    id,
                    userId,
                    tx.Now,
                }
            );
            await audit.AppendAsync(tx, userId.ToString(), "token.revoked", $"token:{id}");
        });

    /// <summary>The token that was presented, if it still opens anything; notes that it was used.</summary>
    /// <remarks>Reads beside whoever writes; waits for the writer only when the note of the last use is due.</remarks>
    public async Task<ApiToken?> UseAsync(string presented)
    {
        await using var c = await database.OpenAsync();
        var now = clock.GetUtcNow();
        var token = await c.QuerySingleOrDefaultAsync<ApiToken>(
            """
            SELECT token_id, user_id, name, scopes, expires_at, last_used_at FROM api_token
            WHERE hash = @Hash AND revoked_at IS NULL AND expires_at > @Now
            """,
            new { Hash = HashOf(presented), Now = now }
        );
        if (token is not null && (token.LastUsedAt is null || now - token.LastUsedAt > NoteEvery))
        {
            await database.WriteAsync(tx =>
                tx.ExecuteAsync(
                    "UPDATE api_token SET last_used_at = @Now WHERE token_id = @TokenId",
                    new { token.TokenId, tx.Now }
                )
            );
        }
        return token;
    }

    private static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}

public sealed class ApiToken
{
    public Guid TokenId { get; init; }
    public Guid UserId { get; init; }
    public string Name { get; init; } = "";
    public string Scopes { get; init; } = "";
    public DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? LastUsedAt { get; init; }
}

/// <summary>Signs in a request under <c>/api</c> by <c>Authorization: Bearer tgn_…</c>; the person's roles and the token's scopes both count.</summary>
internal sealed class TokenHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    ApiTokens tokens,
    UserManager<User> users
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private const string Bearer = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }
        var token = await tokens.UseAsync(header[Bearer.Length..].Trim());
        var user = token is null ? null : await users.FindByIdAsync(token.UserId.ToString());
        if (token is null || user is null || user.Disabled)
        {
            return AuthenticateResult.Fail("unknown, expired or revoked");
        }
        var identity = new ClaimsIdentity(ApiTokens.Scheme);
        identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, user.Id.ToString()));
        identity.AddClaim(new Claim(ClaimTypes.Name, user.UserName!));
        identity.AddClaims((await users.GetRolesAsync(user)).Select(r => new Claim(ClaimTypes.Role, r)));
        identity.AddClaims(token.Scopes.Split(',').Select(s => new Claim(ApiTokens.ScopeClaim, s)));
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), ApiTokens.Scheme));
    }
}
