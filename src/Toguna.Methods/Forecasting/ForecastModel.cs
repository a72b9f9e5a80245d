namespace Toguna.Methods.Forecasting;

/// <summary>A way to forecast, by the name that tables of scores give it.</summary>
/// <param name="Name">Stable, e.g. <c>conflictology-12</c>.</param>
/// <param name="Forecast">From a panel, a number of horizons and a seed: [unit][horizon − 1] = 1,000 sorted draws. The same for the same; knows the panel alone.</param>
public sealed record ForecastModel(string Name, Func<Panel, int, ulong, CancellationToken, double[][][]> Forecast)
{
    /// <summary>What every other model is compared with.</summary>
    public const string Benchmark = "conflictology-12";

    /// <summary>All there are: benchmarks first, then the parts of the forecaster, then the forecaster.</summary>
    public static IReadOnlyList<ForecastModel> All { get; } =
    [
        Flat("zero", _ => new double[PooledForecaster.Draws]),
        Flat("last", h => LastValue.Draws(h)),
        Flat(Benchmark, h => Conflictology.Draws(h)),
        Flat("conflictology-36", h => Conflictology.Draws(h, 36)),
        Flat("weighted-history", h => WeightedHistory.Draws(h)),
        Pooled("analogues", new PoolWeights(1, 0, 0)),
        Pooled("quantile-forest", new PoolWeights(0, 1, 0)),
        Pooled("pool-without-forest", PoolWeights.Usual with { Forest = 0 }),
        Pooled("pool", PoolWeights.Usual),
    ];

    private static ForecastModel Pooled(string name, PoolWeights weights) =>
        new(name, (panel, horizons, seed, ct) => PooledForecaster.Forecast(panel, horizons, weights, seed, ct));

    /// <summary>A model that says the same for every horizon, from the unit's own history.</summary>
    private static ForecastModel Flat(string name, Func<double[], double[]> draws) =>
        new(
            name,
            (panel, horizons, _, ct) =>
            {
                panel.Check();
                return
                [
                    .. panel.Deaths.Select(history =>
                    {
                        ct.ThrowIfCancellationRequested();
                        return Enumerable.Repeat(draws(history), horizons).ToArray();
                    }),
                ];
            }
        );
}
