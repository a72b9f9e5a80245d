using Toguna.Foundation.Access;

namespace Toguna.Gather;

/// <summary>Which reports may be used how: what their sources allow. What a reader may know of at all is <see cref="Reach"/>.</summary>
public static class ReportAccess
{
    /// <summary>The kind of source whose material is used only as that person allows.</summary>
    public const string Person = "person";

    /// <summary>The condition that a report may be used so; the parameter <c>yes</c> is true.</summary>
    /// <param name="report">Alias of <c>report</c>.</param>
    /// <param name="source">Alias of <c>source</c>.</param>
    public static string Free(string report, string source, Release use) =>
        $"({source}.kind <> '{Person}' OR coalesce({ConsentRule.Sql(SealedSources.Kind, $"{report}.source_id", use)}, 0) = 1)";
}
