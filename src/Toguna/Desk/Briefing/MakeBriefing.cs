using System.Globalization;
using Microsoft.Extensions.Localization;
using Toguna.Analyse;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Design;
using Toguna.Foundation.Storage;
using Toguna.Mandate;
using Toguna.Record;

namespace Toguna.Desk.Briefing;

/// <summary>Puts a briefing together from what the pages show, as its reader may see it, and writes down that it was made.</summary>
internal sealed class MakeBriefing(
    IncidentBook book,
    IncidentBasis basis,
    IncidentMaps maps,
    ContextBook timeline,
    Installation house,
    Database database,
    AuditLog audit,
    TimeProvider clock,
    BriefingWords words,
    IStringLocalizer<DesignText> design
)
{
    private const int MostRows = 10;
    private const int MostNotes = 24;
    private const int NotesOfRow = 3;
    private const int Tries = 3;

    /// <param name="format">For the audit log: page, html or docx.</param>
    /// <param name="host">Name of the server, for addresses on paper.</param>
    public async Task<BriefingModel> MakeAsync(
        BriefingAsk ask,
        Caller caller,
        string format,
        string host,
        CancellationToken ct
    )
    {
        // What others write meanwhile would make its figures disagree with each other.
        for (var left = Tries; ; left--)
        {
            var before = await basis.StateAsync(ask.Filter, caller, ask.Measure, ct);
            var made = await PutTogetherAsync(ask, before, caller, host, ct);
            if (left == 1 || before == await basis.StateAsync(ask.Filter, caller, ask.Measure, ct))
            {
                await WriteDownAsync(ask, format, made.Incidents, caller, ct);
                return made;
            }
        }
    }

    private async Task<BriefingModel> PutTogetherAsync(
        BriefingAsk ask,
        RecordState state,
        Caller caller,
        string host,
        CancellationToken ct
    )
    {
        var (filter, measure) = (ask.Filter, ask.Measure);
        var all = await book.TotalsAsync(filter, caller, ct: ct);
        var groups = await book.GroupsAsync(filter, caller, ask.By, ct: ct);
        var ranking = TrendRanking.Of(groups, measure, MostRows);
        var shown = ranking.Named.Concat(ranking.Unnamed is { } nobody ? [nobody] : []).ToList();
        // Of a filter that asks for perpetrators, everything is attributed; by perpetrator, nobody has a row of its own.
        var split =
            ask.By is not ("actor" or "category") && filter.Perpetrators.Count == 0 && filter.Categories.Count == 0;
        var held = split
            ? await book.TotalsAsync(filter with { Perpetrators = [IncidentFilter.Anybody] }, caller, ask.By, ct: ct)
            : null;
        var period = ask.Period ?? IncidentSeries.PeriodOf(await book.SpanAsync(filter, caller, ct));
        var series = await IncidentSeries.ReadAsync(book, timeline, filter, caller, measure, period, ct);
        var (evidence, notes) = await NotesAsync(ask, shown, caller, ct);
        IReadOnlyList<BriefingRow> rows =
        [
            .. shown.Select(
                (g, i) =>
                    new BriefingRow(
                        g.Label,
                        g.Filter,
                        words.Figures(
                            measure,
                            g.Incidents,
                            measure.Of(g),
                            held is null ? null : measure.Of(OfKey(held.Groups, g)).Best ?? 0
                        ),
                        evidence[i]
                    )
            ),
            new BriefingRow(
                words.Sum,
                filter,
                words.Figures(
                    measure,
                    all.Incidents,
                    measure.Of(all),
                    held is null ? null : measure.Of(held).Best ?? 0
                ),
                []
            ),
        ];
        var names = await book.ActorNamesAsync(filter, caller, ct);
        var now = clock.GetUtcNow();
        return new BriefingModel(
            ask,
            ask.Title.Length > 0 ? ask.Title : words.Title(ask),
            house.Name,
            house.IsSample ? design["sample_band"].Value : null,
            (state.Classification, design["class_" + state.Classification]),
            words.Basis(house, now, caller, state),
            now,
            "Toguna " + house.Version,
            all.Incidents == 0 ? words.Nothing : words.Answer(ask, all, ranking),
            all.Incidents == 0 ? null : words.Map(await maps.DrawAsync(filter, caller, ct), state),
            series.Bars.Count == 0 ? null : words.Chart(measure, period, series),
            words.TableTitle(ask),
            words.Columns(ask, split),
            rows,
            words.Below(ranking.Left, rows),
            words.Said(ask, filter.Describe(names), state),
            notes,
            words.More(all.Incidents - notes.Count, host + filter.Incidents),
            all.Incidents
        );
    }

    /// <summary>The gravest incidents of each row, numbered in the order in which they are met; one that stands in two rows has one number.</summary>
    private async Task<(IReadOnlyList<IReadOnlyList<int>>, IReadOnlyList<BriefingNote>)> NotesAsync(
        BriefingAsk ask,
        List<IncidentGroup> rows,
        Caller caller,
        CancellationToken ct
    )
    {
        var each = Math.Clamp(MostNotes / Math.Max(1, rows.Count), 1, NotesOfRow);
        var found = rows.FindAll(r => r.Filter is not null);
        var gravest = await basis.GravestAsync([.. found.Select(r => r.Filter!)], caller, ask.Measure, each, ct);
        var numbers = new Dictionary<Guid, int>();
        var notes = new List<BriefingNote>();
        var byRow = new List<IReadOnlyList<int>>();
        foreach (var row in rows)
        {
            var own = new List<int>();
            foreach (var evidence in row.Filter is null ? [] : gravest[found.IndexOf(row)])
            {
                if (numbers.TryAdd(evidence.Incident.IncidentId, notes.Count + 1))
                {
                    notes.Add(words.Note(notes.Count + 1, evidence));
                }
                own.Add(numbers[evidence.Incident.IncidentId]);
            }
            own.Sort();
            byRow.Add(own);
        }
        return (byRow, notes);
    }

    private static IncidentGroup OfKey(IReadOnlyList<IncidentGroup> groups, IncidentGroup like) =>
        groups.FirstOrDefault(g => g.Key == like.Key) ?? new(like.Key, "", 0, default, default, default);

    /// <summary>What was asked, never what is in it.</summary>
    private Task WriteDownAsync(BriefingAsk ask, string format, long incidents, Caller caller, CancellationToken ct) =>
        database.WriteAsync(
            tx =>
                audit.AppendAsync(
                    tx,
                    caller.Id,
                    "briefing.made",
                    ask.Id is { } id ? $"{ask.Of}:{id}" : ask.Of,
                    new
                    {
                        format,
                        filter = ask.Filter.ToQuery(),
                        measure = ask.Measure.Name,
                        by = ask.By,
                        incidents,
                        language = CultureInfo.CurrentUICulture.Name,
                    }
                ),
            ct
        );
}
