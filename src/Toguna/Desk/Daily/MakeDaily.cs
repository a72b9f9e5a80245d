using System.Globalization;
using Microsoft.Extensions.Localization;
using Toguna.Foundation.Access;
using Toguna.Foundation.Design;
using Toguna.Foundation.Storage;

namespace Toguna.Desk.Daily;

/// <summary>Puts the report of a day together, as its reader may see it.</summary>
internal sealed class MakeDaily(
    DailyBook book,
    DailyWords words,
    DailyFigures figures,
    Installation house,
    Database database,
    TimeProvider clock,
    IStringLocalizer<DailyText> text,
    IStringLocalizer<DesignText> design
)
{
    public async Task<DailyModel> MakeAsync(Watch watch, Caller caller, CancellationToken ct)
    {
        var culture = CultureInfo.CurrentUICulture;
        var (from, to) = watch.Bounds(house.Zone);
        var facts = await book.ReadAsync(from, to, caller, ct);
        await using var c = await database.OpenAsync(ct);
        var people = await People.NamesAsync(
            c,
            database.Engine,
            facts
                .Steps.Select(s => s.ByUser)
                .Concat(facts.Decisions.Select(d => d.ByUser))
                .Concat(facts.Incidents.Select(i => i.ByUser))
                .Concat(facts.Written.Select(w => w.ByUser))
        );
        var now = clock.GetUtcNow();
        return new DailyModel(
            watch,
            text[
                watch.IsWholeDay ? "title_day" : "title_watch",
                watch.Day.ToString("d MMMM yyyy", culture),
                Watch.Write(watch.From),
                Watch.Write(watch.To)
            ],
            house.Name,
            house.IsSample ? design["sample_band"].Value : null,
            (facts.Classification, design["class_" + facts.Classification]),
            [
                text["from_to", house.Both(from, culture), house.Both(to, culture), house.Zone.Id],
                text[now < to ? "made_before" : "made", house.Both(now, culture)],
            ],
            now,
            "Toguna " + house.Version,
            figures.Answer(facts),
            figures.Rows(facts),
            words.Overdue(facts),
            words.Lines(facts, people, drills: false),
            words.Lines(facts, people, drills: true),
            text["reader", ReaderWords.Of(caller)]
        );
    }
}
