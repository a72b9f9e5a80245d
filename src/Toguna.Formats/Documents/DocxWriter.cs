using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Toguna.Formats.Documents;

/// <summary>Writes a Word document: real footnotes, styles, repeated heads of tables, drawings as shapes.</summary>
/// <remarks>
/// The parts are those of DocumentFormat.OpenXml; the package is put together here, because its own carries the time of
/// writing and names by chance, and equal documents shall be equal files.
/// </remarks>
/// <seealso href="https://ecma-international.org/publications-and-standards/standards/ecma-376/">ECMA-376, Office Open XML</seealso>
public static class DocxWriter
{
    private const string Word = "application/vnd.openxmlformats-officedocument.wordprocessingml.";
    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
    private const string Package = "http://schemas.openxmlformats.org/package/2006/";

    /// <summary>The earliest a zip file can say.</summary>
    private static readonly DateTimeOffset Written = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly (string Name, string Type)[] Parts =
    [
        ("styles", "styles"),
        ("settings", "settings"),
        ("footnotes", "footnotes"),
        ("header1", "header"),
        ("footer1", "footer"),
    ];

    /// <param name="stream">Where to; stays open.</param>
    public static void Write(DocxDocument document, Stream stream)
    {
        var body = new DocxBody(document);
        var main = Main(body);
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        Put(zip, "[Content_Types].xml", ContentTypes());
        Put(
            zip,
            "_rels/.rels",
            $"""<Relationships xmlns="{Package}relationships"><Relationship Id="rId1" Type="{Relations}officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="{Package}relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>"""
        );
        Put(zip, "docProps/core.xml", Core(document));
        Put(zip, "word/document.xml", main);
        Put(
            zip,
            "word/_rels/document.xml.rels",
            $"""<Relationships xmlns="{Package}relationships">{string.Concat(Parts.Select((p, i) => $"""<Relationship Id="rId{i + 1}" Type="{Relations}{p.Type}" Target="{p.Name}.xml"/>"""))}</Relationships>"""
        );
        Put(zip, "word/styles.xml", DocxStyles.Of(document));
        Put(zip, "word/settings.xml", SettingsOf(document));
        Put(zip, "word/footnotes.xml", body.Footnotes());
        Put(zip, "word/header1.xml", HeaderOf(document));
        Put(zip, "word/footer1.xml", FooterOf(document));
    }

    private static Document Main(DocxBody body)
    {
        var main = new Document(
            new Body([
                .. body.Blocks(),
                new SectionProperties(
                    new HeaderReference { Type = HeaderFooterValues.Default, Id = "rId4" },
                    new FooterReference { Type = HeaderFooterValues.Default, Id = "rId5" },
                    new PageSize { Width = 11_906, Height = 16_838 },
                    new PageMargin
                    {
                        Top = 1_020,
                        Bottom = 850,
                        Left = DocxBody.Side,
                        Right = DocxBody.Side,
                        Header = 454,
                        Footer = 397,
                        Gutter = 0,
                    }
                ),
            ])
        );
        main.AddNamespaceDeclaration("wpg", DocxDrawing.GroupUri);
        return main;
    }

    private static Settings SettingsOf(DocxDocument document) =>
        new(
            new FootnoteDocumentWideProperties(
                new FootnoteSpecialReference { Id = -1 },
                new FootnoteSpecialReference { Id = 0 }
            ),
            new Compatibility(
                new CompatibilitySetting
                {
                    Name = CompatSettingNameValues.CompatibilityMode,
                    Uri = "http://schemas.microsoft.com/office/word",
                    Val = "15",
                }
            ),
            new ThemeFontLanguages { Val = document.Language }
        );

    private static Header HeaderOf(DocxDocument document)
    {
        var header = new Header(Line("Header", document.Header.Left, new Run(new TabChar()), document.Header.Right));
        if (document.Warning is { } warning)
        {
            var paragraph = new Paragraph(DocxBody.Properties("Header", warning));
            paragraph.Append(WordText.Runs(warning, p => p.Bold = new Bold()));
            header.Append(paragraph);
        }
        return header;
    }

    private static Footer FooterOf(DocxDocument document)
    {
        var line = Line("Footer", document.Footer.Left, new Run(new TabChar()), "");
        // The words around the two numbers.
        var parts = document.Footer.Pages.Split("{0}", 2);
        var rest = parts.Length == 2 ? parts[1].Split("{1}", 2) : [""];
        line.Append(WordText.Runs(parts[0]));
        line.Append(new SimpleField(new Run(new Text("1"))) { Instruction = " PAGE " });
        line.Append(WordText.Runs(rest[0]));
        line.Append(new SimpleField(new Run(new Text("1"))) { Instruction = " NUMPAGES " });
        line.Append(WordText.Runs(rest.Length == 2 ? rest[1] : ""));
        return new Footer(line);
    }

    private static Paragraph Line(string style, string left, Run between, string right)
    {
        var properties = DocxBody.Properties(style, "");
        properties.Tabs = new Tabs(new TabStop { Val = TabStopValues.Right, Position = DocxBody.TextWidth });
        var line = new Paragraph(properties);
        line.Append(WordText.Runs(left));
        line.Append(between);
        line.Append(WordText.Runs(right, p => p.Bold = new Bold()));
        return line;
    }

    private static string ContentTypes()
    {
        var types = new StringBuilder($"""<Types xmlns="{Package}content-types">""");
        types.Append(
            """<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>"""
        );
        types.Append(
            CultureInfo.InvariantCulture,
            $"""<Override PartName="/word/document.xml" ContentType="{Word}document.main+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>"""
        );
        foreach (var (name, type) in Parts)
        {
            types.Append(
                CultureInfo.InvariantCulture,
                $"""<Override PartName="/word/{name}.xml" ContentType="{Word}{type}+xml"/>"""
            );
        }
        return types.Append("</Types>").ToString();
    }

    /// <summary>No person is named: who made it stands in the audit log, not in what leaves the house.</summary>
    private static string Core(DocxDocument document)
    {
        var made = document.Made.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return $"""
            <cp:coreProperties xmlns:cp="{Package}metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{Escaped(
                document.Title
            )}</dc:title><dc:creator>{Escaped(document.Program)}</dc:creator><dc:language>{Escaped(
                document.Language
            )}</dc:language><dcterms:created xsi:type="dcterms:W3CDTF">{made}</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">{made}</dcterms:modified></cp:coreProperties>
            """;
    }

    private static string Escaped(string text) => System.Security.SecurityElement.Escape(WordText.Safe(text));

    private static void Put(ZipArchive zip, string path, string xml)
    {
        using var writer = new StreamWriter(Entry(zip, path), new UTF8Encoding(false));
        writer.Write("""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>""");
        writer.Write('\n');
        writer.Write(xml);
    }

    private static void Put(ZipArchive zip, string path, OpenXmlElement part)
    {
        using var writer = XmlWriter.Create(
            Entry(zip, path),
            new XmlWriterSettings
            {
                Encoding = new UTF8Encoding(false),
                CloseOutput = true,
                NewLineHandling = NewLineHandling.Entitize,
            }
        );
        writer.WriteStartDocument(true);
        part.WriteTo(writer);
    }

    private static Stream Entry(ZipArchive zip, string path)
    {
        var entry = zip.CreateEntry(path, CompressionLevel.Optimal);
        entry.LastWriteTime = Written;
        return entry.Open();
    }
}
