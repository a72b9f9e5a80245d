using System.Globalization;
using System.Resources;
using Toguna.Methods.Proportions;
using Toguna.Methods.Rates;
using Toguna.Warn;

namespace Toguna.Learn.Exposure;

/// <summary>Figures of exposure and sharing in the reader's words.</summary>
internal static class ExposureWords
{
    private static readonly ResourceManager Words = new(typeof(ExposureText));

    private static CultureInfo Reader => CultureInfo.CurrentUICulture;

    /// <summary>Of a rate per person-month, per thousand of them; three digits that say something.</summary>
    public static string Per1000(double? rate) =>
        rate is not { } r ? "–"
        : double.IsInfinity(r) ? "∞"
        : (r * 1000).ToString(
            r * 1000 is >= 100 or 0 ? "N0"
                : r * 1000 >= 10 ? "N1"
                : "N2",
            Reader
        );

    public static string Count(long count) => count.ToString("N0", Reader);

    public static string Number(double number) => number.ToString(number >= 100 ? "N0" : "N1", Reader);

    /// <summary>62 % where that is how it is written.</summary>
    public static string Percent(Proportion p) => p.Share is { } share ? share.ToString("P0", Reader) : "–";

    /// <summary>5 of 8, 62%.</summary>
    public static string Share(Proportion p) => p.Of == 0 ? "–" : $"{Percent(p)} · {p.Hits}/{p.Of}";

    public static string Of(Proportion p) => p.Of == 0 ? "–" : $"{p.Hits}/{p.Of}";

    public static string Limits(EventRate r) => r.Rate is null ? "" : $"{Per1000(r.Lower)}–{Per1000(r.Upper)}";

    public static string Limits(Proportion p) =>
        p.Of == 0 ? "" : Math.Round(p.Lower * 100).ToString("0", Reader) + "–" + p.Upper.ToString("P0", Reader);

    /// <param name="minutes">Null: <paramref name="none"/> is said.</param>
    public static string Time(double? minutes, string none) =>
        minutes is { } m ? AlertWords.Span(TimeSpan.FromMinutes(m)) : none;

    public static string Kept(SharingFigures s) =>
        string.Join(", ", s.KeptBack.Select(k => $"{Reason(k.Reason)} {k.Count}"));

    public static string Reason(string reason) => Words.GetString("reason_" + reason, Reader) ?? reason;
}

/// <summary>A mark of the chart: a base, or a group of them.</summary>
public sealed record ExposureMark(string Words, EventRate Rate, Proportion AtBase, Proportion Told);
