using System.Globalization;
using Toguna.Foundation.Access;

namespace Toguna.Record;

/// <summary>For whom an export is made, as addresses, the command line and the list of exports name it.</summary>
public static class ExportAudiences
{
    public const string Inside = "inside";

    /// <summary>Named, until there were several audiences, everybody outside; an export of today says for whom of them.</summary>
    public const string Outside = "outside";

    /// <summary>The mission first, then those outside it.</summary>
    public static IReadOnlyList<string> Names { get; } = [Inside, .. Audiences.All.Select(Audiences.NameOf)];

    /// <exception cref="Foundation.ProblemException">There is no such audience, or it is not said for whom outside.</exception>
    public static Release Read(string name) =>
        name == Inside ? Release.Inside
        : Audiences.Find(name) is { } audience ? Release.Outside(audience)
        : throw (
            name is Outside or ""
                ? RecordProblems.AudienceMissing(string.Join(", ", Names.Skip(1)))
                : RecordProblems.AudienceUnknown(name, string.Join(", ", Names))
        ).Raise();

    /// <summary>In the reader's language, also of an export from before there were several.</summary>
    public static string Words(string name, CultureInfo? culture = null) =>
        Audiences.Find(name) is { } audience
            ? Audiences.Words(audience, culture)
            : IncidentWords.Of("export_audience_" + name, name, culture ?? CultureInfo.CurrentUICulture);
}
