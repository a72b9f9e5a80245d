using System.Xml;

namespace Toguna.Formats.Cap;

/// <summary>A message, or why it is none; <see cref="Alert"/> is null exactly when there are <paramref name="Faults"/>.</summary>
/// <param name="Signed">Whether an XML signature stands in it. <b>The signature was not checked</b>: it proves nothing.</param>
/// <param name="Faults">Every reason for which it is refused, at most <see cref="CapReader.MaxFaults"/>; the column is the path of the element.</param>
/// <param name="Warnings">Oddities kept as given.</param>
public sealed record CapRead(
    CapAlert? Alert,
    bool Signed,
    IReadOnlyList<Fault> Faults,
    IReadOnlyList<Warning> Warnings
);

/// <summary>Reads a CAP 1.2 message that a stranger wrote.</summary>
/// <remarks>
/// As strict as the schema: its elements, in its order, with its codes, and nothing of other namespaces but a signature. What
/// the standard asks for beyond the schema and a message can be understood without (whom a private message is for, what an
/// update updates) is a warning. White space around anything but text for people is layout.
/// </remarks>
/// <seealso href="https://docs.oasis-open.org/emergency/cap/v1.2/CAP-v1.2-os.html">OASIS CAP 1.2, sections 3.2 and 3.4</seealso>
public static class CapReader
{
    /// <summary>Largest document read, in bytes, files inside of it included.</summary>
    public const int MaxBytes = 4 << 20;

    /// <summary>Most elements read.</summary>
    public const int MaxElements = 50_000;

    /// <summary>Most signs <c>=</c> in a document: each attribute has one, and they are what XML is slowest at.</summary>
    public const int MaxEquals = 50_000;

    /// <summary>Most points of polygons read, all together.</summary>
    public const int MaxPoints = 100_000;

    /// <summary>Most faults told.</summary>
    public const int MaxFaults = 100;

    /// <summary>Reads one message.</summary>
    /// <param name="stream">The document from its start, in an encoding that XML names; need not be seekable; stays open.</param>
    /// <exception cref="UnreadableFileException">
    /// The document is empty, too large, too deep, no XML, has a DTD, or is no CAP 1.2: the message names the namespace found.
    /// </exception>
    public static CapRead Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var document = Whole(stream);
        var head = document.GetBuffer().AsSpan(0, (int)document.Length);
        if (head.TrimStart(" \t\r\n"u8).IsEmpty)
            throw new UnreadableFileException("empty", "The document is empty.");
        if (FileSigns.LooksLikeHtml(head))
            throw new UnreadableFileException("html_given_as_xml", "The document is a web page (HTML), not CAP.");
        if (head.Count((byte)'=') > MaxEquals)
            throw new UnreadableFileException(
                "too_many_attributes",
                $"The document has more than {MaxEquals:N0} signs \"=\"; it may have as many attributes."
            );
        try
        {
            var (node, signed, warnings) = CapNode.Read(document, MaxElements);
            return new CapParser(warnings).Read(node, signed);
        }
        catch (XmlException e) when (head.IndexOf("<!DOCTYPE"u8) >= 0)
        {
            throw new UnreadableFileException(
                "dtd_refused",
                "The document has a document type declaration (DTD), which CAP does not need: " + e.Message,
                e
            );
        }
        catch (XmlException e)
        {
            throw new UnreadableFileException("not_xml", "The document is not XML: " + e.Message, e);
        }
    }

    private static MemoryStream Whole(Stream stream)
    {
        var document = new MemoryStream();
        var buffer = new byte[1 << 14];
        int got;
        while ((got = stream.Read(buffer)) > 0)
        {
            if (document.Length + got > MaxBytes)
                throw new UnreadableFileException("too_large", $"The document has more than {MaxBytes:N0} bytes.");
            document.Write(buffer, 0, got);
        }
        document.Position = 0;
        return document;
    }
}
