using System.Globalization;
using Microsoft.Extensions.Localization;
using Toguna.Formats.Documents;

namespace Toguna.Desk.Briefing;

/// <summary>A briefing as a Word document.</summary>
internal static class BriefingDocx
{
    public static DocxDocument Of(BriefingModel model, IStringLocalizer<BriefingText> text) =>
        WordFile.Of(
            model.Title,
            model.Made,
            (model.House, model.Classification.Words),
            model.Warning,
            (model.Program, model.Basis[0]),
            text["page_of"],
            Blocks(model, text)
        );

    private static IEnumerable<DocxBlock> Blocks(BriefingModel model, IStringLocalizer<BriefingText> text)
    {
        yield return new DocxParagraph(DocxStyle.Title, new DocxRun(model.Title));
        yield return new DocxParagraph(DocxStyle.Small, new DocxRun(string.Join(" ", model.Basis)));
        yield return new DocxParagraph(DocxStyle.Lead, new DocxRun(model.Answer));
        var figures = new[] { (Of: model.Map, Width: 48), (Of: model.Chart, Width: 52) }
            .Where(f => f.Of is not null)
            .Select(f => new DocxFigure(f.Of!.Drawing, f.Of.Name, f.Of.Description, f.Of.Caption, f.Width))
            .ToList();
        if (figures.Count > 0)
        {
            yield return new DocxDrawings(figures);
        }
        if (model.Incidents > 0)
        {
            yield return new DocxParagraph(DocxStyle.Heading, new DocxRun(model.TableTitle));
            yield return Table(model);
            if (model.Below is { } below)
            {
                yield return new DocxParagraph(DocxStyle.Small, new DocxRun(below));
            }
        }
        foreach (var (label, words) in model.Said)
        {
            yield return new DocxParagraph(
                DocxStyle.Small,
                new DocxRun(label + text["colon"], Bold: true),
                new DocxRun(words)
            );
        }
        if (model.More is { } more)
        {
            yield return new DocxParagraph(DocxStyle.Small, new DocxRun(more));
        }
    }

    private static DocxTable Table(BriefingModel model)
    {
        var numbers = model.Columns.Count - 1;
        var width = numbers <= 2 ? 16 : 13;
        var called = new HashSet<int>();
        return new DocxTable(
            model.TableTitle,
            [100 - numbers * width, .. Enumerable.Repeat(width, numbers)],
            model.Columns,
            [
                .. model.Rows.Select(row =>
                    (IReadOnlyList<IReadOnlyList<DocxRun>>)
                        [
                            [new DocxRun(row.Label), .. row.Notes.SelectMany(n => Calls(model, n, called))],
                            .. row.Figures.Select(f => (IReadOnlyList<DocxRun>)[new DocxRun(f)]),
                        ]
                ),
            ],
            1
        );
    }

    /// <summary>Where an incident is met first, its footnote; later its number alone.</summary>
    private static IEnumerable<DocxRun> Calls(BriefingModel model, int number, HashSet<int> called)
    {
        var note = model.Notes[number - 1];
        yield return new DocxRun(" ", Raised: true);
        yield return called.Add(number)
            ? new DocxRun($"{note.Reference}, {note.Words}") { IsFootnote = true }
            : new DocxRun(number.ToString(CultureInfo.CurrentCulture), Raised: true);
    }
}
