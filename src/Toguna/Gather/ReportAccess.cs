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
        $"({source}.kind <> '{Person}' OR {Allows(report, UseOf(use))} = 1)";

    /// <summary>The name of a use in <c>consent</c>.</summary>
    public static string UseOf(Release use) => use == Release.Outside ? Consents.ShareOutside : Consents.ShareInside;

    /// <summary>What was said last, looked up for each source by the index; nothing said is no.</summary>
    private static string Allows(string report, string use) =>
        $"""
            coalesce((SELECT CASE WHEN c.given = @yes THEN 1 ELSE 0 END FROM consent c
              WHERE c.subject_kind = 'source' AND c.subject_id = {report}.source_id AND c.use_of = '{use}' AND c.audience = ''
              ORDER BY c.at DESC, c.consent_id DESC LIMIT 1), 0)
            """;
}
