using System.Globalization;
using System.Resources;

namespace Toguna.Record;

/// <summary>The codes of the record in the reader's words, English or French, for pages, exports and the command line.</summary>
/// <remarks>A code we do not know is shown as it is, without its underscores: a newer node may know more than this one.</remarks>
public static class IncidentWords
{
    private static readonly ResourceManager Words = new(typeof(IncidentWords));

    /// <summary>Findings of a verification, in the order of lists.</summary>
    public static IReadOnlyList<string> Findings { get; } =
    ["reported", "under", "corroborated", "verified", "contested", "discounted"];

    public static IReadOnlyList<string> Grades { get; } = ["claimed", "alleged", "suspected", "confirmed"];

    public static IReadOnlyList<string> Sexes { get; } = ["woman", "man", "unknown"];

    public static IReadOnlyList<string> Ages { get; } = ["child", "adult", "unknown"];

    public static IReadOnlyList<string> Statuses { get; } =
    ["civilian", "other_protected", "armed_forces", "direct_participant", "unknown"];

    /// <summary>By what the harm was done.</summary>
    /// <seealso href="https://www.ohchr.org/sites/default/files/Documents/Publications/Guidance_on_Casualty_Recording.pdf">OHCHR, Guidance on Casualty Recording (2019)</seealso>
    public static IReadOnlyList<string> Causes { get; } =
    [
        "small_arms",
        "heavy_weapons",
        "air_strike",
        "planted_explosives",
        "chemical",
        "other_weapon",
        "fire",
        "deprivation",
        "detention",
        "traffic",
        "other",
        "unknown",
    ];

    public static IReadOnlyList<int> Types { get; } = [1, 2, 3];

    public static string Finding(string code, CultureInfo? culture = null) => Of("finding_" + code, code, culture);

    public static string Grade(string code, CultureInfo? culture = null) => Of("grade_" + code, code, culture);

    public static string Role(string code, CultureInfo? culture = null) => Of("role_" + code, code, culture);

    public static string Outcome(string code, CultureInfo? culture = null) => Of("outcome_" + code, code, culture);

    public static string Sex(string code, CultureInfo? culture = null) => Of("sex_" + code, code, culture);

    public static string Age(string code, CultureInfo? culture = null) => Of("age_" + code, code, culture);

    public static string Status(string code, CultureInfo? culture = null) => Of("status_" + code, code, culture);

    public static string Cause(string code, CultureInfo? culture = null) => Of("cause_" + code, code, culture);

    public static string Type(int type, CultureInfo? culture = null) => Of("type_" + type, Plain(type), culture);

    /// <summary>UCDP <c>where_prec</c> in words; null: not given.</summary>
    public static string WherePrecision(int? precision, CultureInfo? culture = null) =>
        precision is { } p ? Of("where_" + p, Plain(p), culture) : NotGiven(culture);

    /// <summary>UCDP <c>date_prec</c> in words.</summary>
    public static string DatePrecision(int? precision, CultureInfo? culture = null) =>
        precision is { } p ? Of("date_" + p, Plain(p), culture) : NotGiven(culture);

    /// <summary>A warning on an incident as a sentence, e.g. of <c>low_above_best</c>.</summary>
    public static string Warning(string code, CultureInfo? culture = null) => Of("warning_" + code, code, culture);

    /// <summary>The list an incident is known in: <c>ucdp-ged</c>, <c>acled</c>, <c>form</c>, <c>csv:name</c>.</summary>
    public static string Source(string scheme, CultureInfo? culture = null) =>
        scheme.StartsWith("csv:", StringComparison.Ordinal) ? scheme[4..] : Of("source_" + scheme, scheme, culture);

    public static string NotGiven(CultureInfo? culture = null) => Of("not_given", "?", culture);

    public static string NotAttributed(CultureInfo? culture = null) => Of("not_attributed", "?", culture);

    internal static string Of(string key, string otherwise, CultureInfo? culture = null) =>
        Words.GetString(key, culture ?? CultureInfo.CurrentUICulture) ?? otherwise.Replace('_', ' ');

    private static string Plain(int number) => number.ToString(CultureInfo.InvariantCulture);
}
