using System.Globalization;
using System.Text;
using System.Xml;

namespace Toguna.Formats.Cap;

/// <summary>Writes a message as CAP 1.2, valid by its schema.</summary>
/// <remarks>
/// Text that is blank is left out; a fraction of a second is cut off. Characters that XML cannot hold are refused, not mended:
/// the caller who wants them replaced says so with <see cref="Spreadsheet.SafeText.NoIllegal"/>. The content of a file is
/// never put into the message.
/// </remarks>
/// <seealso href="https://docs.oasis-open.org/emergency/cap/v1.2/CAP-v1.2-os.html">OASIS CAP 1.2, sections 3.2 to 3.4</seealso>
public static class CapWriter
{
    /// <summary>The media type of what is written.</summary>
    public const string MediaType = "application/cap+xml";

    /// <summary>
    /// Everything for which a message cannot be written, empty when it can: names with spaces, a scope of
    /// <see cref="CapScope.Public"/>, a private message for nobody, a restricted one without its rule, an update of nothing, open
    /// polygons, characters that XML cannot hold.
    /// </summary>
    /// <returns>Faults whose column is the path of the element and whose line is 0.</returns>
    public static IReadOnlyList<Fault> Check(CapAlert alert)
    {
        ArgumentNullException.ThrowIfNull(alert);
        return CapCheck.Faults(alert);
    }

    /// <summary>Writes a message in UTF-8. The stream stays open; nothing is written when the message is refused.</summary>
    /// <exception cref="ArgumentException"><see cref="Check"/> finds a fault; the message is that of the first ones.</exception>
    public static void Write(Stream stream, CapAlert alert)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var faults = Check(alert);
        if (faults.Count > 0)
            throw new ArgumentException(string.Join(" ", faults.Take(5).Select(f => f.Reason)), nameof(alert));
        using var xml = XmlWriter.Create(stream, Settings);
        xml.WriteStartElement("alert", CapText.Namespace);
        Text(xml, "identifier", alert.Identifier);
        Text(xml, "sender", alert.Sender);
        Time(xml, "sent", alert.Sent);
        Text(xml, "status", alert.Status.ToString());
        Text(xml, "msgType", alert.MessageType.ToString());
        Text(xml, "source", alert.Source);
        Text(xml, "scope", alert.Scope.ToString());
        Text(xml, "restriction", alert.Restriction);
        Text(xml, "addresses", CapText.List(alert.Addresses));
        foreach (var code in alert.Codes)
            Text(xml, "code", code);
        Text(xml, "note", alert.Note);
        Text(xml, "references", string.Join(' ', alert.References.Select(CapText.Reference)));
        Text(xml, "incidents", CapText.List(alert.Incidents));
        foreach (var info in alert.Infos)
            Info(xml, info);
        xml.WriteEndElement();
    }

    // A carriage return written as it is would be read as a line feed.
    internal static readonly XmlWriterSettings Settings = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        Indent = true,
        NewLineChars = "\n",
        NewLineHandling = NewLineHandling.Entitize,
    };

    private static void Info(XmlWriter xml, CapInfo info)
    {
        xml.WriteStartElement("info", CapText.Namespace);
        Text(xml, "language", info.Language);
        foreach (var category in info.Categories)
            Text(xml, "category", category.ToString());
        Text(xml, "event", info.Event);
        foreach (var type in info.ResponseTypes)
            Text(xml, "responseType", type.ToString());
        Text(xml, "urgency", info.Urgency.ToString());
        Text(xml, "severity", info.Severity.ToString());
        Text(xml, "certainty", info.Certainty.ToString());
        Text(xml, "audience", info.Audience);
        Values(xml, "eventCode", info.EventCodes);
        Time(xml, "effective", info.Effective);
        Time(xml, "onset", info.Onset);
        Time(xml, "expires", info.Expires);
        Text(xml, "senderName", info.SenderName);
        Text(xml, "headline", info.Headline);
        Text(xml, "description", info.Description);
        Text(xml, "instruction", info.Instruction);
        Text(xml, "web", info.Web);
        Text(xml, "contact", info.Contact);
        Values(xml, "parameter", info.Parameters);
        foreach (var resource in info.Resources)
            Resource(xml, resource);
        foreach (var area in info.Areas)
            Area(xml, area);
        xml.WriteEndElement();
    }

    private static void Resource(XmlWriter xml, CapResource resource)
    {
        xml.WriteStartElement("resource", CapText.Namespace);
        Text(xml, "resourceDesc", resource.Description);
        Text(xml, "mimeType", resource.MimeType);
        Text(xml, "size", resource.Size?.ToString(CultureInfo.InvariantCulture));
        Text(xml, "uri", resource.Uri);
        Text(xml, "digest", resource.Digest);
        xml.WriteEndElement();
    }

    private static void Area(XmlWriter xml, CapArea area)
    {
        xml.WriteStartElement("area", CapText.Namespace);
        Text(xml, "areaDesc", area.Description);
        foreach (var ring in area.Polygons)
            Text(xml, "polygon", string.Join(' ', ring.Select(CapText.Point)));
        foreach (var circle in area.Circles)
            Text(xml, "circle", CapText.Circle(circle));
        Values(xml, "geocode", area.Geocodes);
        Text(xml, "altitude", area.Altitude is { } altitude ? CapText.Number(altitude) : null);
        Text(xml, "ceiling", area.Ceiling is { } ceiling ? CapText.Number(ceiling) : null);
        xml.WriteEndElement();
    }

    private static void Values(XmlWriter xml, string name, IReadOnlyList<CapValue> values)
    {
        foreach (var value in values)
        {
            xml.WriteStartElement(name, CapText.Namespace);
            Text(xml, "valueName", value.Name);
            xml.WriteElementString("value", CapText.Namespace, value.Value);
            xml.WriteEndElement();
        }
    }

    private static void Time(XmlWriter xml, string name, DateTimeOffset? time)
    {
        if (time is { } at)
            Text(xml, name, CapText.Time(at));
    }

    private static void Text(XmlWriter xml, string name, string? text)
    {
        if (!string.IsNullOrWhiteSpace(text))
            xml.WriteElementString(name, CapText.Namespace, text);
    }
}
