using System.Globalization;
using System.Text;
using Toguna.Foundation;

namespace Toguna.Record.Incidents;

/// <summary>Reads the fields of a form; what cannot be read becomes a problem beside its field.</summary>
internal abstract class FormReading(IncidentForm form)
{
    private const int LongestLine = 300;
    private const int LongestText = 20_000;
    private const long MostPeople = 10_000_000;

    public List<Problem> Problems { get; } = [];

    protected Bounds Count(Dictionary<string, string> row, string prefix) =>
        new(
            Whole(Value(row, "min"), prefix + ".min", 0, MostPeople),
            Whole(Value(row, "best"), prefix + ".best", 0, MostPeople),
            Whole(Value(row, "max"), prefix + ".max", 0, MostPeople)
        );

    protected long? Whole(string typed, string field, long from, long to)
    {
        var text = typed.Trim();
        if (text.Length == 0)
        {
            return null;
        }
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n >= from && n <= to)
        {
            return n;
        }
        Problems.Add(RecordProblems.NumberInvalid(text, from, to).At(field));
        return null;
    }

    protected double? Degrees(string field, double limit)
    {
        var text = form[field].Trim();
        if (text.Length == 0)
        {
            return null;
        }
        if (
            double.TryParse(text.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees)
            && Math.Abs(degrees) <= limit
        )
        {
            return degrees;
        }
        Problems.Add(RecordProblems.DegreesInvalid(text, limit).At(field));
        return null;
    }

    protected string? Line(string field) => Checked(form[field], field, LongestLine);

    protected string? Text(string field, int longest = LongestText) => Checked(form[field], field, longest);

    protected string? Short(Dictionary<string, string> row, string key, string field) =>
        Checked(Value(row, key), field, LongestLine);

    protected string? Checked(string typed, string field, int longest)
    {
        var text = Clean(typed).Trim();
        if (text.Length > longest)
        {
            Problems.Add(RecordProblems.TextTooLong(text.Length, longest).At(field));
        }
        return text.Length == 0 ? null : text;
    }

    protected static string? Known(Dictionary<string, string> row, string key, IReadOnlyList<string> codes) =>
        codes.Contains(Value(row, key)) ? Value(row, key) : null;

    protected static string Value(Dictionary<string, string> row, string key) => row.GetValueOrDefault(key, "").Trim();

    /// <summary>Without what no database takes: nulls and half letters. Line ends and tabs stay.</summary>
    internal static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (!Rune.IsControl(rune) || rune.Value is '\n' or '\r' or '\t')
            {
                clean.Append(rune.ToString());
            }
        }
        return clean.ToString();
    }
}
