namespace Toguna.Foundation.Design.Charts;

/// <summary>An observed number in a chart over time.</summary>
/// <param name="At">Where, in slots from the left edge; the points of a chart are in this order.</param>
/// <param name="Low">Null: not given.</param>
/// <param name="High">Likewise.</param>
/// <param name="Label">The period in words.</param>
/// <param name="Note">What is odd about it; null: nothing.</param>
/// <param name="Href">What it rests on.</param>
public sealed record TimePoint(
    double At,
    double Value,
    double? Low,
    double? High,
    string Label,
    string? Note,
    string? Href
)
{
    /// <summary>A distance this many times the usual one is a gap: nobody said anything between.</summary>
    private const double Gap = 1.75;

    /// <summary>The points in runs between which there are gaps.</summary>
    public static IReadOnlyList<IReadOnlyList<TimePoint>> Runs(IReadOnlyList<TimePoint> points)
    {
        var steps = points.Zip(points.Skip(1), (a, b) => b.At - a.At).Where(d => d > 0).Order().ToList();
        var usual = steps.Count == 0 ? 0 : steps[(steps.Count - 1) / 2];
        var runs = new List<List<TimePoint>>();
        foreach (var point in points)
        {
            if (runs.Count == 0 || point.At - runs[^1][^1].At > Gap * usual)
            {
                runs.Add([]);
            }
            runs[^1].Add(point);
        }
        return runs;
    }
}
