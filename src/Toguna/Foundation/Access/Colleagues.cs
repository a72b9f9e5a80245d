using Dapper;
using Toguna.Foundation.Storage;

namespace Toguna.Foundation.Access;

/// <summary>Everybody whose account is open, with what they may do and know of at this moment.</summary>
public static class Colleagues
{
    /// <summary>In the order of their accounts; reporters and partners among them.</summary>
    public static async Task<IReadOnlyList<Caller>> AllAsync(WriteScope tx)
    {
        var held = (
            await tx.QueryAsync<(Guid Account, string Role)>(
                """
                SELECT h."UserId", r."Name" FROM user_holds_role h JOIN user_role r ON r."Id" = h."RoleId"
                """
            )
        ).ToLookup(h => h.Account, h => Enum.Parse<Role>(h.Role));
        var rows = await tx.QueryAsync<Row>(
            $"""
            SELECT u."Id" AS id, u."UserName" AS name, {Standing.Columns}
            FROM user_account u LEFT JOIN access_grant g ON {Standing.OpenGrant}
            WHERE u."Disabled" = @no ORDER BY u."Id"
            """,
            new { no = false, now = tx.Now }
        );
        return
        [
            .. rows.GroupBy(r => r.Id)
                .Select(g => new Caller(
                    g.Key.ToString(),
                    g.First().Name,
                    held[g.Key].ToHashSet(),
                    Standing.Of(g) ?? Standing.None
                )),
        ];
    }

    private sealed class Row : Standing.Row
    {
        public Guid Id { get; init; }
        public string Name { get; init; } = "";
    }
}
