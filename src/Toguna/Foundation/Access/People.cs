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
        IEnumerable<string> ids
    )
    {
        var accounts = ids.Where(id => Guid.TryParse(id, out _))
            .Select(id => id.ToLowerInvariant())
            .Distinct()
            .ToList();
        if (accounts.Count == 0)
        {
            return new Dictionary<string, string>();
        }
        // The one engine keeps them as text in capitals, the other as what they are.
        var rows = await c.QueryAsync<(string Id, string Name)>(
            $"""
            SELECT lower(CAST("Id" AS text)) AS id, "UserName" AS name FROM user_account
            WHERE {Dialect.In(engine, "lower(CAST(\"Id\" AS text))", "accounts")}
            """,
            new { accounts = Dialect.List(engine, accounts) }
        );
        return rows.ToDictionary(r => r.Id, r => r.Name);
    }
}
