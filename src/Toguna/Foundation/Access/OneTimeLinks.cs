using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Toguna.Foundation.Storage;

namespace Toguna.Foundation.Access;

/// <summary>Links that open once: for the first administrator, an invited person, a forgotten password.</summary>
/// <remarks>Only the SHA-256 of the token is kept; a link that was used or has expired opens nothing.</remarks>
public sealed class OneTimeLinks(Database database, TimeProvider clock)
{
    public const string First = "first";
    public const string Invitation = "invitation";
    public const string Reset = "reset";

    private static readonly TimeSpan Life = TimeSpan.FromHours(24);
    private const int TokenBytes = 32;

    /// <summary>A new link's token; older unused ones of the same purpose and person are withdrawn.</summary>
    public async Task<string> MakeAsync(string purpose, Guid? userId)
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));
        await database.WriteAsync(async tx =>
        {
            await tx.ExecuteAsync(
                userId is null
                    ? "DELETE FROM one_time_link WHERE purpose = @purpose AND used_at IS NULL AND user_id IS NULL"
                    : "DELETE FROM one_time_link WHERE used_at IS NULL AND user_id = @userId",
                new { purpose, userId }
            );
            await tx.ExecuteAsync(
                "INSERT INTO one_time_link (link_hash, purpose, user_id, expires_at) VALUES (@Hash, @purpose, @userId, @Expires)",
                new
                {
                    Hash = HashOf(token),
                    purpose,
                    userId,
                    Expires = tx.Now + Life,
                }
            );
        });
        return token;
    }

    /// <summary>What the link opens; null when it is unknown, used or expired.</summary>
    public async Task<OneTimeLink?> LookAsync(string? token)
    {
        await using var c = await database.OpenAsync();
        return await c.QuerySingleOrDefaultAsync<OneTimeLink>(
            "SELECT purpose, user_id FROM one_time_link WHERE link_hash = @Hash AND used_at IS NULL AND expires_at > @Now",
            new { Hash = HashOf(token ?? ""), Now = clock.GetUtcNow() }
        );
    }

    /// <summary>Uses the link up; false when somebody was faster.</summary>
    public Task<bool> UseAsync(string token) =>
        database.WriteAsync(async tx =>
            await tx.ExecuteAsync(
                "UPDATE one_time_link SET used_at = @Now WHERE link_hash = @Hash AND used_at IS NULL AND expires_at > @Now",
                new { Hash = HashOf(token), tx.Now }
            ) == 1
        );

    private static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}

public sealed class OneTimeLink
{
    public string Purpose { get; init; } = "";
    public Guid? UserId { get; init; }
}
