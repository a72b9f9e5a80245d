using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Toguna.Formats.Documents;

/// <summary>The text of a document and its footnotes, block by block.</summary>
internal sealed class DocxBody(DocxDocument document)
{
    /// <summary>Of the text, in twentieths of a point: A4 less 15 mm at both sides.</summary>
    public const int TextWidth = 11_906 - 2 * Side;
    public const int Side = 850;

    private readonly DocxDrawing drawing = new(document.Colour);
    private readonly List<Footnote> footnotes = [];

    /// <summary>The separators, which Word expects, and every footnote called so far.</summary>
    public Footnotes Footnotes() =>
        new([
            new Footnote(new Paragraph(Tight(), new Run(new SeparatorMark())))
            {
                Type = FootnoteEndnoteValues.Separator,
                Id = -1,
            },
            new Footnote(new Paragraph(Tight(), new Run(new ContinuationSeparatorMark())))
            {
                Type = FootnoteEndnoteValues.ContinuationSeparator,
                Id = 0,
            },
            .. footnotes,
        ]);

    public IEnumerable<OpenXmlElement> Blocks() => document.Blocks.SelectMany(BlockOf);

    private IEnumerable<OpenXmlElement> BlockOf(DocxBlock block) =>
        block switch
        {
            DocxParagraph p => [ParagraphOf(p)],
            DocxTable t => [TableOf(t)],
            DocxDrawings d => [DrawingsOf(d)],
            _ => [],
        };

    private Paragraph ParagraphOf(DocxParagraph p)
    {
        var paragraph = new Paragraph(Properties(StyleOf(p.Style), string.Concat(p.Runs.Select(r => r.Text))));
        paragraph.Append(p.Runs.SelectMany(RunsOf));
        return paragraph;
    }

    public static string StyleOf(DocxStyle style) =>
        style switch
        {
            DocxStyle.Title => "Title",
            DocxStyle.Lead => "Lead",
            DocxStyle.Heading => "Heading1",
            DocxStyle.Small => "Small",
            DocxStyle.Caption => "Caption",
            _ => "Normal",
        };

    private IEnumerable<OpenXmlElement> RunsOf(DocxRun run)
    {
        if (run.IsFootnote)
        {
            var id = footnotes.Count + 1;
            var note = new Paragraph(
                Properties("FootnoteText", run.Text),
                new Run(new RunProperties(new RunStyle { Val = "FootnoteReference" }), new FootnoteReferenceMark()),
                new Run(new Text(" ") { Space = SpaceProcessingModeValues.Preserve })
            );
            note.Append(WordText.Runs(run.Text));
            footnotes.Add(new Footnote(note) { Id = id });
            return
            [
                new Run(
                    new RunProperties(new RunStyle { Val = "FootnoteReference" }),
                    new FootnoteReference { Id = id }
                ),
            ];
        }
        return WordText.Runs(
            run.Text,
            p =>
            {
                if (run.Raised)
                {
                    p.RunStyle = new RunStyle { Val = "FootnoteReference" };
                }
                if (run.Bold)
                {
                    p.Bold = new Bold();
                    p.BoldComplexScript = new BoldComplexScript();
                }
            }
        );
    }

    private Table TableOf(DocxTable t)
    {
        var table = new Table(
            new TableProperties(
                new TableStyle { Val = "Figures" },
                new TableWidth { Width = Plain(TextWidth), Type = TableWidthUnitValues.Dxa },
                new TableLayout { Type = TableLayoutValues.Fixed },
                new TableLook { Val = "0020", FirstRow = true },
                new TableDescription { Val = WordText.Safe(t.Said) }
            ),
            new TableGrid(t.Widths.Select(w => new GridColumn { Width = Plain(Twips(w)) }))
        );
        var head = new TableRow(new TableRowProperties(new CantSplit(), new TableHeader()));
        head.Append(t.Head.Select((words, i) => Cell(t, i, "TableHead", [new DocxRun(words)], false)));
        table.Append(head);
        for (var r = 0; r < t.Rows.Count; r++)
        {
            var sum = r >= t.Rows.Count - t.Last;
            var row = new TableRow(new TableRowProperties(new CantSplit()));
            row.Append(t.Rows[r].Select((runs, i) => Cell(t, i, "TableText", runs, sum)));
            table.Append(row);
        }
        return table;
    }

    private TableCell Cell(DocxTable t, int column, string style, IReadOnlyList<DocxRun> runs, bool sum)
    {
        var properties = new TableCellProperties(
            new TableCellWidth { Width = Plain(Twips(t.Widths[column])), Type = TableWidthUnitValues.Dxa }
        );
        if (sum)
        {
            properties.Append(
                new TableCellBorders(
                    new TopBorder
                    {
                        Val = BorderValues.Single,
                        Size = 8,
                        Color = document.Colour("ink-2"),
                    }
                )
            );
        }
        var paragraph = new Paragraph(Properties(style, string.Concat(runs.Select(r => r.Text))));
        if (column >= t.FirstNumber)
        {
            paragraph.ParagraphProperties!.Justification = new Justification { Val = JustificationValues.Right };
        }
        paragraph.Append((sum ? runs.Select(r => r with { Bold = true }) : runs).SelectMany(RunsOf));
        return new TableCell(properties, paragraph);
    }

    /// <summary>A row without lines: drawings above their words, side by side.</summary>
    private Table DrawingsOf(DocxDrawings d)
    {
        var row = new TableRow(new TableRowProperties(new CantSplit()));
        foreach (var figure in d.Figures)
        {
            var width = Twips(figure.Width);
            row.Append(
                new TableCell(
                    new TableCellProperties(
                        new TableCellWidth { Width = Plain(width), Type = TableWidthUnitValues.Dxa }
                    ),
                    new Paragraph(Properties("Heading1", figure.Name), new Run(new Text(WordText.Safe(figure.Name)))),
                    // A gap of 8 points to the next one.
                    new Paragraph(Tight(), drawing.Of(figure, (width - 160L) * DocxDrawing.Point / 20)),
                    Caption(figure.Caption)
                )
            );
        }
        return new Table(
            new TableProperties(
                new TableWidth { Width = Plain(TextWidth), Type = TableWidthUnitValues.Dxa },
                new TableLayout { Type = TableLayoutValues.Fixed },
                new TableCellMarginDefault(
                    new TableCellLeftMargin { Width = 0, Type = TableWidthValues.Dxa },
                    new TableCellRightMargin { Width = 0, Type = TableWidthValues.Dxa }
                )
            ),
            new TableGrid(d.Figures.Select(f => new GridColumn { Width = Plain(Twips(f.Width)) })),
            row
        );
    }

    private static Paragraph Caption(string words)
    {
        var caption = new Paragraph(Properties("Caption", words));
        caption.Append(WordText.Runs(words));
        return caption;
    }

    public static ParagraphProperties Properties(string style, string text)
    {
        var properties = new ParagraphProperties(new ParagraphStyleId { Val = style });
        if (WordText.IsRightToLeft(text))
        {
            properties.BiDi = new BiDi();
        }
        return properties;
    }

    private static ParagraphProperties Tight() =>
        new(
            new SpacingBetweenLines
            {
                Before = "0",
                After = "0",
                Line = "240",
                LineRule = LineSpacingRuleValues.Auto,
            }
        );

    private static int Twips(int hundredths) => TextWidth * hundredths / 100;

    private static string Plain(int number) => number.ToString(CultureInfo.InvariantCulture);
}
