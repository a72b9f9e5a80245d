using System.Data.Common;
using System.Security.Cryptography;
using Dapper;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;

namespace Toguna.Record.Rearrangements;

/// <summary>The incidents that a bulk change is about: those that were picked, or all that a filter finds.</summary>
/// <param name="Versions">By id, in the order of their numbers; only those the caller may know of.</param>
internal sealed record BulkSelection(IReadOnlyDictionary<Guid, int> Versions)
{
    /// <summary>Most incidents of one bulk change.</summary>
    public const int Most = 5_000;

    /// <summary>The same for the same incidents in the same versions: what was seen is what is changed.</summary>
    public string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (id, version) in Versions.OrderBy(v => v.Key))
        {
            hash.AppendData(id.ToByteArray(bigEndian: true));
            hash.AppendData(BitConverter.GetBytes(version));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <param name="picked">Numbers or ids; empty: all that the filter finds.</param>
    /// <returns>The selection, or why it cannot be one.</returns>
    public static async Task<(BulkSelection, Problem?)> FindAsync(
        DbConnection c,
        Engine engine,
        IncidentBook book,
        IReadOnlyCollection<string> picked,
        IncidentFilter filter,
        Caller caller,
        CancellationToken ct
    )
    {
        var found = await book.FindAsync(picked.Count > 0 ? IncidentFilter.None : filter, ct);
        var (where, parameters) = IncidentFilterSql.Where(engine, found, caller);
        if (picked.Count > 0)
        {
            var ids = picked.Select(p => Guid.TryParse(p, out var id) ? id : (Guid?)null).OfType<Guid>();
            where += $" AND {Dialect.InIds(engine, "i.incident_id", "picked")}";
            parameters.Add("picked", Dialect.List(engine, ids));
        }
        var count = await c.ExecuteScalarAsync<long>($"SELECT count(*) FROM incident i WHERE {where}", parameters);
        if (count > Most)
        {
            return (new(new Dictionary<Guid, int>()), RecordProblems.BulkTooMany(count, Most));
        }
        var rows = await c.QueryAsync<Row>(
            $"SELECT i.incident_id, i.version FROM incident i WHERE {where} ORDER BY i.number",
            parameters
        );
        var versions = rows.ToDictionary(r => r.IncidentId, r => r.Version);
        return (new(versions), versions.Count == 0 ? RecordProblems.BulkNoneFound() : null);
    }

    private sealed class Row
    {
        public Guid IncidentId { get; init; }
        public int Version { get; init; }
    }
}
