namespace Toguna.Methods.Forecasting;

/// <summary>A way to forecast, by the name that tables of scores give it.</summary>
/// <param name="Name">Stable, e.g. <c>conflictology-12</c>.</param>
/// <param name="Forecast">From a panel and a number of horizons: [unit][horizon − 1] = 1,000 sorted draws. Deterministic; knows the panel alone.</param>
public sealed record ForecastModel(string Name, Func<Panel, int, CancellationToken, double[][][]> Forecast)
{
    /// <summary>What every other model is compared with.</summary>
    public const string Benchmark = "conflictology-12";

    /// <summary>All there are: benchmarks first, then the forecaster.</summary>
    public static IReadOnlyList<ForecastModel> All { get; } =
    [
        Flat("zero", _ => new double[PooledForecaster.Draws]),
        Flat("last", h => LastValue.Draws(h)),
        Flat(Benchmark, h => Conflictology.Draws(h)),
        Flat("conflictology-36", h => Conflictology.Draws(h, 36)),
        Flat("weighted-history", h => WeightedHistory.Draws(h)),
        new("pool", PooledForecaster.Forecast),
    ];

    /// <summary>A model that says the same for every horizon, from the unit's own history.</summary>
    private static ForecastModel Flat(string name, Func<double[], double[]> draws) =>
        new(
            name,
            (panel, horizons, ct) =>
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
