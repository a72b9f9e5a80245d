using System.Text.Json;
using Toguna.Methods.Text;

namespace Toguna.Gather;

/// <summary>Something a column of a list can hold.</summary>
/// <param name="Name">Stable, as in the mapping file: <c>killed_min</c>.</param>
/// <param name="Required">No row can be recorded without it.</param>
/// <param name="Synonyms">Headers it is known by, folded, in several languages; the first match wins.</param>
public sealed record MappingField(string Name, bool Required, params string[] Synonyms)
{
    /// <summary>May be said once for all rows, in place of a column: <see cref="ColumnMapping.Constants"/>.</summary>
    public bool Constant { get; init; }

    /// <summary>Said once only: no column holds it.</summary>
    public bool NoColumn { get; init; }

    /// <summary>What may be said, where it is a choice; empty: any text.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];
}

/// <summary>How day, month and year stand in dates such as 03/04/2024.</summary>
public enum DateOrder
{
    /// <summary>Only dates that cannot be misread are taken: 2024-04-03, 3 April 2024.</summary>
    Unambiguous,
    DayFirst,
    MonthFirst,
}

/// <summary>Which column of a list holds what: guessed, shown, corrected, saved and used again.</summary>
public sealed record ColumnMapping
{
    private const int LongestName = 60;
    private const int LongestFile = 100_000;
    private const int LongestConstant = 500;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        WriteIndented = true,
    };

    /// <summary>The list's name; records are known in it by their ids, so a revised file of the same list updates.</summary>
    public string Name { get; init; } = "";

    /// <summary>Field → header of the column.</summary>
    public IReadOnlyDictionary<string, string> Columns { get; init; } = new Dictionary<string, string>();

    /// <summary>Field → what holds for every row, for what no column says: a unit, a publisher.</summary>
    public IReadOnlyDictionary<string, string> Constants { get; init; } = new Dictionary<string, string>();

    public DateOrder Dates { get; init; } = DateOrder.Unambiguous;

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <exception cref="Foundation.ProblemException">Not JSON, a field that does not exist, or a required one missing.</exception>
    public static ColumnMapping Parse(string json, IReadOnlyList<MappingField> fields)
    {
        if (json.Length > LongestFile)
        {
            throw GatherProblems.MappingInvalid($"{json.Length} characters", $"at most {LongestFile}").Raise();
        }
        ColumnMapping mapping;
        try
        {
            mapping = JsonSerializer.Deserialize<ColumnMapping>(json, Json) ?? new ColumnMapping();
        }
        catch (JsonException e)
        {
            throw GatherProblems
                .MappingInvalid(e.Message, """JSON such as {"name": "my list", "columns": {"date": "Day", …}}""")
                .Raise();
        }
        return mapping.Checked(fields);
    }

    /// <summary>The same mapping, or the refusal that names what is wrong with it.</summary>
    public ColumnMapping Checked(IReadOnlyList<MappingField> fields)
    {
        if (Name.Trim() is not { Length: > 0 and <= LongestName })
        {
            throw GatherProblems.MappingInvalid($"name “{Name}”", $"1 to {LongestName} characters").Raise();
        }
        if (Columns.Keys.FirstOrDefault(k => fields.All(f => f.Name != k || f.NoColumn)) is { } unknown)
        {
            throw GatherProblems
                .MappingInvalid(
                    $"field “{unknown}”",
                    string.Join(", ", fields.Where(f => !f.NoColumn).Select(f => f.Name))
                )
                .Raise();
        }
        if (
            fields.FirstOrDefault(f => f.Required && !Columns.ContainsKey(f.Name) && !Constants.ContainsKey(f.Name)) is
            { } missing
        )
        {
            throw missing.NoColumn
                ? GatherProblems.MappingInvalid($"no “{missing.Name}”", string.Join(", ", missing.Choices)).Raise()
                : GatherProblems.MappingInvalid($"no column for “{missing.Name}”", "one of the file’s columns").Raise();
        }
        foreach (var (name, said) in Constants)
        {
            CheckConstant(fields.FirstOrDefault(f => f.Name == name && f.Constant), name, said, fields);
        }
        return this with { Name = Name.Trim() };
    }

    private static void CheckConstant(MappingField? field, string name, string said, IReadOnlyList<MappingField> fields)
    {
        if (field is null)
        {
            throw GatherProblems
                .MappingInvalid(
                    $"“{name}” said for every row",
                    string.Join(", ", fields.Where(f => f.Constant).Select(f => f.Name).DefaultIfEmpty("a column"))
                )
                .Raise();
        }
        if (string.IsNullOrWhiteSpace(said) || said.Length > LongestConstant)
        {
            throw GatherProblems
                .MappingInvalid($"“{name}” of {said.Length} characters", $"1 to {LongestConstant}")
                .Raise();
        }
        if (field.Choices.Count > 0 && !field.Choices.Contains(said))
        {
            throw GatherProblems.MappingInvalid($"“{name}” is “{said}”", string.Join(", ", field.Choices)).Raise();
        }
    }

    /// <summary>A first guess from the headers: each field takes the first column whose folded header is one of its names.</summary>
    public static ColumnMapping Guess(string name, IReadOnlyList<string> header, IReadOnlyList<MappingField> fields)
    {
        var keys = header.Select(h => Fold.Key(h)).ToArray();
        var taken = new HashSet<int>();
        var columns = new Dictionary<string, string>();
        foreach (var exact in new[] { true, false })
        {
            foreach (var field in fields.Where(f => !f.NoColumn && !columns.ContainsKey(f.Name)))
            {
                var names = field.Synonyms.Prepend(field.Name.Replace('_', ' ')).ToArray();
                var at = Array.FindIndex(
                    names.Select(n => Array.FindIndex(keys, k => Fits(k, n, exact))).ToArray(),
                    i => i >= 0 && !taken.Contains(i)
                );
                if (at >= 0)
                {
                    var column = Array.FindIndex(keys, k => Fits(k, names[at], exact));
                    taken.Add(column);
                    columns[field.Name] = header[column];
                }
            }
        }
        return new ColumnMapping { Name = name, Columns = columns };
    }

    private static bool Fits(string key, string name, bool exact) =>
        exact
            ? key == name
            : key.StartsWith(name + " ", StringComparison.Ordinal)
                || key.EndsWith(" " + name, StringComparison.Ordinal);
}
