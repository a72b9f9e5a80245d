using System.Data.Common;
using System.Globalization;
using System.Resources;
using Dapper;

namespace Toguna.Foundation.Access;

/// <summary>A set of records that nobody outside can see or count: a case, or one of the two that always stand.</summary>
public sealed class Compartment
{
    /// <summary>Kind of those that people open; the others are <c>conduct</c> and <c>mara</c>.</summary>
    public const string Case = "case";

    private static readonly ResourceManager Words = new(typeof(AccessText));

    public Guid CompartmentId { get; init; }
    public string Kind { get; init; } = "";

    /// <summary>Never a name, so that who may not look inside can speak of it.</summary>
    public string Code { get; init; } = "";
    public DateTimeOffset OpenedAt { get; init; }

    /// <summary>A case by its code, the others in the reader's words.</summary>
    public string Title =>
        Kind == Case ? Code : Words.GetString("compartment_" + Kind, CultureInfo.CurrentUICulture) ?? Code;

    /// <summary>All of them, those that always stand first.</summary>
    public static async Task<IReadOnlyList<Compartment>> ListAsync(DbConnection c, DbTransaction? tx = null) =>
        (
            await c.QueryAsync<Compartment>(
                $"""
                SELECT compartment_id, kind, code, opened_at FROM compartment
                ORDER BY CASE WHEN kind = '{Case}' THEN 1 ELSE 0 END, code
                """,
                transaction: tx
            )
        ).AsList();

    /// <returns>Null when there is none.</returns>
    public static Task<Compartment?> FindAsync(DbConnection c, Guid id, DbTransaction? tx = null) =>
        c.QuerySingleOrDefaultAsync<Compartment?>(
            "SELECT compartment_id, kind, code, opened_at FROM compartment WHERE compartment_id = @id",
            new { id },
            tx
        );
}
