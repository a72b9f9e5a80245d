namespace Toguna.Record.Incidents;

/// <summary>Contradictions among the figures of an incident: kept and said, never refused or put right.</summary>
public static class CasualtyWarnings
{
    private static readonly string[] Endings = ["low_above_best", "best_above_high", "low_above_high"];

    /// <param name="before">The codes so far; those that are not about bounds stay.</param>
    /// <returns>Codes separated by commas; null: none.</returns>
    public static string? Of(string? before, Bounds killed, Bounds civilians, Bounds injured)
    {
        var codes = (before ?? "")
            .Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Where(c => !Endings.Any(e => c.EndsWith(e, StringComparison.Ordinal)))
            .Concat(Odd(killed, ""))
            .Concat(Odd(civilians, "civilians_"))
            .Concat(Odd(injured, "injured_"))
            .Distinct()
            .ToList();
        return codes.Count == 0 ? null : string.Join(',', codes);
    }

    private static IEnumerable<string> Odd(Bounds b, string what)
    {
        if (b.Minimum > b.Best)
        {
            yield return what + Endings[0];
        }
        if (b.Best > b.Maximum)
        {
            yield return what + Endings[1];
        }
        if (b.Best is null && b.Minimum > b.Maximum)
        {
            yield return what + Endings[2];
        }
    }
}
