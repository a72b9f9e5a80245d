using System.Globalization;

namespace Toguna.Formats.Reports;

/// <summary>
/// Reads a mission's list of reports: CSV in any dialect, packed or not, or XLSX, with the columns <c>id, received, source,
/// reliability, channel, language, text, credibility, supersedes, about</c> in any order.
/// </summary>
/// <remarks>
/// <c>id</c>, <c>received</c>, <c>source</c>, <c>channel</c> and <c>text</c> are needed. A column of another name refuses
/// the file: what it says would be lost in silence.
/// </remarks>
public static class ReportReader
{
    /// <summary>Longest text of a report in characters.</summary>
    public const int LongestText = 100_000;

    private const int LongestId = 100;
    private const int LongestName = 60;
    private const int LongestAbout = 300;

    /// <summary>The ways by which a report comes.</summary>
    public static readonly IReadOnlyList<string> Channels =
    [
        "sms",
        "phone",
        "email",
        "radio",
        "patrol",
        "meeting",
        "paper",
        "form",
    ];

    private static readonly string[] Names =
    [
        "id",
        "received",
        "source",
        "reliability",
        "channel",
        "language",
        "text",
        "credibility",
        "supersedes",
        "about",
    ];

    private static readonly string[][] RequiredColumns =
    [
        ["id"],
        ["received"],
        ["source"],
        ["channel"],
        ["text"],
    ];

    private static readonly string[] Instants =
    [
        "yyyy-MM-dd'T'HH:mm'Z'",
        "yyyy-MM-dd'T'HH:mm:ss'Z'",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'",
        "yyyy-MM-dd'T'HH:mmzzz",
        "yyyy-MM-dd'T'HH:mm:sszzz",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz",
    ];

    /// <summary>The reports, one at a time, refused rows among them.</summary>
    /// <exception cref="UnreadableFileException">The header lacks a needed column or has one of another name; the message names it.</exception>
    public static IEnumerable<Parsed<ReportRow>> Read(RowSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var map = new ColumnMap(source.Header);
        map.Require("a list of reports", RequiredColumns);
        var known = Names.Select(n => map.Find(n)).ToHashSet();
        for (var i = 0; i < source.Header.Count; i++)
            if (!known.Contains(i) && source.Header[i].Length > 0)
                throw new UnreadableFileException(
                    "header_unknown",
                    $"The column {Fault.Quote(source.Header[i])} is not one of a list of reports, or stands twice; expected {string.Join(", ", Names)}."
                );
        return Rows(source, map);
    }

    private static IEnumerable<Parsed<ReportRow>> Rows(RowSource source, ColumnMap map)
    {
        var fields = new Fields(source.Header);
        var at = Names.ToDictionary(n => n, n => map.Find(n));
        while (source.TryRead(out var item))
        {
            if (item.Row is not { } row)
            {
                yield return Parsed<ReportRow>.Refused(item);
                continue;
            }
            fields.Begin(row);
            var read = new ReportRow(
                Short("id", LongestId, required: true) ?? "",
                Received(fields, at["received"]),
                Short("source", LongestName, required: true) ?? "",
                OneOf("reliability", "a letter from A to F", t => t.Length == 1 && t[0] is >= 'A' and <= 'F'),
                OneOf("channel", "one of " + string.Join(", ", Channels), Channels.Contains, required: true) ?? "",
                OneOf(
                    "language",
                    "two or three small letters such as en or fr",
                    t => t.Length is 2 or 3 && t.All(char.IsAsciiLetterLower)
                ),
                Message(row),
                fields.Whole(at["credibility"], 1, 6, "credibility_invalid"),
                Short("supersedes", LongestId),
                Short("about", LongestAbout)
            );
            yield return new Parsed<ReportRow>(row, fields.Good ? read : null, fields.Faults, fields.Warnings);
        }

        string? OneOf(string column, string expected, Func<string, bool> fits, bool required = false)
        {
            var text = required ? fields.Required(at[column]) : fields.Text(at[column]);
            if (text is null or "" || fits(text))
                return text;
            fields.Refuse(at[column], column + "_invalid", $"{column} is {Fault.Quote(text)}; expected {expected}.");
            return null;
        }

        // What people see in lists and links: one line, nothing that hides or turns letters round.
        string? Short(string column, int longest, bool required = false) =>
            OneOf(
                column,
                $"at most {longest} characters on one line, without marks that hide or turn letters round",
                t => t.Length <= longest && !t.Any(IsHidden),
                required
            );

        string Message(RawRow row)
        {
            if (fields.Required(at["text"]) is "")
                return "";
            var text = row.Cells[at["text"]];
            if (text.Length > LongestText)
                fields.Refuse(
                    at["text"],
                    "text_too_long",
                    $"text has {text.Length:N0} characters; expected at most {LongestText:N0}."
                );
            return text;
        }
    }

    private static bool IsHidden(char c) =>
        CharUnicodeInfo.GetUnicodeCategory(c)
            is UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator;

    private static DateTimeOffset Received(Fields fields, int column)
    {
        var text = fields.Required(column);
        if (text.Length == 0)
            return default;
        if (
            DateTimeOffset.TryParseExact(
                text,
                Instants,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out var instant
            ) && instant.Year is >= 1900 and <= 2200
        )
            return DateTimeOffset.FromUnixTimeMilliseconds(instant.ToUnixTimeMilliseconds());
        fields.Refuse(
            column,
            "instant_invalid",
            $"received is {Fault.Quote(text)}; expected a day and time with its offset, as 2025-05-16T04:41:00Z."
        );
        return default;
    }
}
