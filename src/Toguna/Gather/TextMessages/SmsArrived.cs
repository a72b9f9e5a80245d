using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Toguna.Foundation.Messages;

namespace Toguna.Gather.TextMessages;

/// <summary>A text message, or one part of it, as a gateway hands it over.</summary>
/// <param name="From">The number in E.164 where it is one.</param>
/// <param name="Id">What a repetition is told by; where the gateway gives none, what it consists of.</param>
/// <param name="Joint">What the parts of one message share.</param>
/// <param name="Part">1 to <paramref name="Parts"/>.</param>
/// <param name="At">When it was sent, as the gateway says; null: it does not.</param>
internal sealed record SmsArrived(
    string From,
    string Text,
    string Id,
    string Joint,
    int Part,
    int Parts,
    DateTimeOffset? At
)
{
    private const int MostParts = 255;

    /// <summary>Never the number, never the text.</summary>
    public override string ToString() => $"{Part}/{Parts}";

    /// <summary>Reads a form or a JSON object by the names that the mission gave the fields.</summary>
    /// <returns>Null when it is neither, or has no number or no text: then the names are wrong, and the gateway has to keep it.</returns>
    public static SmsArrived? Read(byte[] body, string? contentType, ChannelSettings settings)
    {
        var fields = FieldsOf(body, contentType);
        string? Of(string name) => settings[name] is { Length: > 0 } field ? fields?.GetValueOrDefault(field) : null;
        if (Of("sms_in.from") is not { Length: > 0 } sender || Of("sms_in.text") is not { } text)
        {
            return null;
        }
        var (from, at) = (PhoneNumber.OfSender(sender), Of("sms_in.at"));
        var id = Of("sms_in.id") is { Length: > 0 } given ? given : $"{text}|{at}";
        var (part, parts) = (Number(Of("sms_in.part")), Number(Of("sms_in.parts")));
        if (parts is null || part is null || part > parts)
        {
            (part, parts) = (1, 1);
        }
        var joint = Of("sms_in.reference") is { Length: > 0 } reference && parts > 1 ? reference : id;
        return new SmsArrived(
            from,
            text.Replace("\0", "", StringComparison.Ordinal),
            id,
            joint,
            part.Value,
            parts.Value,
            TimeOf(at)
        );
    }

    private static Dictionary<string, string>? FieldsOf(byte[] body, string? contentType)
    {
        if (contentType?.Contains("json", StringComparison.OrdinalIgnoreCase) != true)
        {
            return QueryHelpers
                .ParseQuery(Encoding.UTF8.GetString(body))
                .ToDictionary(f => f.Key, f => f.Value.ToString());
        }
        try
        {
            using var json = JsonDocument.Parse(body);
            var fields = new Dictionary<string, string>();
            Collect(json.RootElement, "", fields);
            return fields;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Half characters are an InvalidOperationException.
            return null;
        }
    }

    /// <summary>Objects within objects: <c>message.text</c>.</summary>
    private static void Collect(JsonElement at, string path, Dictionary<string, string> fields)
    {
        if (at.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in at.EnumerateObject())
            {
                Collect(property.Value, path.Length == 0 ? property.Name : $"{path}.{property.Name}", fields);
            }
        }
        else if (at.ValueKind is JsonValueKind.String or JsonValueKind.Number)
        {
            fields[path] = at.ValueKind == JsonValueKind.String ? at.GetString()! : at.GetRawText();
        }
    }

    private static int? Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n is > 0 and <= MostParts
            ? n
            : null;

    /// <summary>As most gateways write it: ISO 8601, or seconds or milliseconds since 1970.</summary>
    private static DateTimeOffset? TimeOf(string? text)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var since))
        {
            return since switch
            {
                > 100_000_000 and < 100_000_000_000 => DateTimeOffset.FromUnixTimeSeconds(since),
                >= 100_000_000_000 and < 100_000_000_000_000 => DateTimeOffset.FromUnixTimeMilliseconds(since),
                _ => null,
            };
        }
        return DateTimeOffset.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var at
        )
            ? at
            : null;
    }
}
