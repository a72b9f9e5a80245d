using System.Globalization;

namespace Toguna.Record.Incidents;

/// <summary>Counts in figures and words.</summary>
internal static class CountWords
{
    /// <summary>In the reader's grouping; a bound that was not given is a question mark, never blank and never zero.</summary>
    public static string Figure(long? value) => value?.ToString("N0", CultureInfo.CurrentCulture) ?? "?";
}
