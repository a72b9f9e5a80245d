using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Record;
using Toguna.Record.Map;
using Toguna.Tests.Foundation;
using Toguna.Tests.Record.Incidents;

namespace Toguna.Tests.Record.Map;

/// <summary>The strip of time: its bars add up, each leads to its period, and there are never too many.</summary>
public sealed partial class MapTimeTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(60, 1, 60)]
    [InlineData(61, 3, 21)]
    [InlineData(180, 3, 60)]
    [InlineData(240, 12, 20)]
    [InlineData(721, 60, 13)]
    [InlineData(2412, 60, 41)]
    public void A_bar_is_as_fine_as_sixty_of_them_allow(int months, int step, int bars)
    {
        // From January 1900 on: the first month of a quarter, of a year, of ten years.
        var all = Enumerable.Range(1900 * 12, months).ToDictionary(m => m, _ => 1L);
        var time = MapTime.Of(all, all, IncidentFilter.None, months);
        time.Months.ShouldBe(step);
        time.Bars.Count.ShouldBe(bars);
        time.Bars.Sum(b => b.Incidents).ShouldBe(months);
        time.InView.ShouldBe(months);
        time.Bars.ShouldAllBe(b => b.IsChosen);
        time.Handles.ShouldBe((0, bars - 1));
    }

    [Fact]
    public void What_is_chosen_is_marked_and_a_span_outside_marks_nothing()
    {
        var all = new Dictionary<int, long> { [2015 * 12] = 3, [2016 * 12 + 11] = 4 };
        MapTime Under(string conditions) =>
            MapTime.Of(all, all, IncidentFilterReading.Parse(conditions.Split(' ')).OrThrow(), 1);
        Under("from=2015-12 to=2016-01").Handles.ShouldBe((11, 12));
        Under("year=2016").Handles.ShouldBe((12, 23));
        Under("began=2016-Q4").Handles.ShouldBe((21, 23));
        Under("from=2016-12-31").Handles.ShouldBe((23, 23));
        Under("from=2050").Handles.ShouldBe((0, -1));
        Under("to=1950").Handles.ShouldBe((0, -1));
        foreach (var conditions in new[] { "from=2050", "to=1950", "from=2015 to=2016" })
        {
            var time = Under(conditions);
            time.From.ShouldBeLessThanOrEqualTo(time.To, conditions);
        }
        Under("year=2016").Bars[0].Filter.ToQuery().ShouldBe("from=2015-01&to=2015-01");
        MapTime.Of(new Dictionary<int, long>(), all, IncidentFilter.None, 0).Bars.ShouldBeEmpty();
    }

    [Theory, BothEngines]
    public async Task Bars_add_up_to_the_incidents_in_view_and_their_links_choose_their_period(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await SampleRecord.ImportCarAsync(app);
        using var client = await app.AsAsync(Role.Analyst);
        foreach (var view in new[] { "type=3", "type=3&bbox=19,4,22,7", "place=Ouaka&perpetrator=any" })
        {
            var all = await SampleRecord.CountAsync(client, view);
            var chosen = await SampleRecord.CountAsync(client, view + "&from=2014&to=2015-06");
            var page = await PageAsync(client, $"/map?{view}&from=2014&to=2015-06");
            var bars = page.QuerySelectorAll("#time .hist a");
            bars.Length.ShouldBeInRange(1, MapTime.Most);
            bars.Sum(b => Number(b.QuerySelector("title")!.TextContent.Split(':')[1])).ShouldBe(all, view);
            page.QuerySelector("#time .row .meta")!.TextContent.ShouldStartWith($"{chosen:N0} of {all:N0} incidents");
            var on = page.QuerySelectorAll("#time .years__on");
            // As many periods as the eighteen months touch, whether a bar is a quarter or a year.
            on.Length.ShouldBe(
                page.QuerySelector("#time .row .meta")!.TextContent.Contains("year", StringComparison.Ordinal) ? 2 : 6
            );
            on[0].GetAttribute("href")!.ShouldContain("from=2014");
            // Choosing one is a link, and it keeps every other condition.
            var one = await PageAsync(client, on[0].GetAttribute("href")!);
            var found = await SampleRecord.CountAsync(client, on[0].GetAttribute("href")!.Split('?')[1]);
            one.QuerySelector("#time .row .meta")!.TextContent.ShouldStartWith($"{found:N0} of {all:N0} incidents");
            one.QuerySelectorAll("#time .years__on").Length.ShouldBe(1);
        }
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("fr");
        var french = await client.GetStringAsync("/map?from=2014");
        french.ShouldContain("une barre");
    }

    [Theory, BothEngines]
    public async Task Who_may_not_know_of_an_incident_does_not_see_it_in_a_bar(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await SampleRecord.ImportCarAsync(app);
        await app.Database.WriteAsync(tx =>
            Dapper.SqlMapper.ExecuteAsync(
                tx.Connection,
                "UPDATE incident SET classification = 2 WHERE date_start < '2010-01-01'",
                transaction: tx.Transaction
            )
        );
        using var officer = await app.AsAsync(Role.HumanRightsOfficer);
        using var researcher = await app.AsAsync(Role.Researcher);
        var (all, some) = (await YearsAsync(officer), await YearsAsync(researcher));
        all.First.ShouldBeLessThan(2010);
        some.First.ShouldBeGreaterThanOrEqualTo(2010);
        some.Incidents.ShouldBe(await SampleRecord.CountAsync(researcher, ""));
        some.Incidents.ShouldBeLessThan(all.Incidents);
    }

    private static async Task<(int First, long Incidents)> YearsAsync(HttpClient client)
    {
        var bars = (await PageAsync(client, "/map")).QuerySelectorAll("#time .hist a");
        var first = Year().Match(bars[0].GetAttribute("href")!).Groups[1].Value;
        return (int.Parse(first, null), bars.Sum(b => Number(b.QuerySelector("title")!.TextContent.Split(':')[1])));
    }

    private static async Task<AngleSharp.Html.Dom.IHtmlDocument> PageAsync(HttpClient client, string path) =>
        new HtmlParser().ParseDocument(await client.GetStringAsync(path));

    private static long Number(string text) => long.Parse(new string([.. text.Where(char.IsAsciiDigit)]), null);

    [GeneratedRegex("from=([0-9]{4})")]
    private static partial Regex Year();
}
