using Toguna.Methods.Text;

namespace Toguna.Record.Incidents;

/// <summary>A statement of a form that one side changed and the offered form holds as that side has it.</summary>
/// <param name="Table">party, act, victim, casualties; empty: the form itself.</param>
/// <param name="Unit">Its name; empty: the whole row.</param>
/// <param name="Row">The row it stands in, as it is now or was; null: it stands in none.</param>
public sealed record FormTaken(string Table, string Unit, IReadOnlyDictionary<string, string>? Row);

/// <summary>A statement that both sides changed, each to something else.</summary>
/// <param name="Key">The same for the same statement, however often the form is compared.</param>
/// <param name="Opened">Its cells when the form was opened; null: there was no such row, or nobody knows.</param>
/// <param name="Theirs">Its cells now; null: the row is gone.</param>
/// <param name="Mine">Its cells as typed; null: the row was taken away.</param>
public sealed record FormConflict(
    string Key,
    string Table,
    string Unit,
    IReadOnlyDictionary<string, string>? Opened,
    IReadOnlyDictionary<string, string>? Theirs,
    IReadOnlyDictionary<string, string>? Mine
);

/// <summary>
/// Compares a form with what it was opened on and with what is there now, statement by statement: what one side changed
/// is taken, what both changed is for a person to choose. Pure.
/// </summary>
/// <remarks>
/// Fields that make one statement are compared as one: of two counts no third is made that nobody gave, and a first day
/// of one side is not joined with a last day of the other. Rows are known by their ids; parties, which have none, by who
/// and as what.
/// </remarks>
public sealed class FormMerge
{
    /// <summary>Before the key of a conflict, the name of the field that holds the choice.</summary>
    public const string ChoicePrefix = "choice:";

    /// <summary>The statements of each table, and the fields that each is made of.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<(string Unit, string[] Fields)>> Units { get; } =
        new Dictionary<string, IReadOnlyList<(string, string[])>>(StringComparer.Ordinal)
        {
            [""] =
            [
                ("title", ["title"]),
                ("when", ["date_from", "date_to", "date_prec"]),
                ("place", ["place", "place_id", "where_prec"]),
                ("coordinates", ["latitude", "longitude"]),
                ("adm2", ["adm2"]),
                ("adm1", ["adm1"]),
                ("country", ["country"]),
                ("type", ["type"]),
                ("classification", ["classification"]),
                ("note", ["note"]),
            ],
            ["party"] = [("party", ["role", "name"])],
            ["act"] =
            [
                ("kind", ["kind", "summary"]),
                ("target", ["target"]),
                ("responsible", ["by", "grade", "contested"]),
            ],
            ["victim"] =
            [
                ("description", ["description"]),
                ("who", ["status", "sex", "age"]),
                ("count", ["min", "best", "max"]),
            ],
            ["casualties"] =
            [
                ("who", ["outcome", "status", "sex", "age", "cause", "party"]),
                ("count", ["min", "best", "max"]),
            ],
        };

    private readonly bool seen;
    private readonly Func<string, string?> choice;
    private readonly List<FormTaken> taken = [];
    private readonly List<FormConflict> conflicts = [];

    private FormMerge(bool isKnown, bool seen, Func<string, string?> choice) =>
        (IsKnown, this.seen, this.choice) = (isKnown, seen, choice);

    /// <summary>On the version that is there now; where nothing is chosen yet it holds what was typed.</summary>
    public IncidentForm Offered { get; private set; } = new();

    /// <summary>What somebody else changed and was taken over.</summary>
    public IReadOnlyList<FormTaken> Taken => taken;

    /// <summary>What both changed.</summary>
    public IReadOnlyList<FormConflict> All => conflicts;

    /// <summary>What both changed and nobody has chosen yet.</summary>
    public IReadOnlyList<FormConflict> Conflicts =>
        [.. conflicts.Where(c => choice(c.Key) is not ("theirs" or "mine"))];

    /// <summary>Whether it is known what the form was opened on.</summary>
    public bool IsKnown { get; }

    /// <param name="opened">What the form was opened on; null: nobody knows any more, and whatever differs is for a person to choose.</param>
    /// <param name="theirs">The incident as it is now.</param>
    /// <param name="mine">As typed.</param>
    /// <param name="choice">By the key of a conflict: <c>theirs</c>, <c>mine</c>, or null for not chosen.</param>
    /// <param name="seen">
    /// The writer has seen this comparison: where only the others changed something, what the form says now is what is meant.
    /// </param>
    public static FormMerge Of(
        IncidentForm? opened,
        IncidentForm theirs,
        IncidentForm mine,
        Func<string, string?>? choice = null,
        bool seen = false
    )
    {
        var merge = new FormMerge(opened is not null, seen, choice ?? (_ => null));
        merge.Offered = new IncidentForm
        {
            Id = mine.Id,
            Version = theirs.Version,
            Fields = new(mine.Fields, StringComparer.Ordinal),
        };
        foreach (var (unit, fields) in Units[""])
        {
            merge.Unit(
                "",
                unit,
                fields,
                unit,
                (opened?.Fields, theirs.Fields, mine.Fields),
                merge.Offered.Fields,
                null
            );
        }
        foreach (var (name, rows) in merge.Offered.Tables)
        {
            merge.Rows(name, RowsOf(opened, name), RowsOf(theirs, name)!, RowsOf(mine, name)!, rows);
        }
        return merge;
    }

    private void Unit(
        string table,
        string unit,
        string[] fields,
        string key,
        (Dictionary<string, string>? Opened, Dictionary<string, string> Theirs, Dictionary<string, string> Mine) cells,
        Dictionary<string, string> offered,
        IReadOnlyDictionary<string, string>? row
    )
    {
        var (opened, theirs, mine) = cells;
        if (Same(theirs, mine, fields) || (opened is not null && Same(opened, theirs, fields)))
        {
            return;
        }
        if (opened is not null && Same(opened, mine, fields))
        {
            if (!seen)
            {
                Take(theirs, fields, offered);
                taken.Add(new(table, unit, row));
            }
            return;
        }
        conflicts.Add(new(key, table, unit, opened, theirs, mine));
        if (choice(key) == "theirs")
        {
            Take(theirs, fields, offered);
        }
    }

    private void Rows(
        string table,
        List<Dictionary<string, string>>? opened,
        List<Dictionary<string, string>> theirs,
        List<Dictionary<string, string>> mine,
        List<Dictionary<string, string>> offered
    )
    {
        var known = (opened ?? theirs).Select(r => r.GetValueOrDefault("attribution", "")).ToHashSet();
        var was = Keyed(table, opened ?? [], known, "was");
        var now = Keyed(table, theirs, known, "now");
        var typed = Keyed(table, mine, known, "typed");
        var fields = Units[table].SelectMany(u => u.Fields).ToArray();
        var added = now.Where(t => !was.ContainsKey(t.Key) && !typed.ContainsKey(t.Key)).Select(t => t.Value).ToList();
        foreach (var (key, t, m) in Pairs(now, typed))
        {
            var b = was.GetValueOrDefault(key);
            if (t is not null && m is not null)
            {
                var row = new Dictionary<string, string>(m, StringComparer.Ordinal);
                // The hidden cells are the program's: they follow the incident as it is now.
                Take(t, ["id", "attribution"], row);
                foreach (var (unit, of) in Units[table])
                {
                    Unit(table, unit, of, $"{table}:{key}:{unit}", (IsKnown ? b ?? [] : null, t, m), row, row);
                }
                offered.Add(row);
            }
            else if (t is null)
            {
                Mine(table, key, b, m!, added, fields, offered);
            }
            else
            {
                Theirs(table, key, b, t, fields, offered);
            }
        }
    }

    /// <summary>A row that only the typed form has.</summary>
    /// <param name="added">Rows that the others added and that no row of the form is the same as yet.</param>
    private void Mine(
        string table,
        string key,
        Dictionary<string, string>? was,
        Dictionary<string, string> mine,
        List<Dictionary<string, string>> added,
        string[] fields,
        List<Dictionary<string, string>> offered
    )
    {
        var isNew = IsKnown ? was is null : IsNew(key);
        if (isNew)
        {
            // Both added the same: it is there already.
            var same = seen || !IsFilled(mine) ? -1 : added.FindIndex(t => Same(t, mine, fields));
            if (same < 0)
            {
                offered.Add(mine);
            }
            else
            {
                added.RemoveAt(same);
            }
        }
        else if (was is not null && Same(was, mine, fields) && !seen)
        {
            taken.Add(new(table, "", mine));
        }
        else if (was is not null && Same(was, mine, fields))
        {
            offered.Add(mine);
        }
        else
        {
            Row(table, key, was, null, mine, offered);
        }
    }

    /// <summary>A row that the typed form does not have.</summary>
    private void Theirs(
        string table,
        string key,
        Dictionary<string, string>? was,
        Dictionary<string, string> theirs,
        string[] fields,
        List<Dictionary<string, string>> offered
    )
    {
        if (IsKnown && was is null)
        {
            if (!seen)
            {
                offered.Add(theirs);
                taken.Add(new(table, "", theirs));
            }
        }
        else if (was is null || !Same(was, theirs, fields))
        {
            Row(table, key, was, theirs, null, offered);
        }
    }

    private void Row(
        string table,
        string key,
        Dictionary<string, string>? was,
        Dictionary<string, string>? theirs,
        Dictionary<string, string>? mine,
        List<Dictionary<string, string>> offered
    )
    {
        var name = $"{table}:{key}:";
        conflicts.Add(new(name, table, "", was, theirs, mine));
        if ((choice(name) == "theirs" ? theirs : mine) is { } row)
        {
            offered.Add(row);
        }
    }

    private static IEnumerable<(string, Dictionary<string, string>?, Dictionary<string, string>?)> Pairs(
        Dictionary<string, Dictionary<string, string>> now,
        Dictionary<string, Dictionary<string, string>> typed
    ) =>
        now.Select(t => (t.Key, (Dictionary<string, string>?)t.Value, typed.GetValueOrDefault(t.Key)))
            .Concat(
                typed
                    .Where(m => !now.ContainsKey(m.Key))
                    .Select(m => (m.Key, (Dictionary<string, string>?)null, (Dictionary<string, string>?)m.Value))
            );

    /// <summary>Rows by what they are known by, in their order; one that has no id yet is like no other.</summary>
    /// <param name="known">Attributions that were there when the form was opened: others are told apart by their order.</param>
    private static Dictionary<string, Dictionary<string, string>> Keyed(
        string table,
        List<Dictionary<string, string>> rows,
        HashSet<string> known,
        string side
    )
    {
        var keyed = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            var id = row.GetValueOrDefault("id", "");
            var name =
                table == "party"
                    ? Fold.Key(row.GetValueOrDefault("name", "")) is { Length: > 0 } who
                        ? $"{row.GetValueOrDefault("role", "")}|{who}"
                        : $"{side}-new"
                    : id.Length == 0
                        ? $"{side}-new"
                        : row.GetValueOrDefault("attribution", "") is { Length: > 0 } by && known.Contains(by)
                            ? $"{id}|{by}"
                            : id;
            var key = name;
            for (var n = 2; !keyed.TryAdd(key, row); n++)
            {
                key = $"{name}|{n}";
            }
        }
        return keyed;
    }

    private static bool IsNew(string key) => key.StartsWith("typed-new", StringComparison.Ordinal);

    private static List<Dictionary<string, string>>? RowsOf(IncidentForm? form, string table) =>
        form?.Tables.First(t => t.Name == table).Rows;

    private static bool IsFilled(Dictionary<string, string> row) =>
        row.Any(c => c.Key is not ("id" or "attribution" or "role" or "outcome") && Plain(c.Value).Length > 0);

    private static bool Same(Dictionary<string, string> a, Dictionary<string, string> b, string[] fields) =>
        fields.All(f => Plain(a.GetValueOrDefault(f, "")) == Plain(b.GetValueOrDefault(f, "")));

    private static void Take(Dictionary<string, string> from, IEnumerable<string> fields, Dictionary<string, string> to)
    {
        foreach (var field in fields)
        {
            to[field] = from.GetValueOrDefault(field, "");
        }
    }

    /// <summary>A browser sends other line ends than were given to it.</summary>
    private static string Plain(string text) => text.ReplaceLineEndings("\n").Trim();
}
