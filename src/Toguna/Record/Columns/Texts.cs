namespace Toguna.Record.Columns;

/// <summary>A text per row, where many rows share one: each text is kept once.</summary>
/// <remarks>Not thread-safe; <see cref="IncidentIndex"/> guards it.</remarks>
internal sealed class Texts
{
    /// <summary>What stands for null.</summary>
    public const int None = -1;

    private readonly Dictionary<string, int> ids = new(StringComparer.Ordinal);
    private readonly List<string> values = [];
    private readonly Dictionary<(int, string), int> joined = [];
    private int[] rows = [];

    /// <summary>How many different texts there are.</summary>
    public int Count => values.Count;

    public string this[int id] => values[id];

    /// <summary>The text of each row by number, <see cref="None"/> for null.</summary>
    public ReadOnlySpan<int> Rows => rows;

    /// <returns>The number of the text; a new one where it was not known.</returns>
    public int IdOf(string? text)
    {
        if (text is null)
        {
            return None;
        }
        if (!ids.TryGetValue(text, out var id))
        {
            id = values.Count;
            values.Add(text);
            ids.Add(text, id);
        }
        return id;
    }

    /// <summary>The number of a text that is known, else <see cref="None"/>.</summary>
    public int Find(string text) => ids.GetValueOrDefault(text, None);

    public void Set(int row, string? text) => Set(row, IdOf(text));

    public void Set(int row, int id)
    {
        if (row >= rows.Length)
        {
            Array.Resize(ref rows, Math.Max(1024, row + row / 2));
        }
        rows[row] = id;
    }

    /// <summary>Adds a part to the row's text, which is a set of parts in one order with bars between.</summary>
    public void Join(int row, string part)
    {
        var now = rows[row];
        if (!joined.TryGetValue((now, part), out var then))
        {
            then =
                now == None
                    ? IdOf(part)
                    : IdOf(
                        string.Join('|', values[now].Split('|').Append(part).Distinct().Order(StringComparer.Ordinal))
                    );
            joined.Add((now, part), then);
        }
        rows[row] = then;
    }

    /// <summary>Which of the texts fulfil a condition, by number.</summary>
    public bool[] Which(Func<string, bool> condition) => [.. values.Select(condition)];
}
