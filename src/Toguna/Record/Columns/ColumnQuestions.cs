using Toguna.Foundation.Access;
using Toguna.Record.Map;

namespace Toguna.Record.Columns;

/// <summary>What can be asked of the record in memory. What the caller may not know of is in no answer.</summary>
/// <remarks>Good for one question of <see cref="IncidentIndex.TryAsk"/>, not longer.</remarks>
internal sealed class ColumnQuestions(IncidentColumns columns, ColumnMemory memory)
{
    /// <summary>The rows that a filter finds.</summary>
    public RowSet Match(IncidentFilter filter, Caller caller) =>
        memory.Get(
            Key("match", filter, caller),
            () =>
            {
                var reading = new ColumnFilter(columns, memory);
                return reading
                    .Conditions(filter)
                    .Values.Aggregate(reading.Allowed(caller), (all, condition) => all & condition);
            }
        );

    /// <summary>Figures of a filter.</summary>
    public GroupSums Totals(IncidentFilter filter, Caller caller) =>
        memory.Get(Key("totals", filter, caller), () => SumOf(Match(filter, caller)));

    /// <summary>Figures by the values of a dimension, those that occur, in no order.</summary>
    /// <param name="most">Only so many groups, those with the most incidents; null: all.</param>
    /// <returns>Null where the dimension is not one of the columns.</returns>
    public IReadOnlyList<GroupSums>? Groups(IncidentFilter filter, Caller caller, string dimension, int? most = null)
    {
        if (ColumnValues.For(columns, dimension) is not { } values)
        {
            return null;
        }
        return memory.Get(
            Key($"groups {dimension} {most}", filter, caller),
            () =>
            {
                var rows = Match(filter, caller);
                var counts = values.Count(rows);
                var chosen = Enumerable.Range(0, counts.Length).Where(g => counts[g] > 0);
                return Sums(
                    rows,
                    values,
                    [.. most is { } some ? chosen.OrderByDescending(g => counts[g]).Take(some) : chosen]
                );
            }
        );
    }

    /// <summary>Adds up some of the groups; the others cost nothing.</summary>
    private List<GroupSums> Sums(RowSet rows, ColumnValues values, List<int> chosen)
    {
        var place = new int[values.Groups];
        Array.Fill(place, -1);
        for (var i = 0; i < chosen.Count; i++)
        {
            place[chosen[i]] = i;
        }
        var sums = new ColumnSums(columns, chosen.Count);
        var kinds = chosen.ConvertAll(values.KindsOf);
        Span<int> groups = stackalloc int[ColumnValues.Most];
        foreach (var row in rows)
        {
            foreach (var group in groups[..values.Of(row, groups)])
            {
                if (place[group] is >= 0 and var at)
                {
                    sums.Add(at, row, kinds[at]);
                }
            }
        }
        return [.. chosen.Select((g, i) => sums.Of(i, g == 0 ? null : values.KeyOf(g)))];
    }

    /// <summary>The years of the first and of the last incident to begin; none: the last before the first.</summary>
    public Tuple<int, int> Span(IncidentFilter filter, Caller caller)
    {
        var (oldest, newest) = (int.MaxValue, int.MinValue);
        foreach (var row in Match(filter, caller))
        {
            oldest = Math.Min(oldest, columns.Month[row]);
            newest = Math.Max(newest, columns.Month[row]);
        }
        return newest < oldest ? Tuple.Create(0, -1) : Tuple.Create(oldest / 12, newest / 12);
    }

    /// <summary>Figures by the values of two dimensions.</summary>
    public ColumnCross Cross(
        IncidentFilter filter,
        Caller caller,
        string down,
        string across,
        int mostDown,
        int mostAcross
    ) =>
        memory.Get(
            Key($"cross {down} {across} {mostDown} {mostAcross}", filter, caller),
            () =>
                ColumnCross.Of(
                    columns,
                    Match(filter, caller),
                    ColumnValues.For(columns, down)!,
                    ColumnValues.For(columns, across)!,
                    mostDown,
                    mostAcross
                )
        );

    /// <summary>Who stands with and against an actor in the incidents of a filter; it asks for those of the actor.</summary>
    public IReadOnlyList<ColumnRelations.Pair> Relations(IncidentFilter filter, Caller caller, Guid actor) =>
        memory.Get(
            Key("relations " + actor, filter, caller),
            () =>
                columns.Actors.Find(actor) is { } number
                    ? ColumnRelations.Of(columns, Match(filter, caller), number)
                    : []
        );

    /// <summary>The incidents of one page, in order, and how many there are on all.</summary>
    public Tuple<IReadOnlyList<Guid>, long> Page(
        IncidentFilter filter,
        Caller caller,
        IncidentSort sort,
        bool descending,
        int page,
        int size
    )
    {
        var match = Match(filter, caller);
        var order = Order(sort);
        var ids = new List<Guid>(size);
        var skip = (long)(page - 1) * size;
        var total = match.Count;
        for (var i = 0; i < order.Length && ids.Count < size && ids.Count < total - (long)(page - 1) * size; i++)
        {
            var row = order[descending ? order.Length - 1 - i : i];
            if (match[row] && skip-- <= 0)
            {
                ids.Add(columns.Ids[row]);
            }
        }
        return Tuple.Create<IReadOnlyList<Guid>, long>(ids, total);
    }

    /// <summary>Numbers of all incidents that words find, whoever may see them: for those who ask the database on.</summary>
    public IReadOnlyList<long> NumbersOf(string text)
    {
        var numbers = new List<long>();
        foreach (var row in Find(text).Rows)
        {
            if ((columns.Flags[row] & IncidentColumns.Flag.Dead) == 0)
            {
                numbers.Add(columns.Numbers[row]);
            }
        }
        return numbers;
    }

    /// <summary>How a search was understood, as far as the caller may know the words of the record.</summary>
    public SearchNote NoteOf(string text, Caller caller)
    {
        var result = Find(text);
        var search = new ColumnSearch(columns, memory);
        var allowed = new ColumnFilter(columns, memory).Allowed(caller);
        var (near, unknown) = (new List<(string, IReadOnlyList<string>)>(), new List<string>());
        foreach (var (word, met) in result.Terms.DistinctBy(t => t.Word))
        {
            var shown = met.Near.Where(n => (search.Having([n]) & allowed).Count > 0).ToList();
            if (shown.Count > 0)
            {
                near.Add((word, shown.ConvertAll(n => columns.Words[n])));
            }
            else if ((met.Rows & allowed).Count == 0)
            {
                unknown.Add(word);
            }
        }
        return new SearchNote(near, unknown, result.Left);
    }

    /// <summary>Choices beside a list, each with how many incidents it would show.</summary>
    public IncidentFacetCounts Facets(IncidentFilter filter, Caller caller) =>
        memory.Get(
            Key("facets", filter, caller),
            () => new ColumnFacets(columns, new ColumnFilter(columns, memory)).Of(filter, caller, SumOf)
        );

    public ColumnBasis Basis(IncidentFilter filter, Caller caller) => new(columns, Match(filter, caller));

    /// <summary>What a map says of a filter before it draws.</summary>
    public MapFacts MapFacts(IncidentFilter filter, Caller caller) =>
        memory.Get(Key("map", filter, caller), () => new ColumnMap(columns, Match(filter, caller)).Facts());

    /// <summary>How many incidents began in which month, oldest first.</summary>
    public SortedDictionary<int, long> Months(IncidentFilter filter, Caller caller) =>
        memory.Get(Key("months", filter, caller), () => new ColumnMap(columns, Match(filter, caller)).Months());

    /// <summary>Incidents in squares of so many degrees, the fullest first.</summary>
    public List<MapPoint> Squares(IncidentFilter filter, Caller caller, double cell) =>
        memory.Get(
            Key(FormattableString.Invariant($"squares {cell}"), filter, caller),
            () =>
                MapFacts(filter, caller).Box is { } box
                    ? new ColumnMap(columns, Match(filter, caller)).Squares(cell, box)
                    : []
        );

    /// <summary>Incidents by the areas that their sources name.</summary>
    public AreaSums Areas(IncidentFilter filter, Caller caller, LoadedAreas areas) =>
        memory.Get(
            Key("areas " + areas.Key, filter, caller),
            () =>
            {
                var groups = memory.Get("admin groups", () => ColumnAreas.GroupsOf(columns));
                var assignment = memory.Get("assigned " + areas.Key, () => AreaAssignment.Of(areas, groups));
                return ColumnAreas.Sum(columns, groups, Match(filter, caller), assignment);
            }
        );

    private ColumnSearch.Result Find(string text) =>
        memory.Get("search " + text, () => new ColumnSearch(columns, memory).Find(text));

    private GroupSums SumOf(RowSet rows)
    {
        var sums = new ColumnSums(columns, 1);
        foreach (var row in rows)
        {
            sums.Add(0, row);
        }
        return sums.Of(0, null);
    }

    /// <summary>Live rows from the least to the greatest; not given before all, ties by id, as the database sorts them.</summary>
    private ReadOnlySpan<int> Order(IncidentSort sort) =>
        sort == IncidentSort.When
            ? columns.ByDate
            : memory.Get(
                "order " + sort,
                () =>
                {
                    var rows = columns.ByDate.ToArray();
                    var killed = columns.Figures.Killed;
                    var places = columns.PlaceKey;
                    var rank = RanksOf(places);
                    Array.Sort(
                        rows,
                        sort switch
                        {
                            IncidentSort.Killed => (a, b) =>
                                killed[a] != killed[b] ? killed[a].CompareTo(killed[b]) : ById(a, b),
                            IncidentSort.Where => (a, b) =>
                                places.Rows[a] != places.Rows[b]
                                    ? rank[places.Rows[a]].CompareTo(rank[places.Rows[b]])
                                    : ById(a, b),
                            _ => (a, b) => columns.Numbers[a].CompareTo(columns.Numbers[b]),
                        }
                    );
                    return rows;
                }
            );

    private int ById(int a, int b) => columns.Ids[a].CompareTo(columns.Ids[b]);

    private static int[] RanksOf(Texts texts)
    {
        var sorted = Enumerable.Range(0, texts.Count).OrderBy(t => texts[t], StringComparer.Ordinal).ToArray();
        var ranks = new int[texts.Count];
        for (var i = 0; i < sorted.Length; i++)
        {
            ranks[sorted[i]] = i;
        }
        return ranks;
    }

    private static string Key(string question, IncidentFilter filter, Caller caller) =>
        $"{question} {caller.Reach.Key} {filter.ToQuery()}";
}
