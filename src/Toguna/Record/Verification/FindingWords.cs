using Microsoft.Extensions.Localization;
using Toguna.Record.Incidents;

namespace Toguna.Record.Verification;

/// <summary>Standards and reports in the reader's words.</summary>
internal static class FindingWords
{
    /// <summary>A standard that we know by its name; any other as it was written.</summary>
    public static string Standard(IStringLocalizer text, string standard) =>
        DecideFinding.Standards.Contains(standard) ? text["standard_" + standard] : standard;

    /// <summary>A report by its source and its number in the list it comes from.</summary>
    public static string Report(RestsOn report) =>
        string.Join(
            " ",
            new[]
            {
                report.Scheme is { } scheme && scheme != "form" ? IncidentWords.Source(scheme) : report.CodeName,
                report.Scheme == "form" ? null : report.ExternalId,
            }.OfType<string>()
        );
}
