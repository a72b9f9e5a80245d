using Toguna.Foundation.Storage;

namespace Toguna.Record.Places;

/// <summary>Writes rows of a gazetteer: new ones in bulk, changed ones by id, unchanged ones not at all.</summary>
public static class PlaceWriter
{
    /// <param name="rows">Of one gazetteer; no id twice.</param>
    public static async Task<GazetteerCounts> SaveAsync(
        WriteScope tx,
        string gazetteer,
        IReadOnlyList<GazetteerRow> rows,
        Guid? importId
    )
    {
        if (rows.Count == 0)
        {
            return GazetteerCounts.None;
        }
        var known = (
            await tx.QueryAsync<Known>(
                $"SELECT place_id, external_id, fingerprint FROM place WHERE gazetteer = @gazetteer AND {Dialect.In(tx.Engine, "external_id", "ids")}",
                new { gazetteer, ids = Dialect.List(tx.Engine, rows.Select(r => r.ExternalId)) }
            )
        ).ToDictionary(k => k.ExternalId, StringComparer.Ordinal);
        var created = new List<(Guid Id, GazetteerRow Row, byte[] Fingerprint)>();
        var changed = new List<(Guid Id, GazetteerRow Row, byte[] Fingerprint)>();
        foreach (var row in rows)
        {
            var fingerprint = row.Fingerprint();
            if (!known.TryGetValue(row.ExternalId, out var old))
            {
                created.Add((tx.NewId(), row, fingerprint));
            }
            else if (!fingerprint.AsSpan().SequenceEqual(old.Fingerprint))
            {
                changed.Add((old.PlaceId, row, fingerprint));
            }
        }
        await UpdateAsync(tx, changed);
        await PlaceBulk.InsertAsync(
            tx,
            PlaceBulk.Place,
            created.Select(c => PlaceValues(c.Id, gazetteer, c.Row, importId, c.Fingerprint))
        );
        var written = created.Concat(changed).ToList();
        await PlaceBulk.InsertAsync(tx, PlaceBulk.Name, written.SelectMany(w => NameValues(w.Id, w.Row)));
        await PlaceBulk.InsertAsync(
            tx,
            PlaceBulk.Area,
            written.Where(w => w.Row.Outline is not null).Select(w => AreaValues(w.Id, w.Row))
        );
        return new GazetteerCounts(
            rows.Count,
            created.Count,
            changed.Count,
            rows.Count - created.Count - changed.Count,
            0,
            0
        );
    }

    private static async Task UpdateAsync(WriteScope tx, List<(Guid Id, GazetteerRow Row, byte[] Fingerprint)> changed)
    {
        if (changed.Count == 0)
        {
            return;
        }
        var ids = Dialect.List(tx.Engine, changed.Select(c => c.Id));
        await tx.ExecuteAsync(
            $"DELETE FROM place_name WHERE {Dialect.InIds(tx.Engine, "place_id", "ids")}",
            new { ids }
        );
        await tx.ExecuteAsync(
            $"DELETE FROM place_area WHERE {Dialect.InIds(tx.Engine, "place_id", "ids")}",
            new { ids }
        );
        foreach (var (id, row, fingerprint) in changed)
        {
            await tx.ExecuteAsync(
                """
                UPDATE place SET name = @Name, kind = @Kind, admin_level = @AdminLevel, feature = @Feature, pcode = @Pcode,
                  country_code = @CountryCode, latitude = @Latitude, longitude = @Longitude, population = @Population,
                  valid_from = @ValidFrom, own_key = @OwnKey, parent_key = @ParentKey, fingerprint = @fingerprint,
                  parent_id = CASE WHEN parent_key = @ParentKey THEN parent_id END
                WHERE place_id = @id
                """,
                new
                {
                    row.Name,
                    row.Kind,
                    row.AdminLevel,
                    row.Feature,
                    row.Pcode,
                    row.CountryCode,
                    row.Latitude,
                    row.Longitude,
                    row.Population,
                    row.ValidFrom,
                    row.OwnKey,
                    row.ParentKey,
                    fingerprint,
                    id,
                }
            );
        }
    }

    private static object?[] PlaceValues(
        Guid id,
        string gazetteer,
        GazetteerRow row,
        Guid? importId,
        byte[] fingerprint
    ) =>
        [
            id,
            gazetteer,
            row.ExternalId,
            row.Name,
            row.Kind,
            row.AdminLevel,
            row.Feature,
            row.Pcode,
            row.CountryCode,
            row.Latitude,
            row.Longitude,
            row.Population,
            row.ValidFrom,
            importId,
            row.OwnKey,
            row.ParentKey,
            fingerprint,
        ];

    /// <summary>Every name that leaves a key; the main one first, each spelling once.</summary>
    private static IEnumerable<object?[]> NameValues(Guid id, GazetteerRow row)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, language) in row.OtherNames.Prepend((row.Name, null)))
        {
            if (!seen.Add(name))
            {
                continue;
            }
            var key = PlaceKeys.Of(name);
            if (key.Length > 0)
            {
                yield return [id, name, key, PlaceKeys.Reverse(key), language, row.Weight];
            }
        }
    }

    private static object?[] AreaValues(Guid id, GazetteerRow row)
    {
        var outline = row.Outline!;
        return [id, row.AdminLevel ?? 0, outline.West, outline.South, outline.East, outline.North, outline.Wkb];
    }

    private sealed class Known
    {
        public Guid PlaceId { get; init; }
        public string ExternalId { get; init; } = "";
        public byte[]? Fingerprint { get; init; }
    }
}
