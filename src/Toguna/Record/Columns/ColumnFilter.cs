using System.Globalization;
using Toguna.Foundation.Access;
using Toguna.Methods.Text;
using static Toguna.Record.Columns.IncidentColumns;

namespace Toguna.Record.Columns;

/// <summary>Which rows a filter means; says the same as <see cref="IncidentFilterSql"/>, and a test holds them together.</summary>
internal sealed class ColumnFilter(IncidentColumns columns, ColumnMemory memory)
{
    /// <summary>The rows that the caller may know of; as <see cref="IncidentAccess.AccessClause"/>.</summary>
    public RowSet Allowed(Caller caller)
    {
        return memory.Get(
            "allowed " + caller.Reach.Key,
            () =>
            {
                var open = columns.Guards.Which(text => Guard.IsOpen(text, caller.Reach));
                return Where(row =>
                    (columns.Flags[row] & (Flag.Dead | Flag.Exercise)) == 0 && open[columns.Guards.Rows[row]]
                );
            }
        );
    }

    /// <summary>The rows of which somebody is held responsible.</summary>
    public RowSet Attributed() => memory.Get("attributed", () => Where(row => !columns.Perpetrators.Of(row).IsEmpty));

    /// <summary>The rows of each key that the filter has a condition on.</summary>
    public Dictionary<string, RowSet> Conditions(IncidentFilter filter) =>
        filter
            .ToPairs()
            .GroupBy(p => p.Key)
            .ToDictionary(
                g => g.Key,
                g =>
                    memory.Get(
                        g.Key + " " + string.Join('\n', g.Select(p => p.Value)),
                        () =>
                            ConditionOf(filter, g.Key) ?? throw new InvalidOperationException($"No condition {g.Key}.")
                    )
            );

    private RowSet? ConditionOf(IncidentFilter f, string key) =>
        key switch
        {
            "q" => memory.Get("search " + f.Search, () => new ColumnSearch(columns, memory).Find(f.Search!)).Rows,
            "place" => OfPlaces(f.Places),
            "from" => Between(columns.To, f.From!.Value.From.DayNumber, int.MaxValue),
            "to" => Between(columns.From, int.MinValue, f.To!.Value.To.DayNumber),
            "year" => Between(columns.Month, f.Year!.Value * 12, f.Year.Value * 12 + 11),
            "began" => Between(columns.Month, f.Began!.Value.First, f.Began.Value.First + f.Began.Value.Count - 1),
            "victim_sex" => OfVictims(1, f.VictimSexes),
            "victim_age" => OfVictims(2, f.VictimAges),
            "victim_status" => OfVictims(3, f.VictimStatuses),
            "act" => OfActs(f.Acts),
            "actor" => OfActors(Any(f.Actors.Select(Named)), true),
            "perpetrator" => OfPerpetrators(f.Perpetrators),
            "category" => OfActors(a => f.Categories.Contains(a.Category), false),
            "type" => OfNumbers(columns.Type, f.Types.Contains),
            "finding" => OfTexts(columns.Finding, f.Findings.Contains),
            "source" => OfTexts(columns.Sources, set => set.Split('|').Any(f.Sources.Contains)),
            "country" => OfTexts(columns.Country, Equal(f.Countries)),
            "adm1" => OfTexts(columns.Adm1, Equal(f.Adm1)),
            "adm2" => OfTexts(columns.Adm2, Equal(f.Adm2)),
            "bbox" => Inside(f.Box!.Value),
            "near" => Where(row => f.Near!.Value.Contains(columns.Latitude[row], columns.Longitude[row])),
            "where_prec" => OfNumbers(columns.WherePrec, p => p != 0 && p <= f.WherePrecMax),
            "killed_min" => Between(columns.Figures.Killed, (int)f.KilledMin!.Value, int.MaxValue),
            "killed_max" => Between(columns.Figures.Killed, NotGiven + 1, (int)f.KilledMax!.Value),
            "warnings" => Having(Flag.Warnings, f.Warnings!.Value),
            "edited" => Having(Flag.Edited, f.Edited!.Value),
            "import" => OfTexts(columns.Imports, set => set.Split('|').Contains(f.Import!.Value.ToString())),
            "since" => ChangedSince(f.Since!.Value.ToUnixTimeSeconds()),
            _ => null,
        };

    private RowSet Where(Func<int, bool> test) => RowSet.Where(columns.Count, test);

    private RowSet Between(int[] column, int least, int most) =>
        RowSet.Between(column.AsSpan(0, columns.Count), least, most);

    private RowSet OfNumbers(byte[] column, Func<int, bool> test) =>
        RowSet.Marked(column.AsSpan(0, columns.Count), [.. Enumerable.Range(0, 256).Select(test)]);

    private RowSet ChangedSince(long seconds) => Where(row => columns.Changed[row] >= seconds);

    private RowSet Having(Flag flag, bool wanted) => Where(row => (columns.Flags[row] & flag) != 0 == wanted);

    private RowSet OfActs(IReadOnlyList<string> acts)
    {
        var mask = 0u;
        for (var i = 0; i < ActTypes.All.Count; i++)
        {
            mask |= acts.Contains(ActTypes.All[i].Code) ? 1u << Math.Min(i, 31) : 0;
        }
        return Where(row => (columns.Acts[row] & mask) != 0);
    }

    private RowSet OfPerpetrators(IReadOnlyList<string> values)
    {
        var named = values.Where(v => v is not (IncidentFilter.Nobody or IncidentFilter.Anybody)).ToList();
        var set = OfActors(Any(named.Select(Named)), false);
        if (values.Contains(IncidentFilter.Nobody))
        {
            set |= RowSet.All(columns.Count).Except(Attributed());
        }
        return values.Contains(IncidentFilter.Anybody)
            ? set | Where(row => !columns.Perpetrators.Of(row).IsEmpty)
            : set;
    }

    /// <param name="parties">Whether having taken part is enough.</param>
    private RowSet OfActors(Func<Actors.Actor, bool> test, bool parties) =>
        OfActors(columns.Actors.Which(test), parties);

    /// <summary>The rows that one of the marked actors is held responsible for, or has taken part in.</summary>
    public RowSet OfActors(bool[] which, bool parties)
    {
        var set = new RowSet(columns.Count);
        Add("rows of perpetrators", columns.Perpetrators, 0);
        if (parties)
        {
            Add("rows of parties", columns.Parties, 2);
        }
        return set;

        void Add(string name, RowLists lists, int shift)
        {
            var rows = memory.Get(name, () => lists.Turned(columns.Count, columns.Actors.Count, shift));
            for (var actor = 0; actor < which.Length; actor++)
            {
                if (which[actor])
                {
                    foreach (var row in rows.Of(actor))
                    {
                        set.Add(row);
                    }
                }
            }
        }
    }

    /// <param name="part">Of a kind of casualties: 1 sex, 2 age, 3 status.</param>
    private RowSet OfVictims(int part, IReadOnlyList<string> values)
    {
        var which = columns.CasualtyKinds.Which(kind => values.Contains(kind.Split('|')[part]));
        return Where(row =>
        {
            var casualties = columns.Casualties.Of(row);
            for (var i = 0; i < casualties.Length; i += 4)
            {
                if (which[casualties[i]])
                {
                    return true;
                }
            }
            return false;
        });
    }

    private RowSet OfTexts(Texts texts, Func<string, bool> test) =>
        RowSet.Marked(texts.Rows[..columns.Count], texts.Which(test));

    private RowSet Inside(GeoBox box) =>
        Where(row =>
        {
            var (latitude, longitude) = (columns.Latitude[row], columns.Longitude[row]);
            return latitude >= box.South
                && latitude <= box.North
                && (
                    box.West <= box.East
                        ? longitude >= box.West && longitude <= box.East
                        : longitude >= box.West || longitude <= box.East
                );
        });

    private static Func<string, bool> Equal(IReadOnlyList<string> values)
    {
        var lower = values.Select(v => v.ToLowerInvariant()).ToList();
        return text => values.Contains(text) || lower.Contains(text.ToLowerInvariant());
    }

    /// <summary>Whole words in one of the names of a place key; only the keys that have the rarest of the words are read.</summary>
    private RowSet OfPlaces(IReadOnlyList<string> names)
    {
        var keys = columns.PlaceKey;
        var which = new bool[keys.Count];
        foreach (var name in names)
        {
            var words = $" {Fold.Key(name)} ";
            foreach (var key in columns.Words.PlaceKeysOf(words) ?? Enumerable.Range(0, keys.Count))
            {
                which[key] |= keys[key]
                    .Replace("|", " | ", StringComparison.Ordinal)
                    .Contains(words, StringComparison.Ordinal);
            }
        }
        return RowSet.Marked(keys.Rows[..columns.Count], which);
    }

    private static Func<Actors.Actor, bool> Named(string value)
    {
        if (Guid.TryParse(value, out var id))
        {
            return a => a.Id == id;
        }
        var words = $" {Fold.Key(value)} ";
        return a => a.Keys.Any(k => $" {k} ".Contains(words, StringComparison.Ordinal));
    }

    private static Func<T, bool> Any<T>(IEnumerable<Func<T, bool>> tests)
    {
        var all = tests.ToArray();
        return value => Array.Exists(all, test => test(value));
    }
}
