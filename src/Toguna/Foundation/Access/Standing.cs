using System.Data.Common;
using System.Security.Claims;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
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
        var row = await c.QuerySingleOrDefaultAsync<Row>(
            """SELECT "Component" AS component, "Clearance" AS clearance FROM user_account WHERE "Id" = @account""",
            new { account },
            tx
        );
        if (row is null)
        {
            return None;
        }
        var grants = await c.QueryAsync<Row>(
            """
            SELECT compartment_id, coalesce(clearance, 0) AS clearance FROM access_grant
            WHERE user_id = @account AND revoked_at IS NULL AND until > @now
            """,
            new { account, now },
            tx
        );
        var open = grants.AsList();
        return new Standing(
            Enum.TryParse<Component>(row.Component, out var component) ? component : null,
            row.Clearance,
            open.Select(g => g.Clearance).DefaultIfEmpty(0).Max(),
            open.Select(g => g.CompartmentId).OfType<Guid>().ToHashSet()
        );
    }

    /// <summary>Every signed-in request carries its standing.</summary>
    internal static void Use(IApplicationBuilder app) =>
        app.Use(
            async (http, next) =>
            {
                if (Guid.TryParse(http.User.FindFirstValue(ClaimTypes.NameIdentifier), out var account))
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
        public int Clearance { get; init; }
        public Guid? CompartmentId { get; init; }
    }
}
