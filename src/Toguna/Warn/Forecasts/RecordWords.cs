using System.Globalization;

namespace Toguna.Warn.Forecasts;

/// <summary>What a track record comes to, in one sentence.</summary>
internal static class RecordWords
{
    /// <param name="say">The words of a key.</param>
    public static string Verdict(TrackRecord record, Func<string, string> say)
    {
        var culture = CultureInfo.CurrentUICulture;
        var sentence = string.Format(
            culture,
            say("verdict_" + record.Verdict),
            ForecastWords.Number((long)record.Overall.Scored),
            record.Issues,
            record.Better,
            record.Overall.Crps is { } error ? ForecastWords.Number(error) : "?",
            record.Overall.BenchmarkCrps is { } usual ? ForecastWords.Number(usual) : "?",
            record.Overall.Coverage is { } covered ? ForecastWords.Share(covered) : "?",
            ForecastIssues.ScoredAfterDays
        );
        var until = record.BetterUntil;
        return record.Verdict switch
        {
            "better" or "no_better" when until > 0 && until < record.Horizons.Count =>
                $"{sentence} {string.Format(culture, say(until == 1 ? "verdict_until_one" : "verdict_until"), until)}",
            "no_better" when until == 0 => $"{sentence} {say("verdict_looking_back")}",
            _ => sentence,
        };
    }
}
