using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Localization;

namespace Toguna.Foundation.Sealing;

/// <summary>Kinds of subjects, reasons and counts in the language of the texts.</summary>
internal static class SealingWords
{
    /// <summary>"source"; a kind without a word stays as it is written.</summary>
    public static string Kind(IStringLocalizer<SealingText> texts, string kind) =>
        texts["kind_" + kind] is { ResourceNotFound: false } known ? known : kind;

    /// <summary>"Source KORA-7", as a line begins.</summary>
    public static string Subject(IStringLocalizer<SealingText> texts, string kind, string code) =>
        Kind(texts, kind) is { Length: > 0 } word
            ? $"{char.ToUpper(word[0], CultureInfo.CurrentUICulture)}{word[1..]} {code}"
            : code;

    /// <param name="reason">Name of a <see cref="ShredReason"/>.</param>
    public static string Reason(IStringLocalizer<SealingText> texts, string reason) =>
        texts["reason_" + JsonNamingPolicy.SnakeCaseLower.ConvertName(reason)];

    /// <summary>The text of <paramref name="key"/> for none, one or several.</summary>
    public static string Count(IStringLocalizer<SealingText> texts, string key, long count) =>
        texts[
            key
                + count switch
                {
                    0 => "_none",
                    1 => "_one",
                    _ => "_many",
                },
            count.ToString("N0", CultureInfo.CurrentCulture)
        ];
}
