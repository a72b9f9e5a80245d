using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Gather;
using Toguna.Methods.Text;

namespace Toguna.Record.Series;

/// <summary>Records rows of series: new values in bulk, changed ones with what they were, unchanged ones not at all.</summary>
internal sealed class SeriesWriter(Guid importId, string by, ColumnMapping mapping)
{
    private static readonly (string, Cell)[] RowColumns =
    [
        ("row_id", Cell.Id),
        ("import_id", Cell.Id),
        ("line", Cell.Long),
        ("verbatim", Cell.Text),
    ];

    private static readonly (string, Cell)[] ValueColumns =
    [
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
    ];

    private readonly SeriesPlaces places = new();
    private readonly Dictionary<string, SeriesHead> heads = new(StringComparer.Ordinal);
    private readonly HashSet<Guid> taken = [];
    private int? clearance;

    public async Task<StepCounts> RecordAsync(WriteScope tx, IReadOnlyList<RowSaid> rows, CancellationToken ct)
    {
        var (rejects, unchanged) = (new List<Reject>(), 0L);
        var said = new List<Said>();
        foreach (var row in rows)
        {
            if (row.Values.Count == 0)
            {
                // Nobody said how many: nothing is recorded, and what is known stays.
                unchanged++;
                continue;
            }
            var head = await HeadAsync(tx, row.Series);
            if (taken.Contains(head.SeriesId))
            {
                // Nothing of it is told, not even that its unit is another.
                rejects.Add(
                    new Reject(
                        SeriesReader.Bad(row.Row, "series", row.Series.Name, "series_taken", "a name that is free"),
                        row.Row.Verbatim
                    )
                );
                continue;
            }
            if (Differs(head, row.Series) is { } differs)
            {
                rejects.Add(
                    new Reject(
                        SeriesReader.Bad(
                            row.Row,
                            differs.Field,
                            differs.Said,
                            "series_differs",
                            $"“{differs.Known}”, as “{head.Name}” has it"
                        ),
                        row.Row.Verbatim
                    )
                );
                continue;
            }
            var place = await places.FindAsync(tx, row.Where, ct);
            if (place.Code is { } code)
            {
                var column = mapping.Columns.GetValueOrDefault(place.Field, place.Field);
                rejects.Add(
                    new Reject(SeriesReader.Bad(row.Row, column, place.Value, code, place.Expected), row.Row.Verbatim)
                );
                continue;
            }
            said.AddRange(row.Values.Select(v => new Said(row, head.SeriesId, place.Id, v)));
        }
        var known = await SeriesStore.KnownAsync(tx, said.Select(s => s.Key).ToList());
        var (made, revised) = (new List<StoredValue>(), new List<(StoredValue Before, StoredValue After)>());
        var rowIds = new Dictionary<RowSaid, Guid>(ReferenceEqualityComparer.Instance);
        foreach (var one in said)
        {
            var before = known.GetValueOrDefault(one.Key);
            switch (Decide(before, one.Value, importId))
            {
                case Verdict.Unchanged:
                    unchanged++;
                    break;
                case Verdict.Repeated:
                    rejects.Add(
                        new Reject(
                            SeriesReader.Bad(
                                one.Row.Row,
                                one.Value.Column,
                                one.Value.Value.ToString("R", System.Globalization.CultureInfo.InvariantCulture),
                                "value_repeated",
                                $"one number for a place and period: this file gives {before!.Value.ToString("R", System.Globalization.CultureInfo.InvariantCulture)} as well"
                            ),
                            one.Row.Row.Verbatim
                        )
                    );
                    break;
                default:
                    if (!rowIds.TryGetValue(one.Row, out var rowId))
                    {
                        rowIds[one.Row] = rowId = tx.NewId();
                    }
                    var after = new StoredValue(one.Key, one.Value, rowId, importId);
                    known[one.Key] = after;
                    if (before is null)
                    {
                        made.Add(after);
                    }
                    else
                    {
                        revised.Add((before, after));
                    }
                    break;
            }
        }
        await BulkInsert.IntoAsync(
            tx,
            "series_row",
            RowColumns,
            rowIds.Select(r => new object?[] { r.Value, importId, r.Key.Row.Line, r.Key.Row.Verbatim }).ToList(),
            ct
        );
        await BulkInsert.IntoAsync(tx, "series_value", ValueColumns, made.ConvertAll(v => v.Cells), ct);
        await SeriesStore.ReviseAsync(tx, revised, by, ct);
        var warnings = made.Count(v => v.Warnings is not null) + revised.Count(v => v.After.Warnings is not null);
        return new StepCounts(made.Count, revised.Count, unchanged, warnings, rejects);
    }

    /// <summary>What becomes of a number that a row gives for a place and period.</summary>
    /// <param name="before">What is known; null: nothing.</param>
    internal static Verdict Decide(StoredValue? before, ValueSaid said, Guid importId) =>
        before is null ? Verdict.Made
        : before.Value.Equals(said.Value) && before.Low == said.Low && before.High == said.High ? Verdict.Unchanged
        // Two numbers for one place and period in one file: neither is the newer word.
        : before.ImportId == importId ? Verdict.Repeated
        : Verdict.Revised;

    private static (string Field, string Said, string Known)? Differs(SeriesHead head, SeriesSaid said) =>
        Fold.Key(head.Unit) != Fold.Key(said.Unit) ? ("unit", said.Unit, head.Unit)
        : head.Kind != said.Kind ? ("kind", said.Kind, head.Kind)
        : null;

    private async Task<SeriesHead> HeadAsync(WriteScope tx, SeriesSaid said)
    {
        var key = Fold.Key(said.Name) is { Length: > 0 } folded ? folded : said.Name;
        if (heads.TryGetValue(key, out var head))
        {
            return head;
        }
        await tx.ExecuteAsync(
            """
            INSERT INTO series (series_id, name, name_key, kind, unit, decimals, publisher, licence, classification, created_at, created_by, import_id)
            VALUES (@Id, @Name, @key, @Kind, @Unit, @decimals, @Publisher, @Licence, @classification, @Now, @by, @importId)
            ON CONFLICT (name_key) DO NOTHING
            """,
            new
            {
                Id = tx.NewId(),
                said.Name,
                key,
                said.Kind,
                said.Unit,
                decimals = Constant("decimals"),
                said.Publisher,
                said.Licence,
                classification = Constant("classification"),
                tx.Now,
                by,
                importId,
            }
        );
        head = await tx.FindAsync<SeriesHead>(
            $"SELECT {SeriesStore.Columns} FROM series s WHERE s.name_key = @key",
            new { key }
        );
        if (head!.Classification > await ClearanceAsync(tx) && !await IsMakerAsync(tx, head))
        {
            taken.Add(head.SeriesId);
        }
        return heads[key] = head;
    }

    /// <summary>Whoever made a series may go on with it: a person may write above what they may read.</summary>
    private async Task<bool> IsMakerAsync(WriteScope tx, SeriesHead head) =>
        await tx.FindAsync<string>("SELECT created_by FROM series WHERE series_id = @SeriesId", head) == by;

    /// <summary>How far whoever imports may read; all, where somebody works at the data folder itself.</summary>
    private async Task<int> ClearanceAsync(WriteScope tx) =>
        clearance ??= Guid.TryParse(by, out var account)
            ? IncidentAccess.ClearanceOf(await People.CallerAsync(tx, account))
            : int.MaxValue;

    private int Constant(string field) =>
        int.Parse(mapping.Constants.GetValueOrDefault(field, "0"), System.Globalization.CultureInfo.InvariantCulture);

    private sealed record Said(RowSaid Row, Guid SeriesId, Guid PlaceId, ValueSaid Value)
    {
        public ValueKey Key { get; } = new(SeriesId, PlaceId, Value.Period.From, Value.Period.To);
    }
}

internal enum Verdict
{
    Made,
    Revised,
    Unchanged,
    Repeated,
}
