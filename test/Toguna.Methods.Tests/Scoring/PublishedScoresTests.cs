using System.Globalization;
using System.IO.Compression;
using Shouldly;
using Toguna.Methods.Scoring;
using Toguna.Tests.Foundation;

namespace Toguna.Methods.Tests.Scoring;

/// <summary>The benchmarks of the VIEWS prediction challenge against the deaths of 2020: 191 countries, 12 months, 1,000 draws.</summary>
public sealed class PublishedScoresTests
{
    [Theory]
    [InlineData("last_historical_poisson_2020.csv.gz", 13.698199829842933, 1e-10)]
    // Published to eight digits; in whole fractions it is 21.26992261431064.
    [InlineData("bootstrap_2020.csv.gz", 21.269923, 5e-7)]
    [InlineData("bootstrap_2020.csv.gz", 21.26992261431064, 1e-10)]
    public void Crps_is_the_published_one(string forecast, double published, double within)
    {
        var outcomes = Rows(SharedData.Path("forecast_scoring/actuals_2020.csv"))
            .ToDictionary(r => (r.Country, r.Month), r => r.Deaths);
        var draws = Rows(SharedData.Path($"forecast_scoring/{forecast}"))
            .GroupBy(r => (r.Country, r.Month), r => r.Deaths)
            .ToDictionary(g => g.Key, g => g.ToArray());
        outcomes.Count.ShouldBe(191 * 12);
        outcomes.Average(o => Crps.Score(o.Value, draws[o.Key])).ShouldBe(published, within);
    }

    private static IEnumerable<(int Country, int Month, double Deaths)> Rows(string path)
    {
        using var file = File.OpenRead(path);
        using Stream plain = path.EndsWith(".gz", StringComparison.Ordinal)
            ? new GZipStream(file, CompressionMode.Decompress)
            : file;
        using var reader = new StreamReader(plain);
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            var cells = line.Split(',');
            yield return (
                int.Parse(cells[0], CultureInfo.InvariantCulture),
                int.Parse(cells[1], CultureInfo.InvariantCulture),
                double.Parse(cells[2], CultureInfo.InvariantCulture)
            );
        }
    }
}
