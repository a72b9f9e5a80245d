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
        $"({source}.kind <> '{Person}' OR EXISTS ({Newest(report, UseOf(use))}))";

    /// <summary>The name of a use in <c>consent</c>.</summary>
    public static string UseOf(Release use) => use == Release.Outside ? Consents.ShareOutside : Consents.ShareInside;

    private static string Newest(string report, string use) =>
        $"""
            SELECT 1 FROM consent c WHERE c.subject_kind = 'source' AND c.subject_id = {report}.source_id AND c.use_of = '{use}'
              AND c.audience = '' AND c.given = @yes AND NOT EXISTS (SELECT 1 FROM consent n WHERE n.subject_kind = 'source'
                AND n.subject_id = c.subject_id AND n.use_of = c.use_of AND n.audience = ''
                AND (n.at > c.at OR (n.at = c.at AND n.consent_id > c.consent_id)))
            """;
}
