using System.Data.Common;
using Dapper;
using Toguna.Foundation.Storage;

namespace Toguna.Foundation.Access;

/// <summary>Names of colleagues by the id that the record and the audit log write down.</summary>
public static class People
{
    /// <param name="ids">Ids of accounts; what is none (<c>system</c>) is left out of the answer.</param>
    public static async Task<IReadOnlyDictionary<string, string>> NamesAsync(
        DbConnection c,
        Engine engine,
        IEnumerable<string> ids,
        DbTransaction? tx = null
    )
    {
        var accounts = ids.Select(id => Guid.TryParse(id, out var account) ? account : (Guid?)null)
            .OfType<Guid>()
            .Distinct()
            .ToList();
        if (accounts.Count == 0)
        {
            return new Dictionary<string, string>();
        }
        var rows = await c.QueryAsync<(Guid Id, string Name)>(
            $"""
            SELECT "Id" AS id, "UserName" AS name FROM user_account
            WHERE {Dialect.InIds(engine, "\"Id\"", "accounts")}
            """,
            new { accounts = Dialect.List(engine, accounts) },
            tx
        );
        return rows.ToDictionary(r => r.Id.ToString(), r => r.Name);
    }

    /// <summary>An account as it is now, for work that goes on without it: an import in the background.</summary>
    public static async Task<Caller> CallerAsync(WriteScope tx, Guid account)
    {
        var names = await tx.QueryAsync<string>(
            """
            SELECT r."Name" FROM user_holds_role h JOIN user_role r ON r."Id" = h."RoleId" WHERE h."UserId" = @account
            """,
            new { account }
        );
        return new Caller(
            account.ToString(),
            account.ToString(),
            names.Select(n => Enum.Parse<Role>(n)).ToHashSet(),
            await Standing.OfAsync(tx.Connection, account, tx.Now, tx.Transaction)
        );
    }
}
