using System.Globalization;
using System.Text;

namespace Toguna.Formats.Cap;

/// <summary>How CAP writes names, times, lists and points, and what it lets them be; for the reader and the writer alike.</summary>
internal static class CapText
{
    public const string Namespace = "urn:oasis:names:tc:emergency:cap:1.2";

    /// <summary>Whether text names a message or a sender: some characters, none of them white space, a comma, <c>&lt;</c> or <c>&amp;</c>.</summary>
    public static bool IsName(string text)
    {
        foreach (var c in text)
            if (char.IsWhiteSpace(c) || c is ',' or '<' or '&')
                return false;
        return text.Length > 0;
    }

    /// <summary>Whether text is a language code as XML Schema has it: subtags of 1 to 8 letters, after the first also digits.</summary>
    public static bool IsLanguage(string text)
    {
        var first = true;
        foreach (var range in text.AsSpan().Split('-'))
        {
            var tag = text.AsSpan(range);
            if (tag.Length is 0 or > 8)
                return false;
            foreach (var c in tag)
                if (!char.IsAsciiLetter(c) && (first || !char.IsAsciiDigit(c)))
                    return false;
            first = false;
        }
        return true;
    }

    /// <summary>Whether text is an absolute http or https address without white space; what else a link can be runs programs.</summary>
    public static bool IsHttp(string text) =>
        !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c))
        && Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https";

    /// <summary>A time as CAP writes it: whole seconds, an offset, UTC as <c>-00:00</c>.</summary>
    public static string Time(DateTimeOffset time) =>
        time.ToString(
            time.Offset == TimeSpan.Zero ? "yyyy-MM-ddTHH:mm:ss'-00:00'" : "yyyy-MM-ddTHH:mm:sszzz",
            CultureInfo.InvariantCulture
        );

    /// <summary>A time as <see cref="Time"/> writes it; also with <c>+00:00</c>.</summary>
    public static bool TryTime(string text, out DateTimeOffset time)
    {
        time = default;
        return text is [.., '+' or '-', _, _, ':', _, _]
            && DateTimeOffset.TryParseExact(
                text,
                "yyyy-MM-ddTHH:mm:sszzz",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out time
            );
    }

    /// <summary>A list whose members are parted by spaces; one with white space in it stands in quotation marks.</summary>
    public static string List(IEnumerable<string> members) =>
        string.Join(' ', members.Select(m => m.Any(char.IsWhiteSpace) ? $"\"{m}\"" : m));

    /// <summary>The members of a <see cref="List"/>; null where quotation marks are not closed, or stand inside of a member.</summary>
    public static List<string>? Members(string text)
    {
        var members = new List<string>();
        var at = 0;
        while (true)
        {
            while (at < text.Length && char.IsWhiteSpace(text[at]))
                at++;
            if (at == text.Length)
                return members;
            var quoted = text[at] == '"';
            var from = quoted ? at + 1 : at;
            at = from;
            while (at < text.Length && text[at] != '"' && (quoted || !char.IsWhiteSpace(text[at])))
                at++;
            var closed = at < text.Length && text[at] == '"';
            if (quoted != closed || string.IsNullOrWhiteSpace(text[from..at]))
                return null;
            members.Add(text[from..at]);
            if (quoted && ++at < text.Length && !char.IsWhiteSpace(text[at]))
                return null;
        }
    }

    public static string Reference(CapReference reference) =>
        $"{reference.Sender},{reference.Identifier},{Time(reference.Sent)}";

    public static bool TryReference(string text, out CapReference reference)
    {
        reference = null!;
        if (text.Split(',') is not [var sender, var identifier, var sent])
            return false;
        if (!IsName(sender) || !IsName(identifier) || !TryTime(sent, out var time))
            return false;
        reference = new CapReference(sender, identifier, time);
        return true;
    }

    public static string Number(decimal number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A decimal number without exponent or thousands.</summary>
    public static bool TryNumber(ReadOnlySpan<char> text, out decimal number) =>
        decimal.TryParse(
            text,
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out number
        );

    public static string Point(CapPoint point) => $"{Number(point.Latitude)},{Number(point.Longitude)}";

    public static string Circle(CapCircle circle) => $"{Point(circle.Centre)} {Number(circle.Radius)}";

    /// <summary>Two numbers with a comma between them; where on Earth is another question.</summary>
    public static bool TryPoint(ReadOnlySpan<char> text, out CapPoint point)
    {
        point = default;
        var comma = text.IndexOf(',');
        if (
            comma < 0
            || !TryNumber(text[..comma], out var latitude)
            || !TryNumber(text[(comma + 1)..], out var longitude)
        )
            return false;
        point = new CapPoint(latitude, longitude);
        return true;
    }

    /// <summary>What is wrong with where a point is, for a sentence; null for nothing.</summary>
    public static string? Astray(CapPoint point) =>
        Math.Abs(point.Latitude) > 90 ? $"latitude {Number(point.Latitude)}; expected -90 to 90"
        : Math.Abs(point.Longitude) > 180 ? $"longitude {Number(point.Longitude)}; expected -180 to 180"
        : null;

    /// <summary>What is wrong with a ring, as code and words; null for nothing.</summary>
    public static (string Code, string Reason)? BadRing(IReadOnlyList<CapPoint> ring)
    {
        foreach (var point in ring)
            if (Astray(point) is { } astray)
                return ("point_invalid", $"has the point {Point(point)} with {astray}.");
        if (ring.Count < 4)
            return ("ring_too_short", $"has {ring.Count} points; expected at least 4, the last the same as the first.");
        return ring[0] == ring[^1]
            ? null
            : ("ring_open", $"begins at {Point(ring[0])} and ends at {Point(ring[^1])}; expected the same point.");
    }

    /// <summary>The first character that XML cannot hold, as <c>U+0001</c>; null when there is none.</summary>
    public static string? Illegal(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (c is not (>= ' ' and < '\uD800' or >= '\uE000' and < '\uFFFE' or '\t' or '\n' or '\r'))
                return string.Create(CultureInfo.InvariantCulture, $"U+{(int)c:X4}");
        }
        return null;
    }

    /// <summary>Member names of a code, in order.</summary>
    public static string Names<T>()
        where T : struct, Enum => string.Join(", ", Enum.GetNames<T>());

    /// <summary>The member that is called exactly so: neither a number nor another case.</summary>
    public static bool TryCode<T>(string text, out T code)
        where T : struct, Enum
    {
        var at = Array.IndexOf(Enum.GetNames<T>(), text);
        code = at < 0 ? default : Enum.GetValues<T>()[at];
        return at >= 0;
    }
}
