using System.Collections.Frozen;
using System.Globalization;
using Toguna.Foundation;
using Toguna.Methods.Text;

namespace Toguna.Record;

/// <summary>A kind of act and what it is called elsewhere.</summary>
/// <param name="Code">As it is stored, e.g. <c>killing</c>.</param>
/// <param name="GraveViolation">The grave violation against children it belongs to; null: none.</param>
/// <param name="AcledSubEvents">ACLED sub-events in which it is found.</param>
/// <param name="UcdpTypes">UCDP types of violence whose deaths it counts.</param>
public sealed record ActType(
    string Code,
    string English,
    string French,
    string? GraveViolation,
    IReadOnlyList<string> AcledSubEvents,
    IReadOnlyList<int> UcdpTypes
)
{
    public string Name(CultureInfo? culture = null) =>
        (culture ?? CultureInfo.CurrentUICulture).TwoLetterISOLanguageName == "fr" ? French : English;
}

/// <summary>The kinds of act of <c>data/act-types.csv</c>, in its order. Immutable.</summary>
public static class ActTypes
{
    public static IReadOnlyList<ActType> All { get; } = Read();

    private static readonly FrozenDictionary<string, ActType> ByCode = All.ToFrozenDictionary(a => a.Code);

    private static readonly FrozenDictionary<string, string> ByKey = All.SelectMany(a =>
            new[] { a.Code, a.English, a.French }.Select(name => (Key: Fold.Key(name), a.Code))
        )
        .DistinctBy(a => a.Key)
        .ToFrozenDictionary(a => a.Key, a => a.Code);

    /// <returns>Null when there is no such code.</returns>
    public static ActType? Find(string code) => ByCode.GetValueOrDefault(code);

    /// <summary>The code behind a code or a name in English or French, whatever its case and accents; null when there is none.</summary>
    public static string? CodeOf(string text) => ByKey.GetValueOrDefault(Fold.Key(text));

    /// <summary>The name in the reader's language; a code we do not know is shown as it is, without its underscores.</summary>
    public static string Name(string code, CultureInfo? culture = null) =>
        Find(code)?.Name(culture) ?? code.Replace('_', ' ');

    private static List<ActType> Read() =>
        [
            .. ShippedTable
                .Rows("act-types.csv")
                .Select(c => new ActType(
                    c[0],
                    c[1],
                    c[2],
                    c[3].Length == 0 ? null : c[3],
                    c[4].Split('|', StringSplitOptions.RemoveEmptyEntries),
                    [
                        .. c[5]
                            .Split('|', StringSplitOptions.RemoveEmptyEntries)
                            .Select(t => int.Parse(t, CultureInfo.InvariantCulture)),
                    ]
                )),
        ];
}
