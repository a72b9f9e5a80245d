using System.IO.Compression;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using DocumentFormat.OpenXml.Wordprocessing;
using Shouldly;
using Toguna.Formats.Documents;
using Toguna.Formats.Drawings;
using Drawing = Toguna.Formats.Drawings.Drawing;

namespace Toguna.Formats.Tests;

/// <summary>Word documents, read back with Microsoft's own library.</summary>
public sealed class DocxTests
{
    private static readonly Drawing Picture = new(
        100,
        50,
        [
            Trace.Box(new Ink("land", "line", 1, (3, 2)), 0, 0, 100, 50),
            new Trace(
                new Ink("land", Hatched: true),
                [
                    [(1, 1), (9, 1), (9, 9)],
                    [(3, 3), (5, 3), (5, 5)],
                ],
                true
            ),
            Trace.Line(new Ink(null, "line"), 0, 25, 100, 25),
            new Circle(new Ink("line", Opacity: 0.5), 50, 25, 4),
            new Label(new Ink("line"), 50, 25, "1 <&> جيش", 8, LabelAnchor.Middle, true),
        ]
    );

    [Fact]
    public void A_document_is_valid_and_holds_what_word_looks_for()
    {
        using var file = Write(Document("A title", "Front", "First note", "Second note"));
        using var word = WordprocessingDocument.Open(file, false);
        new OpenXmlValidator(FileFormatVersions.Office2016)
            .Validate(word)
            .Select(e => $"{e.Path?.XPath}: {e.Description}")
            .ShouldBeEmpty();
        var main = word.MainDocumentPart!;
        main.FootnotesPart!.Footnotes!.Elements<Footnote>().Select(f => f.Id!.Value).ShouldBe([-1L, 0, 1, 2]);
        main.Document!.Descendants<FootnoteReference>().Select(f => f.Id!.Value).ShouldBe([1L, 2]);
        main.FootnotesPart.Footnotes.InnerText.ShouldContain("First note");
        main.Document.Descendants<TableHeader>().Count().ShouldBe(1);
        main.Document.Descendants<DocumentFormat.OpenXml.Drawing.Wordprocessing.DocProperties>()
            .ShouldAllBe(p => p.Description!.Value == "What is to be seen");
        main.HeaderParts.Single().Header!.InnerText.ShouldContain("Strictly confidential");
        main.HeaderParts.Single().Header!.InnerText.ShouldContain("Nothing is real");
        main.FooterParts.Single()
            .Footer!.Descendants<SimpleField>()
            .Select(f => f.Instruction!.Value!.Trim())
            .ShouldBe(["PAGE", "NUMPAGES"]);
        main.StyleDefinitionsPart!.Styles!.Descendants<Languages>().Single().Val!.Value.ShouldBe("fr-FR");
        word.PackageProperties.Creator.ShouldBe("Toguna");
        word.PackageProperties.LastModifiedBy.ShouldBeNull();
    }

    [Fact]
    public void Equal_documents_are_equal_files_whenever_they_are_written()
    {
        var document = Document("A title", "Front", "A note");
        using var first = Write(document);
        Thread.Sleep(2100);
        using var second = Write(document);
        second.ToArray().ShouldBe(first.ToArray());
    }

    [Theory]
    [InlineData("bell \u0007 null \0 half \ud800 end")]
    [InlineData("<w:p>&amp;]]>\uFFFE")]
    [InlineData("=cmd|' /C calc'!A0\r\nnew\tline")]
    [InlineData("\u202Egpj.exe\u202C")]
    [InlineData("جيش التحرير 3 ‏(2031)‏ ߒߞߏ ⵜⵉⴼⵉⵏⴰⵖ 𞤀𞤣𞤤𞤢𞤥")]
    [InlineData("")]
    public void No_name_breaks_it(string name)
    {
        using var file = Write(Document(name, name, name));
        using var word = WordprocessingDocument.Open(file, false);
        new OpenXmlValidator(FileFormatVersions.Office2016).Validate(word).ShouldBeEmpty();
        word.MainDocumentPart!.Document!.InnerText.ShouldNotContain("\u202E");
    }

    [Fact]
    public void What_reads_from_the_right_is_marked_so_and_nothing_else_is()
    {
        using var file = Write(Document("جيش الإنقاذ in Velna 3", "ߒߞߏ", "ⵜⵉⴼⵉⵏⴰⵖ"));
        using var word = WordprocessingDocument.Open(file, false);
        var runs = word.MainDocumentPart!.Document!.Body!.Descendants<Run>()
            .Where(r => r.RunProperties?.RightToLeftText is not null)
            .Select(r => r.InnerText)
            .ToList();
        runs.ShouldContain("جيش الإنقاذ");
        runs.ShouldContain("ߒߞߏ");
        runs.ShouldNotContain(r => r.Contains("Velna", StringComparison.Ordinal));
        word.MainDocumentPart.Document.Body.Elements<Paragraph>().First().ParagraphProperties!.BiDi.ShouldNotBeNull();
        word.MainDocumentPart.FootnotesPart!.Footnotes!.Descendants<RightToLeftText>().ShouldBeEmpty();
    }

    [Fact]
    public void The_same_drawing_is_svg_that_holds_no_markup_of_strangers()
    {
        Svg.ViewBox(Picture).ShouldBe("0 0 100 50");
        var svg = Svg.Inside(Picture, role => $"var(--{role})", "hatch");
        svg.ShouldContain("fill=\"var(--land)\"");
        svg.ShouldContain("url(#hatch)");
        svg.ShouldContain("1 &lt;&amp;&gt;");
        svg.ShouldNotContain("style");
    }

    private static MemoryStream Write(DocxDocument document)
    {
        var file = new MemoryStream();
        DocxWriter.Write(document, file);
        using (var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true))
        {
            zip.Entries[0].FullName.ShouldBe("[Content_Types].xml");
        }
        file.Position = 0;
        return file;
    }

    private static DocxDocument Document(string title, string row, params string[] notes) =>
        new()
        {
            Title = title,
            Language = "fr-FR",
            Program = "Toguna",
            Made = new DateTimeOffset(2031, 3, 6, 5, 41, 0, TimeSpan.Zero),
            Header = ("Mission", "Strictly confidential"),
            Warning = "Nothing is real",
            Footer = ("Toguna", "Page {0} of {1}"),
            Colour = role => role == "land" ? "F8F6F2" : "3B429F",
            Blocks =
            [
                new DocxParagraph(DocxStyle.Title, new DocxRun(title)),
                new DocxDrawings(
                    new DocxFigure(Picture, "Where", "What is to be seen", "Caption", 50),
                    new DocxFigure(Picture, "When", "What is to be seen", "Caption", 50)
                ),
                new DocxTable(
                    "Figures",
                    [60, 40],
                    ["By", "Killed"],
                    [
                        [
                            [new DocxRun(row), .. notes.Select(n => new DocxRun(n) { IsFootnote = true })],
                            [new DocxRun("3")],
                        ],
                        [
                            [new DocxRun("All")],
                            [new DocxRun("3")],
                        ],
                    ],
                    1
                ),
            ],
        };
}
