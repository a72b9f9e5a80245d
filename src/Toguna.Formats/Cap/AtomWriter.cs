using System.Globalization;
using System.Xml;

namespace Toguna.Formats.Cap;

/// <summary>Writes a feed of messages as Atom 1.0: titles, times and links to the CAP documents, no content.</summary>
/// <seealso href="https://www.rfc-editor.org/rfc/rfc4287">RFC 4287, sections 4.1.1 and 4.1.2</seealso>
public static class AtomWriter
{
    /// <summary>The media type of what is written.</summary>
    public const string MediaType = "application/atom+xml";

    private const string Namespace = "http://www.w3.org/2005/Atom";

    /// <summary>Writes a feed in UTF-8. The stream stays open; nothing is written when the feed is refused.</summary>
    /// <exception cref="ArgumentException">
    /// A title, the author or an id is empty, an id is no absolute address or stands twice, a link is no http or https address, a
    /// text has characters that XML cannot hold; the message names the value.
    /// </exception>
    public static void Write(Stream stream, AtomFeed feed)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(feed);
        Check(feed);
        using var xml = XmlWriter.Create(stream, CapWriter.Settings);
        xml.WriteStartElement("feed", Namespace);
        xml.WriteElementString("id", Namespace, feed.Id);
        xml.WriteElementString("title", Namespace, feed.Title);
        xml.WriteElementString("updated", Namespace, Time(feed.Updated));
        xml.WriteStartElement("author", Namespace);
        xml.WriteElementString("name", Namespace, feed.Author);
        xml.WriteEndElement();
        Link(xml, "self", MediaType, feed.Self);
        foreach (var entry in feed.Entries)
        {
            xml.WriteStartElement("entry", Namespace);
            xml.WriteElementString("id", Namespace, entry.Id);
            xml.WriteElementString("title", Namespace, entry.Title);
            xml.WriteElementString("updated", Namespace, Time(entry.Updated));
            Link(xml, "alternate", CapWriter.MediaType, entry.Document);
            if (!string.IsNullOrWhiteSpace(entry.Summary))
                xml.WriteElementString("summary", Namespace, entry.Summary);
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    private static void Check(AtomFeed feed)
    {
        Id("id", feed.Id);
        Text("title", feed.Title);
        Text("author", feed.Author);
        Address("self", feed.Self);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < feed.Entries.Count; i++)
        {
            var (path, entry) = ($"entry[{i + 1}]", feed.Entries[i]);
            Id($"{path}/id", entry.Id);
            if (!ids.Add(entry.Id))
                Refuse($"{path}/id", entry.Id, "an id that no other entry has");
            Text($"{path}/title", entry.Title);
            Address($"{path}/document", entry.Document);
            if (!string.IsNullOrWhiteSpace(entry.Summary))
                Text($"{path}/summary", entry.Summary);
        }
    }

    private static void Id(string path, string id)
    {
        Text(path, id);
        if (id.Any(char.IsWhiteSpace) || !Uri.TryCreate(id, UriKind.Absolute, out _) || id.StartsWith('/'))
            Refuse(path, id, "an absolute address or URN");
    }

    private static void Address(string path, string address)
    {
        Text(path, address);
        if (!CapText.IsHttp(address))
            Refuse(path, address, "an address that begins with http:// or https://");
    }

    private static void Text(string path, string text)
    {
        if (string.IsNullOrWhiteSpace(text))
            throw new ArgumentException($"{path} is empty; a value is required.");
        if (CapText.Illegal(text) is { } character)
            throw new ArgumentException($"{path} has the character {character}, which XML cannot hold.");
    }

    private static void Refuse(string path, string value, string expected) =>
        throw new ArgumentException($"{path} is {Fault.Quote(value)}; expected {expected}.");

    private static void Link(XmlWriter xml, string rel, string type, string href)
    {
        xml.WriteStartElement("link", Namespace);
        xml.WriteAttributeString("rel", rel);
        xml.WriteAttributeString("type", type);
        xml.WriteAttributeString("href", href);
        xml.WriteEndElement();
    }

    private static string Time(DateTimeOffset time) =>
        time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
