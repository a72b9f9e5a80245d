using System.Runtime.CompilerServices;
using Dapper;
using Toguna.Foundation.Storage;

namespace Toguna.Record.Series;

/// <summary>A value with where it stands written.</summary>
internal sealed class SeriesRow
{
    public Guid PlaceId { get; init; }
    public DateOnly DateFrom { get; init; }
    public DateOnly DateTo { get; init; }
    public double Value { get; init; }
    public double? Low { get; init; }
    public double? High { get; init; }
    public string? Warnings { get; init; }
    public string FileName { get; init; } = "";
    public long Line { get; init; }
}

/// <summary>All values of a series, place by place, one at a time.</summary>
internal static class SeriesRows
{
    public static async IAsyncEnumerable<SeriesRow> ReadAsync(
        Database database,
        SeriesHead series,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        await using var c = await database.OpenAsync(ct);
        var rows = c.QueryUnbufferedAsync<SeriesRow>(
            """
            SELECT v.place_id, v.date_from, v.date_to, v.value, v.low, v.high, v.warnings, m.file_name, r.line FROM series_value v
            JOIN import m ON m.import_id = v.import_id JOIN series_row r ON r.row_id = v.row_id
            WHERE v.series_id = @SeriesId ORDER BY v.place_id, v.date_from, v.date_to
            """,
            new { series.SeriesId }
        );
        await foreach (var row in rows.WithCancellation(ct))
        {
            yield return row;
        }
    }
}
