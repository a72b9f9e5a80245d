namespace Toguna.Record.Columns;

/// <summary>What lists, figures and maps ask of an incident, column by column in memory.</summary>
/// <remarks>
/// Rows are only added; an incident that changed gets a new row and its old one is dead. About 200 bytes a row. Not
/// thread-safe; <see cref="IncidentIndex"/> guards it.
/// </remarks>
internal sealed class IncidentColumns
{
    /// <summary>A figure that no source gives.</summary>
    public const int NotGiven = int.MinValue;

    private readonly Dictionary<Guid, int> rowOf = [];
    private int[] byDate = [];

    [Flags]
    public enum Flag : byte
    {
        None = 0,
        Dead = 1,
        Exercise = 2,
        Warnings = 8,
        Edited = 16,
    }

    /// <summary>Rows, dead ones too.</summary>
    public int Count { get; private set; }

    public int Dead { get; private set; }

    /// <summary>The live rows by first day, then by id.</summary>
    public ReadOnlySpan<int> ByDate => byDate;

    public Guid[] Ids = [];
    public long[] Numbers = [];

    /// <summary>First and last day, as <see cref="DateOnly.DayNumber"/>.</summary>
    public int[] From = [];
    public int[] To = [];

    /// <summary>Years times twelve plus months from 0, of the first day.</summary>
    public int[] Month = [];

    /// <summary>UCDP precisions; 0: not given.</summary>
    public byte[] DatePrec = [];
    public byte[] WherePrec = [];

    /// <summary>UCDP type of violence; 0: not given.</summary>
    public byte[] Type = [];
    public byte[] Classification = [];
    public Flag[] Flags = [];

    /// <summary>Decimal degrees; NaN: not given.</summary>
    public double[] Latitude = [];
    public double[] Longitude = [];

    /// <summary>Recorded or last changed, in seconds since 1970.</summary>
    public long[] Changed = [];

    /// <summary>A bit for each kind of act, in the order of <see cref="ActTypes.All"/>.</summary>
    public uint[] Acts = [];

    public Figures Figures { get; } = new();

    public Texts Country { get; } = new();
    public Texts Adm1 { get; } = new();
    public Texts Adm2 { get; } = new();
    public Texts Place { get; } = new();
    public Texts PlaceKey { get; } = new();
    public Texts EventType { get; } = new();
    public Texts Finding { get; } = new();

    /// <summary>What keeps an incident from readers: see <see cref="Guard"/>.</summary>
    public Texts Guards { get; } = new();

    /// <summary>The lists an incident is known in, and the imports that brought it; several joined by a bar.</summary>
    public Texts Sources { get; } = new();
    public Texts Imports { get; } = new();

    /// <summary>Actors held responsible, each once.</summary>
    public RowLists Perpetrators { get; } = new();

    /// <summary>Actors that took part with their role: see <see cref="PartyOf"/>.</summary>
    public RowLists Parties { get; } = new();

    /// <summary>Casualties broken down: four numbers each, the kind (<see cref="CasualtyKinds"/>) and the three bounds.</summary>
    public RowLists Casualties { get; } = new();

    /// <summary>Outcome, sex, age, status, cause, joined by bars; an empty part is one the source does not break down by.</summary>
    public Texts CasualtyKinds { get; } = new();

    public Actors Actors { get; } = new();

    public Words Words { get; } = new();

    /// <summary>An actor and its role in one number: side_a 0, side_b 1, with_a 2, with_b 3 in the last two bits.</summary>
    public static int PartyOf(int actor, string role) =>
        (actor << 2)
        | role switch
        {
            "side_b" => 1,
            "with_a" => 2,
            "with_b" => 3,
            _ => 0,
        };

    /// <returns>The new row; its columns are to be set, its lists filled.</returns>
    public int Add(Guid id)
    {
        if (Count == Ids.Length)
        {
            Grow(Math.Max(1024, Count + Count / 2));
        }
        Remove(id);
        Ids[Count] = id;
        rowOf[id] = Count;
        return Count++;
    }

    /// <summary>The row of an incident is dead from now on.</summary>
    public void Remove(Guid id)
    {
        if (rowOf.Remove(id, out var row))
        {
            Flags[row] |= Flag.Dead;
            Dead++;
        }
    }

    /// <summary>Rows from <paramref name="first"/> on are complete: they get their place in the order of dates.</summary>
    public void Finish(int first)
    {
        foreach (var lists in new[] { Perpetrators, Parties, Casualties })
        {
            lists.Complete(Count);
        }
        var added = Enumerable.Range(first, Count - first).ToArray();
        Array.Sort(added, Compare);
        var merged = new int[Count - Dead];
        var (old, fresh) = (0, 0);
        for (var i = 0; i < merged.Length; i++)
        {
            while (old < byDate.Length && (Flags[byDate[old]] & Flag.Dead) != 0)
            {
                old++;
            }
            while (fresh < added.Length && (Flags[added[fresh]] & Flag.Dead) != 0)
            {
                fresh++;
            }
            merged[i] =
                fresh == added.Length || (old < byDate.Length && Compare(byDate[old], added[fresh]) < 0)
                    ? byDate[old++]
                    : added[fresh++];
        }
        byDate = merged;
    }

    private int Compare(int a, int b) => From[a] != From[b] ? From[a].CompareTo(From[b]) : Ids[a].CompareTo(Ids[b]);

    private void Grow(int size)
    {
        Array.Resize(ref Ids, size);
        Array.Resize(ref Numbers, size);
        Array.Resize(ref From, size);
        Array.Resize(ref To, size);
        Array.Resize(ref Month, size);
        Array.Resize(ref DatePrec, size);
        Array.Resize(ref WherePrec, size);
        Array.Resize(ref Type, size);
        Array.Resize(ref Classification, size);
        Array.Resize(ref Flags, size);
        Array.Resize(ref Latitude, size);
        Array.Resize(ref Longitude, size);
        Array.Resize(ref Changed, size);
        Array.Resize(ref Acts, size);
        Figures.Resize(size);
    }
}
