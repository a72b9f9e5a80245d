using Toguna.Foundation.Storage;

namespace Toguna.Record.Series;

/// <summary>What a value is known by: one number per series, place and period.</summary>
internal readonly record struct ValueKey(Guid SeriesId, Guid PlaceId, DateOnly DateFrom, DateOnly DateTo);

/// <summary>A value as the database keeps it.</summary>
internal sealed class StoredValue
{
    public StoredValue() { }

    public StoredValue(ValueKey key, ValueSaid said, Guid rowId, Guid importId)
    {
        (SeriesId, PlaceId, DateFrom, DateTo) = key;
        (Value, Low, High, Warnings) = (said.Value, said.Low, said.High, said.Warnings);
        (RowId, ImportId) = (rowId, importId);
    }

    public Guid SeriesId { get; init; }
    public Guid PlaceId { get; init; }
    public DateOnly DateFrom { get; init; }
    public DateOnly DateTo { get; init; }
    public double Value { get; init; }
    public double? Low { get; init; }
    public double? High { get; init; }
    public string? Warnings { get; init; }
    public Guid RowId { get; init; }
    public Guid ImportId { get; init; }

    public ValueKey Key => new(SeriesId, PlaceId, DateFrom, DateTo);

    public object?[] Cells => [SeriesId, PlaceId, DateFrom, DateTo, Value, Low, High, Warnings, RowId, ImportId];
}

/// <summary>Reads and writes values of series inside of a transaction.</summary>
internal static class SeriesStore
{
    /// <summary>Of a <see cref="SeriesHead"/>, on alias <c>s</c>.</summary>
    public const string Columns =
        "s.series_id, s.name, s.kind, s.unit, s.decimals, s.publisher, s.licence, s.classification";

    private const string ValueColumns =
        "series_id, place_id, date_from, date_to, value, low, high, warnings, row_id, import_id";

    private static readonly (string, Cell)[] HistoryColumns =
    [
        ("history_id", Cell.Id),
        ("series_id", Cell.Id),
        ("place_id", Cell.Id),
        ("date_from", Cell.Day),
        ("date_to", Cell.Day),
        ("value", Cell.Real),
        ("low", Cell.Real),
        ("high", Cell.Real),
        ("warnings", Cell.Text),
        ("row_id", Cell.Id),
        ("import_id", Cell.Id),
        ("revised_at", Cell.Instant),
        ("revised_by", Cell.Text),
        ("revision_id", Cell.Id),
    ];

    /// <summary>What is known of some places and periods.</summary>
    public static async Task<Dictionary<ValueKey, StoredValue>> KnownAsync(WriteScope tx, IReadOnlyList<ValueKey> keys)
    {
        if (keys.Count == 0)
        {
            return [];
        }
        var rows = await tx.QueryAsync<StoredValue>(
            $"""
            SELECT {ValueColumns} FROM series_value
            WHERE {Dialect.InIds(tx.Engine, "series_id", "series")} AND {Dialect.InIds(tx.Engine, "place_id", "places")}
              AND date_from >= @From AND date_from <= @To
            """,
            new
            {
                series = Dialect.List(tx.Engine, keys.Select(k => k.SeriesId).Distinct()),
                places = Dialect.List(tx.Engine, keys.Select(k => k.PlaceId).Distinct()),
                From = keys.Min(k => k.DateFrom),
                To = keys.Max(k => k.DateFrom),
            }
        );
        return rows.ToDictionary(r => r.Key);
    }

    /// <summary>Values take a new word; what they were goes into the history.</summary>
    public static async Task ReviseAsync(
        WriteScope tx,
        List<(StoredValue Before, StoredValue After)> revised,
        string by,
        CancellationToken ct
    )
    {
        await BulkInsert.IntoAsync(
            tx,
            "series_history",
            HistoryColumns,
            revised.ConvertAll(r => (object?[])[tx.NewId(), .. r.Before.Cells, tx.Now, by, r.After.ImportId]),
            ct
        );
        foreach (var (_, after) in revised)
        {
            await SetAsync(tx, after);
        }
    }

    public static Task SetAsync(WriteScope tx, StoredValue value) =>
        tx.ExecuteAsync(
            """
            UPDATE series_value SET value = @Value, low = @Low, high = @High, warnings = @Warnings, row_id = @RowId, import_id = @ImportId
            WHERE series_id = @SeriesId AND place_id = @PlaceId AND date_from = @DateFrom AND date_to = @DateTo
            """,
            value
        );
}
