namespace Toguna.Foundation.Design.Charts;

/// <summary>One bar of a chart over time.</summary>
/// <param name="Label">The period in words.</param>
/// <param name="Tick">Short, for the axis.</param>
/// <param name="Solid">Part that is drawn full.</param>
/// <param name="Hatched">Part on top that is drawn hatched: not attributed.</param>
/// <param name="Minimum">Of the whole; null: not given.</param>
/// <param name="Maximum">Likewise.</param>
/// <param name="Href">What stands behind the bar.</param>
public sealed record TimeBar(
    string Label,
    string Tick,
    long Solid,
    long Hatched,
    long? Minimum,
    long? Maximum,
    string? Href
)
{
    public long Best => Solid + Hatched;
}

/// <summary>One bar of a strip.</summary>
/// <param name="Words">The period and its number, in words.</param>
/// <param name="IsOn">Chosen.</param>
public sealed record StripBar(string Words, string Href, long Number, bool IsOn);

/// <summary>Something that happened, drawn behind the bars.</summary>
/// <param name="At">Where, in bars from the left edge: 0 is the start of the first.</param>
public sealed record TimeMark(double At, string Words)
{
    /// <summary>A, B, … Z, AA, …</summary>
    public static string Letter(int index) =>
        index < 26 ? ((char)('A' + index)).ToString() : Letter(index / 26 - 1) + (char)('A' + index % 26);
}

/// <summary>A scale from zero with round steps.</summary>
public static class RoundScale
{
    /// <returns>The steps, 0 first; the last is not below <paramref name="most"/>.</returns>
    public static IReadOnlyList<long> Of(long most)
    {
        var rough = Math.Max(1, most) / 4.0;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = (long)Math.Max(1, new[] { 1, 2, 5, 10 }.Select(f => f * power).First(s => s >= rough));
        var steps = new List<long> { 0 };
        while (steps[^1] < Math.Max(1, most))
        {
            steps.Add(steps[^1] + step);
        }
        return steps;
    }

    /// <summary>For numbers of any size and sign; zero is always among the steps.</summary>
    /// <returns>The steps, the lowest first.</returns>
    public static IReadOnlyList<double> Between(double least, double most)
    {
        (least, most) = (Math.Min(0, least), Math.Max(0, most));
        if (least == 0 && most == 0)
        {
            most = 1;
        }
        var rough = (most - least) / 4;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = new[] { 1, 2, 5, 10 }.Select(f => f * power).First(s => s >= rough * 0.999999);
        var (first, last) = ((int)Math.Floor(least / step + 1e-9), (int)Math.Ceiling(most / step - 1e-9));
        return [.. Enumerable.Range(first, last - first + 1).Select(i => i * step)];
    }
}
