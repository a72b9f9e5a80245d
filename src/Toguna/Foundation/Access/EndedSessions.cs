using System.Security.Cryptography;
using Dapper;
using Microsoft.AspNetCore.Authentication;
using Toguna.Foundation.Storage;

namespace Toguna.Foundation.Access;

/// <summary>Sessions whose person has signed out: a copy of the cookie that somebody took before opens nothing.</summary>
/// <remarks>Kept beside the account's other tokens until the session would have ended by itself. Thread-safe.</remarks>
internal sealed class EndedSessions(Database database)
{
    /// <summary>Where they are kept.</summary>
    public const string Provider = "ended";

    private const string Item = "session";

    /// <summary>Gives a session that begins a name of its own.</summary>
    public static void Begin(AuthenticationProperties session) =>
        session.Items.TryAdd(Item, RandomNumberGenerator.GetHexString(32, lowercase: true));

    /// <param name="user">Whose session it is.</param>
    /// <param name="lifetime">How long a session lasts at most without being used.</param>
    public Task EndAsync(Guid user, AuthenticationProperties? session, TimeSpan lifetime) =>
        session is null || !session.Items.TryGetValue(Item, out var name)
            ? Task.CompletedTask
            : database.WriteAsync(async tx =>
            {
                await tx.ExecuteAsync(
                    """
                    DELETE FROM user_token WHERE "UserId" = @user AND "LoginProvider" = @Provider AND "Value" < @now
                    """,
                    new
                    {
                        user,
                        Provider,
                        now = Dialect.Instant(tx.Now),
                    }
                );
                await tx.ExecuteAsync(
                    """
                    INSERT INTO user_token ("UserId", "LoginProvider", "Name", "Value") VALUES (@user, @Provider, @name, @until)
                    ON CONFLICT DO NOTHING
                    """,
                    new
                    {
                        user,
                        Provider,
                        name,
                        until = Dialect.Instant(tx.Now + lifetime),
                    }
                );
            });

    /// <summary>The name of a session; null: it is none of ours.</summary>
    public static string? NameOf(AuthenticationProperties session) =>
        session.Items.TryGetValue(Item, out var name) ? name : null;
}
