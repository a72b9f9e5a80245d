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

    public static async Task<Standing> OfAsync(
        DbConnection c,
        Guid account,
        DateTimeOffset now,
        DbTransaction? tx = null
    )
    {
        // The account with each of its open grants, in one question.
        var rows = (
            await c.QueryAsync<Row>(
                """
                SELECT u."Component" AS component, u."Clearance" AS bound, g.compartment_id, coalesce(g.clearance, 0) AS lifted
                FROM user_account u LEFT JOIN access_grant g
                  ON g.user_id = u."Id" AND g.revoked_at IS NULL AND g.until > @now
                WHERE u."Id" = @account
                """,
                new { account, now },
                tx
            )
        ).AsList();
        return rows is [var first, ..]
            ? new Standing(
                Enum.TryParse<Component>(first.Component, out var component) ? component : null,
                first.Bound,
                rows.Max(g => g.Lifted),
                rows.Select(g => g.CompartmentId).OfType<Guid>().ToHashSet()
            )
            : None;
    }

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
                    var services = http.RequestServices;
                    await using var c = await services.GetRequiredService<Database>().OpenAsync(http.RequestAborted);
                    http.Features.Set(
                        await OfAsync(c, account, services.GetRequiredService<TimeProvider>().GetUtcNow())
                    );
                }
                await next();
            }
        );

    private sealed class Row
    {
        public string? Component { get; init; }
        public int Bound { get; init; }
        public int Lifted { get; init; }
        public Guid? CompartmentId { get; init; }
    }
}
