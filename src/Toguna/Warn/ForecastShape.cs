using System.Globalization;
using System.Text.Json;

namespace Toguna.Warn;

/// <summary>A forecast as it is kept: whole numbers of people, and how many of its draws say so. Pure.</summary>
/// <remarks>At least one draw; values from 0 up, each once, in ascending order. Immutable.</remarks>
public sealed class ForecastShape
{
    private readonly (long Killed, int Draws)[] counts;

    private ForecastShape((long Killed, int Draws)[] counts)
    {
        this.counts = counts;
        Draws = counts.Sum(c => c.Draws);
    }

    /// <summary>How many draws there are.</summary>
    public int Draws { get; }

    public double Mean => counts.Sum(c => (double)c.Killed * c.Draws) / Draws;

    public long Most => counts[^1].Killed;

    /// <param name="draws">Shape (S,), S ≥ 1, any order; rounded to whole people, halves up.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    /// <exception cref="ArgumentOutOfRangeException">One is negative, NaN or infinite.</exception>
    public static ForecastShape Of(ReadOnlySpan<double> draws)
    {
        if (draws.IsEmpty)
        {
            throw new ArgumentException("A forecast has at least one draw.", nameof(draws));
        }
        var counted = new SortedDictionary<long, int>();
        foreach (var draw in draws)
        {
            if (!(draw >= 0 && double.IsFinite(draw)))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(draws),
                    draw,
                    $"A draw is {draw}; it must be finite and not below 0."
                );
            }
            var whole = (long)Math.Floor(draw + 0.5);
            counted[whole] = counted.GetValueOrDefault(whole) + 1;
        }
        return new ForecastShape([.. counted.Select(c => (c.Key, c.Value))]);
    }

    /// <summary>As <see cref="ToJson"/> wrote it.</summary>
    public static ForecastShape Parse(string json) =>
        new([
            .. JsonSerializer
                .Deserialize<Dictionary<string, int>>(json)!
                .Select(c => (long.Parse(c.Key, CultureInfo.InvariantCulture), c.Value))
                .OrderBy(c => c.Item1),
        ]);

    /// <summary>Compact: <c>{"0":412,"3":12}</c>.</summary>
    public string ToJson() =>
        "{"
        + string.Join(',', counts.Select(c => string.Create(CultureInfo.InvariantCulture, $"\"{c.Killed}\":{c.Draws}")))
        + "}";

    /// <summary>The chance of so many or more, 0 to 1.</summary>
    public double ChanceOf(long least) => (double)counts.Where(c => c.Killed >= least).Sum(c => c.Draws) / Draws;

    /// <summary>The chance of a number from one to another, both in it.</summary>
    public double Between(long from, long to) =>
        (double)counts.Where(c => c.Killed >= from && c.Killed <= to).Sum(c => c.Draws) / Draws;

    /// <summary>The least number that this share of the draws does not exceed.</summary>
    /// <param name="share">0 to 1.</param>
    public long Quantile(double share)
    {
        // A share such as .95 is no exact number in binary.
        var needed = share * Draws - 1e-9;
        var sum = 0;
        foreach (var (killed, draws) in counts)
        {
            sum += draws;
            if (sum >= needed)
            {
                return killed;
            }
        }
        return Most;
    }

    /// <summary>The middle interval that holds at least this share.</summary>
    public (long Lower, long Upper) Central(double share) => (Quantile((1 - share) / 2), Quantile(1 - (1 - share) / 2));

    /// <summary>Every draw, in ascending order.</summary>
    public double[] Expand()
    {
        var all = new double[Draws];
        var at = 0;
        foreach (var (killed, draws) in counts)
        {
            all.AsSpan(at, draws).Fill(killed);
            at += draws;
        }
        return all;
    }
}
