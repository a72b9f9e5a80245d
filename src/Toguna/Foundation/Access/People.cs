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
}
