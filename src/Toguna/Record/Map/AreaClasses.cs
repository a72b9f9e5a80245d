namespace Toguna.Record.Map;

/// <summary>Figures of areas in at most five steps, as many areas in each as can be, on limits that occur.</summary>
/// <param name="Limits">Least and greatest figure of each class, low to high; empty where no area has any.</param>
public sealed record AreaClasses(IReadOnlyList<(long Least, long Most)> Limits)
{
    public const int Most = 5;

    /// <param name="figures">Null: not known. Zeros and unknown ones are in no class.</param>
    public static AreaClasses Of(IEnumerable<long?> figures)
    {
        var sorted = figures.OfType<long>().Where(f => f > 0).Order().ToArray();
        var distinct = sorted.Distinct().ToArray();
        if (distinct.Length <= Most)
        {
            return new AreaClasses([.. distinct.Select(d => (d, d))]);
        }
        var tops = Enumerable
            .Range(1, Most)
            .Select(q => sorted[(int)Math.Ceiling(q * sorted.Length / (double)Most) - 1])
            .Distinct()
            .ToArray();
        return new AreaClasses([.. tops.Select((top, i) => (sorted.First(f => i == 0 || f > tops[i - 1]), top))]);
    }

    /// <returns>1 to 5, low to high; 0 for none at all; null where the figure is not known.</returns>
    public int? StepOf(long? figure)
    {
        if (figure is null or 0)
        {
            return (int?)figure;
        }
        var at = 0;
        while (at < Limits.Count - 1 && figure > Limits[at].Most)
        {
            at++;
        }
        return StepAt(at);
    }

    /// <summary>Few classes are spread over the whole scale.</summary>
    public int StepAt(int index) =>
        Limits.Count == 1 ? (Most + 1) / 2 : 1 + (int)Math.Round(index * (Most - 1.0) / (Limits.Count - 1));
}
