using Toguna.Foundation.Access;

namespace Toguna.Gather;

/// <summary>Which of all that was said counts for a use: the newest answer for that audience, else the newest for everybody outside.</summary>
/// <remarks>Said twice, of a list in memory and to the database; tests hold the two together.</remarks>
public static class ConsentRule
{
    /// <summary>What a release is called in <c>consent</c>.</summary>
    public static string UseOf(Release use) => use.Audience is null ? Consents.ShareInside : Consents.ShareOutside;

    /// <param name="said">The newest first.</param>
    /// <returns>Null: it was never spoken of. Of a source's material that is a refusal.</returns>
    public static ConsentLine? Answer(IReadOnlyCollection<ConsentLine> said, string use, Audience? audience = null)
    {
        var own = audience is { } one ? Audiences.NameOf(one) : "";
        return said.FirstOrDefault(l => l.Use == use && l.Audience == own)
            ?? said.FirstOrDefault(l => l.Use == use && l.Audience.Length == 0);
    }

    /// <summary>The same as an expression: 1 given, 0 refused, null never spoken of; the parameter <c>yes</c> is true.</summary>
    /// <param name="kind">Kind of the subject.</param>
    /// <param name="subject">Its id, an expression; looked up for each by the index.</param>
    public static string Sql(string kind, string subject, Release use) =>
        $"""
            (SELECT CASE WHEN n.given = @yes THEN 1 ELSE 0 END {Newest(
                $"'{kind}'",
                subject,
                $"'{UseOf(use)}'",
                Name(use)
            )})
            """;

    /// <summary>Which line it is that counts, as an expression of its id.</summary>
    public static string Line(string kind, string subject, Release use) =>
        $"(SELECT n.consent_id {Newest($"'{kind}'", subject, $"'{UseOf(use)}'", Name(use))})";

    /// <summary>The answer that counts now, where use and audience are themselves expressions.</summary>
    public static string Now(string kind, string subject, string use, string audience) =>
        $"(SELECT CASE WHEN n.given = @yes THEN 1 ELSE 0 END {Newest(kind, subject, use, audience)})";

    private static string Name(Release use) => use.Audience is { } one ? $"'{Audiences.NameOf(one)}'" : "''";

    /// <summary>The empty audience, which is everybody, sorts after each that has a name.</summary>
    private static string Newest(string kind, string subject, string use, string audience) =>
        $"""
            FROM consent n WHERE n.subject_kind = {kind} AND n.subject_id = {subject} AND n.use_of = {use}
              AND n.audience {(audience == "''" ? "= ''" : $"IN ('', {audience})")}
              ORDER BY n.audience DESC, n.at DESC, n.consent_id DESC LIMIT 1
            """;
}
