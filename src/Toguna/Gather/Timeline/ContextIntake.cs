using System.Globalization;
using System.Text.RegularExpressions;
using Toguna.Formats;
using Toguna.Mandate;

namespace Toguna.Gather.Timeline;

/// <summary>The political timeline from a file: a row for each event.</summary>
/// <remarks>Mandate comes before Gather and cannot know of imports; so Gather itself brings the file to Mandate's door.</remarks>
internal static partial class ContextIntake
{
    private const int StepRows = 500;
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");

    public static readonly ImportKind Kind = new("context", 5, Fields, RunAsync, UndoAsync)
    {
        Results = _ => "/context",
    };

    private static IReadOnlyList<MappingField> Fields =>
        [
            new(
                "date",
                true,
                "from",
                "start",
                "date from",
                "start date",
                "date start",
                "date debut",
                "du",
                "when",
                "quand",
                "day",
                "jour"
            ),
            new("date_end", false, "to", "end", "date to", "end date", "date end", "date fin", "au", "until"),
            new("kind", true, "type", "nature", "category", "categorie")
            {
                Constant = true,
                Choices = ContextEvent.Kinds,
            },
            new(
                "label",
                true,
                "title",
                "title en",
                "label en",
                "event",
                "what",
                "titre",
                "intitule",
                "evenement",
                "english"
            ),
            new("label_fr", false, "title fr", "titre fr", "label french", "french", "francais", "titre francais"),
            new("source", false, "known from", "reference", "url") { Constant = true },
        ];

    private static async Task RunAsync(ImportRun run, CancellationToken ct)
    {
        var mapping = Kind.Mapping(run.Mapping!);
        using var source = Tables.Open(run.Open());
        await run.KeepHeaderAsync(source.HeaderVerbatim, ct);
        var columns = mapping.Columns.ToDictionary(c => c.Key, c => At(source.Header, c.Key, c.Value));
        source.Skip(run.RowsDone);
        var read = run.RowsDone;
        foreach (var rows in source.Read().Chunk(StepRows))
        {
            ct.ThrowIfCancellationRequested();
            read += rows.Length;
            var decided = rows.Select(r => Decide(r, mapping, columns)).ToList();
            await run.CommitAsync(
                read,
                source.BytesRead,
                [.. decided.Select(d => d.Reject).OfType<Reject>()],
                async tx =>
                {
                    var (made, known) = (0, 0);
                    foreach (var one in decided.Select(d => d.Made).OfType<ContextEvent>())
                    {
                        if (await ContextBook.KeepAsync(tx, one, run.Id, run.By))
                        {
                            made++;
                        }
                        else
                        {
                            known++;
                        }
                    }
                    return new StepCounts(made, 0, known, 0, []);
                },
                ct
            );
        }
    }

    private static async Task<UndoCounts> UndoAsync(
        Foundation.Storage.WriteScope tx,
        Guid importId,
        bool discardEdits
    ) => new(await ContextBook.UndoAsync(tx, importId), 0);

    private static (ContextEvent? Made, Reject? Reject) Decide(
        RowOrFault item,
        ColumnMapping mapping,
        Dictionary<string, int> columns
    )
    {
        if (item.Row is not { } row)
        {
            return (null, new Reject(item.Fault!, item.Verbatim));
        }
        var form = new ContextForm(
            Ordered(Text("date"), mapping.Dates),
            Ordered(Text("date_end"), mapping.Dates),
            Text("kind"),
            Text("label"),
            Text("label_fr"),
            Text("source")
        );
        var (made, problems) = form.Decide();
        if (made is not null)
        {
            return (made, null);
        }
        var field = problems[0].Field switch
        {
            "from" => "date",
            "to" => "date_end",
            "label-fr" => "label_fr",
            var same => same!,
        };
        var fault = new Fault(
            row.Line,
            mapping.Columns.GetValueOrDefault(field, field),
            Fault.Cut(Text(field) ?? ""),
            problems[0].Name,
            string.Join(" · ", problems.Select(p => p.Message(English)))
        );
        return (null, new Reject(fault, row.Verbatim));

        string? Text(string name)
        {
            var text = columns.TryGetValue(name, out var at) && at < row.Cells.Length ? row.Cells[at].Trim() : "";
            return text.Length == 0 ? mapping.Constants.GetValueOrDefault(name) : text;
        }
    }

    /// <summary>03/04/2024 as the mapping says that it is to be read.</summary>
    private static string? Ordered(string? text, DateOrder order) =>
        order != DateOrder.Unambiguous && text is not null && Slashes().Match(text) is { Success: true } m
            ? $"{m.Groups[3].Value}-{(order == DateOrder.DayFirst ? m.Groups[2] : m.Groups[1]).Value.PadLeft(2, '0')}-{(order == DateOrder.DayFirst ? m.Groups[1] : m.Groups[2]).Value.PadLeft(2, '0')}"
            : text;

    private static int At(IReadOnlyList<string> header, string field, string column)
    {
        var at = header.ToList().FindIndex(h => string.Equals(h, column.Trim(), StringComparison.OrdinalIgnoreCase));
        return at >= 0
            ? at
            : throw GatherProblems
                .MappingInvalid($"“{field}” is in column “{column}”", string.Join(", ", header.Take(40)))
                .Raise();
    }

    [GeneratedRegex("^([0-9]{1,2})[/.]([0-9]{1,2})[/.]([0-9]{4})$", RegexOptions.CultureInvariant)]
    private static partial Regex Slashes();
}
