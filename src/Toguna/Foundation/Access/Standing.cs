using System.Data.Common;
using System.Security.Claims;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;
using Toguna.Foundation.Storage;

namespace Toguna.Foundation.Access;

/// <summary>What an account may see beside its roles, at this moment: section, own bound, and what was opened to it for a time.</summary>
/// <remarks>Read anew with each request: what was revoked or has run out is closed at once.</remarks>
public sealed record Standing(Component? Component, int Bound, int Lifted, IReadOnlySet<Guid> Compartments)
{
    /// <summary>Of whom nothing is known: sees nothing that is not open to all.</summary>
    public static Standing None { get; } = new(null, 0, 0, new HashSet<Guid>());

    /// <summary>The program itself and whoever works at its data folder; compartments are not for them.</summary>
    public static Standing Full { get; } = new(null, 2, 0, new HashSet<Guid>());

    /// <summary>What is read of the account <c>u</c> and each of its open grants <c>g</c>.</summary>
    internal const string Columns =
        """u."Component" AS component, u."Clearance" AS bound, g.compartment_id, coalesce(g.clearance, 0) AS lifted""";

    /// <summary>The condition of a grant that holds at <c>@now</c>.</summary>
    internal const string OpenGrant = """g.user_id = u."Id" AND g.revoked_at IS NULL AND g.until > @now""";

    public static async Task<Standing> OfAsync(
        DbConnection c,
        Guid account,
        DateTimeOffset now,
        DbTransaction? tx = null
    ) =>
        Of(
            await c.QueryAsync<Row>(
                $"""
                SELECT {Columns} FROM user_account u LEFT JOIN access_grant g ON {OpenGrant} WHERE u."Id" = @account
                """,
                new { account, now },
                tx
            )
        ) ?? None;

    /// <summary>One row for each open grant of one account, or one without a grant; null: there is no row.</summary>
    internal static Standing? Of(IEnumerable<Row> found) =>
        found.ToList() is [var first, ..] and var rows
            ? new Standing(
                Enum.TryParse<Component>(first.Component, out var component) ? component : null,
                first.Bound,
                rows.Max(g => g.Lifted),
                rows.Select(g => g.CompartmentId).OfType<Guid>().ToHashSet()
            )
            : null;

    /// <summary>Every signed-in request carries its standing.</summary>
    internal static void Use(IApplicationBuilder app) =>
        app.Use(
            async (http, next) =>
            {
                // A style sheet asks nobody who they are.
                if (
                    http.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is null
                    && Guid.TryParse(http.User.FindFirstValue(ClaimTypes.NameIdentifier), out var account)
                )
                {
                    http.Features.Set(
                        // A cookie was asked for it when it was looked at; a token was not.
                        http.Features.Get<StandingOfSession>()
                            is { } asked
                        && asked.Account == account
                            ? asked.Standing
                            : await AskAsync(http, account)
                    );
                }
                await next();
            }
        );

    private static async Task<Standing> AskAsync(HttpContext http, Guid account)
    {
        var services = http.RequestServices;
        await using var c = await services.GetRequiredService<Database>().OpenAsync(http.RequestAborted);
        return await OfAsync(c, account, services.GetRequiredService<TimeProvider>().GetUtcNow());
    }

    internal class Row
    {
        public string? Component { get; init; }
        public int Bound { get; init; }
        public int Lifted { get; init; }
        public Guid? CompartmentId { get; init; }
    }
}
