using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Toguna.Formats.Documents;

/// <summary>The styles of a document: a person who edits it finds headings, captions and notes where Word expects them.</summary>
internal static class DocxStyles
{
    // Both have a twin of equal widths wherever they are missing: the pages break at the same lines.
    private const string Sans = "Arial";
    private const string Serif = "Times New Roman";

    public static Styles Of(DocxDocument document)
    {
        string Ink(string role) => document.Colour(role);
        return new Styles(
            new DocDefaults(
                new RunPropertiesDefault(
                    new RunPropertiesBaseStyle(
                        Fonts(Sans),
                        new Color { Val = Ink("ink") },
                        new FontSize { Val = "17" },
                        new FontSizeComplexScript { Val = "17" },
                        new Languages
                        {
                            Val = document.Language,
                            EastAsia = document.Language,
                            Bidi = "ar-SA",
                        }
                    )
                ),
                new ParagraphPropertiesDefault(
                    new ParagraphPropertiesBaseStyle(
                        new SpacingBetweenLines
                        {
                            Before = "0",
                            After = "60",
                            Line = "252",
                            LineRule = LineSpacingRuleValues.Auto,
                        }
                    )
                )
            ),
            new Style(new StyleName { Val = "Normal" }, new PrimaryStyle())
            {
                Type = StyleValues.Paragraph,
                StyleId = "Normal",
                Default = true,
            },
            Paragraph("Title", "Title", 36, Ink("ink"), (0, 60), serif: true, bold: true, next: true),
            Paragraph("Lead", "Lead", 22, Ink("ink-2"), (60, 80), serif: true),
            Paragraph("Heading1", "heading 1", 18, Ink("ink"), (100, 40), bold: true, level: 0, next: true),
            Paragraph("Small", "Small", 15, Ink("ink-3"), (20, 40)),
            Paragraph("Caption", "caption", 14, Ink("ink-3"), (30, 40)),
            Paragraph("TableHead", "Table head", 15, Ink("ink-3"), (0, 20), bold: true),
            Paragraph("TableText", "Table text", 16, Ink("ink"), (10, 10)),
            Paragraph("Header", "header", 15, Ink("ink-3"), (0, 20)),
            Paragraph("Footer", "footer", 14, Ink("ink-3"), (0, 0)),
            Paragraph("FootnoteText", "footnote text", 13, Ink("ink-2"), (0, 0)),
            new Style(
                new StyleName { Val = "footnote reference" },
                new StyleRunProperties(new VerticalTextAlignment { Val = VerticalPositionValues.Superscript })
            )
            {
                Type = StyleValues.Character,
                StyleId = "FootnoteReference",
            },
            TableOf(Ink("ink-2"), Ink("line"))
        );
    }

    private static Style Paragraph(
        string id,
        string name,
        int halfPoints,
        string colour,
        (int Before, int After) space,
        bool serif = false,
        bool bold = false,
        int? level = null,
        bool next = false
    )
    {
        var paragraph = new StyleParagraphProperties();
        if (next)
        {
            paragraph.Append(new KeepNext());
        }
        paragraph.Append(new SpacingBetweenLines { Before = Plain(space.Before), After = Plain(space.After) });
        if (level is { } outline)
        {
            paragraph.Append(new OutlineLevel { Val = outline });
        }
        var run = new StyleRunProperties();
        if (serif)
        {
            run.Append(Fonts(Serif));
        }
        if (bold)
        {
            run.Append(new Bold(), new BoldComplexScript());
        }
        run.Append(
            new Color { Val = colour },
            new FontSize { Val = Plain(halfPoints) },
            new FontSizeComplexScript { Val = Plain(halfPoints) }
        );
        return new Style(
            new StyleName { Val = name },
            new BasedOn { Val = "Normal" },
            new PrimaryStyle(),
            paragraph,
            run
        )
        {
            Type = StyleValues.Paragraph,
            StyleId = id,
        };
    }

    /// <summary>Rules, not boxes.</summary>
    private static Style TableOf(string strong, string thin) =>
        new(
            new StyleName { Val = "Figures" },
            new StyleTableProperties(
                new TableBorders(
                    new BottomBorder
                    {
                        Val = BorderValues.Single,
                        Size = 4,
                        Color = thin,
                    },
                    new InsideHorizontalBorder
                    {
                        Val = BorderValues.Single,
                        Size = 4,
                        Color = thin,
                    }
                ),
                new TableCellMarginDefault(
                    new TableCellLeftMargin { Width = 0, Type = TableWidthValues.Dxa },
                    new TableCellRightMargin { Width = 80, Type = TableWidthValues.Dxa }
                )
            ),
            new TableStyleProperties(
                new TableStyleConditionalFormattingTableCellProperties(
                    new TableCellBorders(
                        new BottomBorder
                        {
                            Val = BorderValues.Single,
                            Size = 12,
                            Color = strong,
                        }
                    )
                )
            )
            {
                Type = TableStyleOverrideValues.FirstRow,
            }
        )
        {
            Type = StyleValues.Table,
            StyleId = "Figures",
        };

    private static RunFonts Fonts(string name) =>
        new()
        {
            Ascii = name,
            HighAnsi = name,
            ComplexScript = name,
            EastAsia = name,
        };

    private static string Plain(int number) => number.ToString(CultureInfo.InvariantCulture);
}
