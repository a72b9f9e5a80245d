using Toguna.Methods.Forecasting;
using Toguna.Methods.Numerics;

namespace Toguna.Methods.Tests.Forecasting;

/// <summary>Panels whose truth is known because it was made.</summary>
internal static class Worlds
{
    /// <summary>A panel of deaths alone.</summary>
    public static Panel Of(params double[][] deaths) =>
        new(
            [.. deaths.Select((_, u) => $"U{u}")],
            deaths,
            [.. deaths.Select(d => new double[d.Length])],
            [.. deaths.Select(d => new double[d.Length])]
        );

    public static double[] Constant(double value, int months) => [.. Enumerable.Repeat(value, months)];

    /// <summary>Units whose log intensity wanders around a mean of their own and comes back to it: counts are Poisson given it.</summary>
    public static Panel Returning(ulong seed, int units, int months)
    {
        var random = new Xoshiro256(seed);
        double[][] deaths = new double[units][],
            events = new double[units][],
            companion = new double[units][];
        for (var u = 0; u < units; u++)
        {
            (deaths[u], events[u], companion[u]) = (new double[months], new double[months], new double[months]);
            var mean = Draws.Between(random, -1, 4);
            var state = mean;
            for (var m = 0; m < months; m++)
            {
                state = mean + 0.8 * (state - mean) + 0.6 * Draws.Normal(random);
                deaths[u][m] = Draws.Poisson(random, Math.Exp(state));
                events[u][m] = Draws.Binomial(random, (int)deaths[u][m], 0.3);
                companion[u][m] = Draws.Binomial(random, (int)deaths[u][m], 0.5);
            }
        }
        return new Panel([.. Enumerable.Range(0, units).Select(u => $"U{u}")], deaths, events, companion);
    }
}
