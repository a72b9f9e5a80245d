using Microsoft.Extensions.Localization;
using Toguna.Formats.Documents;

namespace Toguna.Desk.Daily;

/// <summary>The report of a day as a Word document.</summary>
internal static class DailyDocx
{
    public static DocxDocument Of(DailyModel model, IStringLocalizer<DailyText> text) =>
        WordFile.Of(
            model.Title,
            model.Made,
            (model.House, model.Classification.Words),
            model.Warning,
            (model.Program, model.Basis[^1]),
            text["page_of"],
            Blocks(model, text)
        );

    private static IEnumerable<DocxBlock> Blocks(DailyModel model, IStringLocalizer<DailyText> text)
    {
        yield return new DocxParagraph(DocxStyle.Title, new DocxRun(model.Title));
        yield return new DocxParagraph(DocxStyle.Small, new DocxRun(string.Join(" ", model.Basis)));
        yield return new DocxParagraph(DocxStyle.Lead, new DocxRun(model.Answer));
        yield return new DocxParagraph(DocxStyle.Heading, new DocxRun(text["figures"]));
        yield return new DocxTable(
            text["figures"],
            [35, 15, 50],
            [text["what"], text["number"], text["made_up_of"]],
            [.. model.Figures.Select(f => Row(f.Label, f.Number, f.Words))]
        )
        {
            FirstNumber = 3,
        };
        foreach (
            var (key, lines) in new[] { ("overdue", model.Overdue), ("log", model.Lines), ("drills", model.Drills) }
        )
        {
            if (lines.Count > 0)
            {
                yield return new DocxParagraph(DocxStyle.Heading, new DocxRun(text[key]));
                yield return Lines(text[key], lines, text);
            }
        }
        yield return new DocxParagraph(DocxStyle.Small, new DocxRun(model.Reader));
    }

    private static DocxTable Lines(string said, IReadOnlyList<DailyLine> lines, IStringLocalizer<DailyText> text) =>
        new(
            said,
            [24, 14, 48, 14],
            [text["when"], text["about"], text["what_happened"], text["by"]],
            [.. lines.Select(l => Row(l.Clock, l.Reference ?? "", string.Join(" · ", Parts(l)), l.By))]
        )
        {
            FirstNumber = 4,
        };

    private static IEnumerable<string> Parts(DailyLine line) =>
        new[] { line.What, line.Title, line.Words }.Where(p => p.Length > 0);

    private static IReadOnlyList<IReadOnlyList<DocxRun>> Row(params IEnumerable<string> cells) =>
        [.. cells.Select(c => (IReadOnlyList<DocxRun>)[new DocxRun(c)])];
}
