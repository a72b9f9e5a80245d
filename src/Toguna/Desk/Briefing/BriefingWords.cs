using System.Globalization;
using Microsoft.Extensions.Localization;
using Toguna.Analyse;
using Toguna.Foundation.Access;
using Toguna.Foundation.Design;
using Toguna.Record;

namespace Toguna.Desk.Briefing;

/// <summary>The sentences of a briefing.</summary>
internal sealed class BriefingWords(IStringLocalizer<BriefingText> text, IStringLocalizer<AccessText> roles)
{
    private const int LongestFilter = 600;
    private const int LongestAddress = 260;
    private const int LongestMark = 90;
    private const int LongestPlace = 60;

    /// <summary>Half the width of a page, in letters of the page.</summary>
    private const double ChartWidth = 460;
    private const int Ticks = 5;

    public string Nothing => text["nothing"];

    public string Sum => text["sum"];

    public string Title(BriefingAsk ask) =>
        ask.Of switch
        {
            "place" or "actor" => ask.Name!,
            "trends" => TableTitle(ask),
            _ => text["title_" + ask.Of],
        };

    public string TableTitle(BriefingAsk ask) =>
        text["by", TrendWords.Measure(ask.Measure), Lower(TrendWords.By(ask.By))];

    public IReadOnlyList<string> Basis(Installation house, DateTimeOffset now, Caller caller, RecordState state)
    {
        var culture = CultureInfo.CurrentCulture;
        var who = string.Join(", ", caller.Roles.Order().Select(r => roles["role_" + r].Value));
        var made = text["made", house.Both(now, culture), who].Value;
        return state.Changed is { } changed
            ?
            [
                made,
                text[state.Incidents == 1 ? "state_one" : "state", N(state.Incidents), house.Both(changed, culture)],
            ]
            : [made];
    }

    public string Answer(BriefingAsk ask, IncidentTotals all, TrendRanking ranking)
    {
        var said = TrendWords.Answer(ask.Measure, ask.By, all, ranking);
        var figure = ask.Measure.Of(all);
        var between =
            ask.Measure.IsRange && figure is { Minimum: { } low, Maximum: { } high }
                ? " " + text["between", N(low), N(high)]
                : "";
        return ask.Of switch
        {
            "place" => text["answer_place", ask.Name!] + " " + said + between,
            "actor" => text["answer_actor", ask.Name!] + " " + said + between,
            _ => said + between,
        };
    }

    public BriefingFigure Map(IncidentMap map, RecordState state) =>
        new(
            map.Drawing,
            text["map"],
            text["map_said", N(map.Incidents)],
            text["map_caption"]
                + (map.Cut ? " " + text["map_cut"] : "")
                + (state.Nowhere > 0 ? " " + text["nowhere", N(state.Nowhere), N(state.Incidents)] : "")
        );

    public BriefingFigure Chart(IncidentMeasure measure, string period, IncidentSeries series)
    {
        var most = series.Bars.MaxBy(b => b.Best)!;
        var caption = TrendWords.Period(period);
        if (measure.IsRange)
        {
            caption += " " + text["caption_range"];
        }
        if (series.Bars.Any(b => b.Hatched > 0))
        {
            caption += " " + text["caption_parts", TrendWords.Legend.Solid, TrendWords.Legend.Hatched];
        }
        if (series.Cut > 0)
        {
            caption += " " + text["caption_cut", N(series.Cut)];
        }
        if (series.Marks.Count > 0)
        {
            caption +=
                " "
                + string.Join(
                    "; ",
                    series.Marks.Select(
                        (m, i) => Foundation.Design.Charts.TimeMark.Letter(i) + " " + Short(m.Words, LongestMark)
                    )
                )
                + ".";
        }
        return new(
            new Foundation.Design.Charts.TimeBarsLayout(series.Bars, series.Marks, measure.IsRange).Draw(
                ChartWidth,
                Ticks
            ),
            text["over_time", TrendWords.Measure(measure)],
            text[
                "chart_said",
                TrendWords.Measure(measure),
                series.Bars[0].Label,
                series.Bars[^1].Label,
                most.Label,
                N(most.Best)
            ],
            caption
        );
    }

    public IReadOnlyList<string> Columns(BriefingAsk ask, bool split) =>
        [
            TrendWords.By(ask.By),
            TrendWords.Measure(IncidentMeasure.Incidents),
            .. ask.Measure.IsRange ? [text["minimum"].Value, text["best"].Value, text["maximum"].Value] : (string[])[],
            .. split ? [text["not_attributed"].Value] : (string[])[],
        ];

    /// <param name="held">Best count of those of which somebody is held responsible; null: no such column.</param>
    public IReadOnlyList<string> Figures(IncidentMeasure measure, long incidents, Bounds figures, long? held) =>
        [
            N(incidents),
            .. measure.IsRange ? [N(figures.Minimum), N(figures.Best), N(figures.Maximum)] : (string[])[],
            .. held is { } some ? [N((figures.Best ?? 0) - some)] : (string[])[],
        ];

    /// <summary>Below the table: how many rows are left out, and what a question mark in it means.</summary>
    /// <returns>Null where nothing is to be said.</returns>
    public string? Below(int left, IEnumerable<BriefingRow> rows)
    {
        var said = left > 0 ? text["left", N(left)].Value : "";
        return rows.Any(r => r.Figures.Contains("?")) ? $"{said} {text["question"]}".Trim()
            : said.Length > 0 ? said
            : null;
    }

    public IReadOnlyList<(string, string)> Said(BriefingAsk ask, string filter, RecordState state)
    {
        var unknown = new List<string>();
        var measured = Lower(TrendWords.Measure(ask.Measure));
        void Add(long n, string key)
        {
            if (n > 0)
            {
                unknown.Add(text[key, N(n), N(state.Incidents), measured]);
            }
        }
        Add(state.Nowhere, "nowhere");
        Add(state.Vague, "vague");
        Add(state.Unnumbered, "unnumbered");
        Add(state.Unbounded, "unbounded");
        return
        [
            (text["filter"], Short(filter, LongestFilter)),
            (text["rule"], IncidentTotals.RuleOf(ask.By)),
            (text["unknown"], unknown.Count == 0 ? text["all_known"] : string.Join(" ", unknown)),
        ];
    }

    public BriefingNote Note(int number, IncidentEvidence evidence)
    {
        var i = evidence.Incident;
        var place = new[] { i.PlaceText, i.Adm1, i.Country }.FirstOrDefault(p => !string.IsNullOrWhiteSpace(p));
        var lists = string.Join(", ", evidence.Lists.Select(l => IncidentWords.Source(l)));
        return new(
            number,
            i.Reference,
            string.Join(
                ", ",
                new[]
                {
                    DateWords.Of(i.DateStart, i.DateEnd),
                    place is null ? text["no_place"] : Short(place, LongestPlace),
                    lists,
                }.Where(p => p.Length > 0)
            )
        );
    }

    /// <returns>Null where every incident has its note.</returns>
    public string? More(long left, string address) =>
        left > 0 ? text["more", N(left), Short(address, LongestAddress)].Value : null;

    private static string Short(string words, int most) =>
        words.Length <= most ? words : words[..(char.IsHighSurrogate(words[most - 2]) ? most - 2 : most - 1)] + "…";

    /// <summary>As it stands inside of a sentence.</summary>
    private static string Lower(string words) => char.ToLower(words[0], CultureInfo.CurrentCulture) + words[1..];

    private static string N(long? n) => n?.ToString("N0", CultureInfo.CurrentCulture) ?? "?";
}
