using System.Globalization;

namespace Toguna.Record;

/// <summary>A month or a quarter of a year: 2017-03, 2017-Q1.</summary>
/// <param name="First">Years times twelve plus months from 0.</param>
/// <param name="Count">1 or 3.</param>
public readonly record struct Months(int First, int Count)
{
    public DateOnly From => new(First / 12, First % 12 + 1, 1);

    /// <summary>The last day.</summary>
    public DateOnly To => From.AddMonths(Count).AddDays(-1);

    /// <returns>Null where it is neither.</returns>
    public static Months? Parse(string text)
    {
        var t = text.Trim();
        if (
            t.Length != 7
            || t[4] != '-'
            || !int.TryParse(t[..4], NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            || year is < IncidentFilterReading.FirstYear or > IncidentFilterReading.LastYear
        )
        {
            return null;
        }
        if (t[5] is 'Q' or 'q' or 'T' or 't' && t[6] is >= '1' and <= '4')
        {
            return new Months(year * 12 + (t[6] - '1') * 3, 3);
        }
        return
            int.TryParse(t[5..], NumberStyles.None, CultureInfo.InvariantCulture, out var month)
            && month is >= 1 and <= 12
            ? new Months(year * 12 + month - 1, 1)
            : null;
    }

    /// <summary>As it stands in an address, and as a group of a dimension is called.</summary>
    public override string ToString() =>
        Count == 3
            ? FormattableString.Invariant($"{First / 12:0000}-Q{First % 12 / 3 + 1}")
            : FormattableString.Invariant($"{First / 12:0000}-{First % 12 + 1:00}");

    /// <summary>In the reader's words: March 2017, Q1 2017.</summary>
    public string Words(CultureInfo culture) =>
        Count == 1
            ? From.ToString("MMMM yyyy", culture)
            : (culture.TwoLetterISOLanguageName == "fr" ? "T" : "Q") + $"{First % 12 / 3 + 1} {First / 12:0000}";
}
