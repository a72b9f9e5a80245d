using System.Globalization;
using System.Net;
using System.Resources;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Dapper;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using DocumentFormat.OpenXml.Wordprocessing;
using Shouldly;
using Toguna.Desk.Briefing;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Tests.Foundation;
using Toguna.Tests.Record.Incidents;

namespace Toguna.Tests.Desk;

/// <summary>Briefings through the front door: on the page, as HTML and for Word.</summary>
public sealed class BriefingTests
{
    private const string Ouaka = "of=trends&place=Ouaka&year=2017&type=3&by=actor";

    [Theory, BothEngines]
    public async Task Who_may_not_is_refused_and_nonsense_is_named(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        using var stranger = app.Stranger();
        (await stranger.GetAsync("/briefing")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await stranger.GetAsync("/briefing/file?format=docx")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var reporter = await app.AsAsync(Role.Reporter);
        (await reporter.GetAsync("/briefing")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var researcher = await app.AsAsync(Role.Researcher);
        (await researcher.GetAsync("/briefing/file?format=html")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await researcher.PageAsync("/briefing")).QuerySelectorAll("a[href*='/briefing/file']").ShouldBeEmpty();

        using var analyst = await app.AsAsync(Role.Analyst);
        foreach (
            var query in new[]
            {
                "of=colour",
                "by=colour",
                "measure=money",
                "period=week",
                "type=9",
                "colour=colour",
                "title=" + new string('x', 10_000),
            }
        )
        {
            using var answer = await analyst.GetAsync("/briefing?" + query);
            answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, query[..6]);
            var page = await answer.DocumentAsync();
            page.QuerySelector("[role=alert]")!
                .TextContent.ShouldContain(
                    query.StartsWith("title", StringComparison.Ordinal) ? "10,000" : query.Split('=')[1]
                );
            page.QuerySelector(".brief").ShouldBeNull();
            (await analyst.GetAsync("/briefing/file?format=docx&" + query)).StatusCode.ShouldBe(
                HttpStatusCode.UnprocessableEntity
            );
        }
        var kept = await (await analyst.GetAsync("/briefing?title=" + new string('x', 10_000))).DocumentAsync();
        kept.QuerySelector<IHtmlInputElement>("#title")!.Value.Length.ShouldBe(10_000);
        (await analyst.GetAsync("/briefing/file?format=pdf")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        foreach (var of in new[] { "place", "actor" })
        {
            (await analyst.GetAsync($"/briefing?of={of}&id={Guid.NewGuid()}")).StatusCode.ShouldBe(
                HttpStatusCode.NotFound
            );
            (await analyst.GetAsync($"/briefing?of={of}&id=x")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
            (await analyst.GetAsync($"/briefing?of={of}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }
        var place = (await PlacePageTests.PlaceAsync(app, "Bambari", 5.76, 20.67)).Split('/')[^1];
        using var twice = await analyst.GetAsync($"/briefing?of=place&id={place}&place=Bria");
        twice.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);

        var empty = await analyst.PageAsync("/briefing?place=Nowhere&title=%3Cb%3E%00%07bold%E2%80%AE");
        empty.QuerySelector(".brief h1")!.TextContent.ShouldBe("<b>  bold[U+202E]");
        empty.QuerySelector(".brief__answer")!.TextContent.ShouldStartWith("No incident matches");
        empty.QuerySelector(".brief__said")!.TextContent.ShouldContain("Nowhere");
        using var word = await WordAsync(analyst, "place=Nowhere&title=%01%3Cb%3E");
        word.MainDocumentPart!.Document!.InnerText.ShouldContain("No incident matches");
    }

    [Theory, BothEngines]
    public async Task Its_figures_are_those_of_the_page_and_its_notes_are_their_incidents(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await SampleRecord.ImportCarAsync(app);
        using var analyst = await app.AsAsync(Role.Analyst);
        var trends = await analyst.PageAsync("/trends?" + Ouaka.Replace("of=trends&", "", StringComparison.Ordinal));
        var link = trends.QuerySelector(".head__acts a[href^='/briefing']")!.GetAttribute("href")!;
        var page = await analyst.PageAsync(link);
        page.QuerySelector(".brief__answer")!.TextContent.ShouldStartWith(trends.QuerySelector(".answer")!.TextContent);
        page.QuerySelector(".brief .class")!.TextContent.ShouldBe("Unclassified");
        Cells(page)[0].ShouldBe(["UPC", "20", "?", "77", "?"], ignoreOrder: false);
        Cells(page)[^1][1].ShouldBe("28");
        Cells(page)[^1][3].ShouldBe("115");
        foreach (var figure in page.QuerySelectorAll(".brief a.fig"))
        {
            var query = figure.GetAttribute("href")!.Split('?')[1];
            (await SampleRecord.CountAsync(analyst, query)).ShouldBe(
                long.Parse(figure.TextContent, NumberStyles.AllowThousands, CultureInfo.InvariantCulture)
            );
        }
        var notes = page.QuerySelectorAll(".brief__notes li a").Select(a => a.TextContent).ToList();
        notes.Count.ShouldBeInRange(5, 30);
        notes.ShouldBeUnique();
        foreach (var note in notes)
        {
            (await analyst.GetAsync("/incidents/" + note)).StatusCode.ShouldBe(HttpStatusCode.OK);
        }
        page.QuerySelector(".brief__more")!.TextContent.ShouldContain($"and {28 - notes.Count} more");
        page.QuerySelectorAll(".brief svg path").Length.ShouldBeGreaterThan(10);

        using var file = await analyst.GetAsync(
            link.Replace("/briefing?", "/briefing/file?format=html&", StringComparison.Ordinal)
        );
        file.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        file.Content.Headers.ContentDisposition.FileName!.ShouldContain(".html");
        var html = await file.Content.ReadAsStringAsync();
        var offline = await new HtmlParser().ParseDocumentAsync(html);
        Cells(offline).ShouldBe(Cells(page));
        offline.QuerySelectorAll("script, link, img, iframe, form").ShouldBeEmpty();
        offline.QuerySelectorAll("[href]").ShouldAllBe(a => a.GetAttribute("href")!.StartsWith('#'));
        html.ShouldNotContain("://");
        html.ShouldNotContain("@import");

        using var word = await WordAsync(analyst, link.Split('?')[1]);
        var main = word.MainDocumentPart!;
        main.FootnotesPart!.Footnotes!.Elements<Footnote>().Count().ShouldBe(notes.Count + 2);
        foreach (var note in notes)
        {
            main.FootnotesPart.Footnotes.InnerText.ShouldContain(note);
        }
        main.Document!.Body!.Elements<Table>()
            .Last()
            .Elements<TableRow>()
            .Skip(1)
            .Select(r => r.Elements<TableCell>().Skip(1).Select(c => c.InnerText))
            .ShouldBe(Cells(page).Select(r => r.Skip(1)));
        word.PackageProperties.Creator.ShouldStartWith("Toguna");

        await using var c = await app.Database.OpenAsync();
        var made = (
            await c.QueryAsync<(string Subject, string Detail)>(
                "SELECT subject, detail FROM audit_entry WHERE action = 'briefing.made' ORDER BY seq"
            )
        ).ToList();
        made.Select(m => m.Detail.Split('"')[3]).ShouldBe(["page", "html", "docx"]);
        made.ShouldAllBe(m => m.Detail.Contains("\"incidents\":28") && m.Detail.Contains("place=Ouaka"));
        made.ShouldAllBe(m => !m.Detail.Contains("UPC"));
    }

    [Theory, BothEngines]
    public async Task A_reader_finds_in_it_what_they_may_see_and_in_French_all_is_French(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await SampleRecord.ImportCarAsync(app);
        long secret;
        Guid upc;
        await using (var c = await app.Database.OpenAsync())
        {
            upc = await c.QuerySingleAsync<Guid>("SELECT actor_id FROM actor WHERE name = 'UPC'");
        }
        using (var first = await app.AsAsync(Role.Analyst))
        {
            var before = await first.PageAsync("/briefing?" + Ouaka);
            secret = long.Parse(
                before.QuerySelector(".brief__notes a")!.TextContent[4..],
                CultureInfo.InvariantCulture
            );
        }
        const string Hostile = "جيش \u0001<b>&amp;</b> ߒߞߏ ⵜⵉⴼⵉⵏⴰⵖ\u202E";
        await app.Database.WriteAsync(async tx =>
        {
            await tx.ExecuteAsync("UPDATE incident SET classification = 2 WHERE number = @secret", new { secret });
            await tx.ExecuteAsync("UPDATE actor SET name = @Hostile WHERE actor_id = @upc", new { Hostile, upc });
            await tx.ExecuteAsync(
                "INSERT INTO record_change (what, id) SELECT 'incident', incident_id FROM incident WHERE number = @secret",
                new { secret }
            );
        });
        using var analyst = await app.AsAsync(Role.Analyst, "fr");
        using var officer = await app.AsAsync(Role.HumanRightsOfficer, "fr");
        var below = await analyst.PageAsync("/briefing?" + Ouaka);
        var above = await officer.PageAsync("/briefing?" + Ouaka);
        Cells(below)[^1][1].ShouldBe("27");
        Cells(above)[^1][1].ShouldBe("28");
        below.QuerySelector(".brief .class")!.TextContent.ShouldBe("Non classifié");
        above.QuerySelector(".brief .class")!.TextContent.ShouldBe("Strictement confidentiel");
        below.QuerySelector(".brief")!.TextContent.ShouldNotContain($"INC-{secret:0000}");
        above.QuerySelector(".brief")!.TextContent.ShouldContain($"INC-{secret:0000}");
        below.QuerySelectorAll(".brief b").ShouldBeEmpty();

        using var word = await WordAsync(officer, Ouaka);
        var main = word.MainDocumentPart!;
        main.HeaderParts.Single().Header!.InnerText.ShouldContain("Strictement confidentiel");
        main.Document!.Descendants<RightToLeftText>().ShouldNotBeEmpty();
        using var unseen = await WordAsync(analyst, Ouaka);
        unseen.MainDocumentPart!.FootnotesPart!.Footnotes!.InnerText.ShouldNotContain($"INC-{secret:0000}");
        var french = above.QuerySelector("main")!.TextContent + main.Document.InnerText;
        foreach (var english in EnglishOf(typeof(BriefingText)))
        {
            french.ShouldNotContain(english);
        }

        // A place, an actor, and the two lists lead to one as well.
        var place = await PlacePageTests.PlaceAsync(app, "Bambari", 5.76, 20.67);
        foreach (var from in new[] { place, $"/actors/{upc}", "/incidents?type=3", "/map?type=3" })
        {
            var link = (await officer.PageAsync(from)).QuerySelector("a[href^='/briefing']")!.GetAttribute("href")!;
            (await officer.PageAsync(link)).QuerySelectorAll(".brief__figures svg").Length.ShouldBe(2, from);
        }
    }

    [Fact]
    public async Task The_same_record_at_the_same_time_gives_the_same_bytes()
    {
        await using var app = await TestApp.StartAsync(Engine.Sqlite, new Stopped());
        await SampleRecord.ImportCarAsync(app);
        using var analyst = await app.AsAsync(Role.Analyst);
        foreach (var format in new[] { "docx", "html" })
        {
            var first = await analyst.GetByteArrayAsync($"/briefing/file?format={format}&{Ouaka}");
            (await analyst.GetByteArrayAsync($"/briefing/file?format={format}&{Ouaka}")).ShouldBe(first);
        }
    }

    private static List<List<string>> Cells(IHtmlDocument page) =>
        [
            .. page.QuerySelectorAll(".brief table :is(tbody, tfoot) tr")
                .Select(r => r.QuerySelectorAll("th > bdi, td").Select(c => c.TextContent.Trim()).ToList()),
        ];

    /// <summary>The document, opened and found without fault.</summary>
    private static async Task<WordprocessingDocument> WordAsync(HttpClient client, string query)
    {
        var bytes = await client.GetByteArrayAsync("/briefing/file?format=docx&" + query);
        var word = WordprocessingDocument.Open(new MemoryStream(bytes), false);
        new OpenXmlValidator(FileFormatVersions.Office2016)
            .Validate(word)
            .Select(e => $"{e.Path?.XPath}: {e.Description}")
            .ShouldBeEmpty();
        return word;
    }

    /// <summary>What an English page would say, in pieces that no figure is in; short ones may be words of both.</summary>
    private static IEnumerable<string> EnglishOf(Type words) =>
        new ResourceManager(words)
            .GetResourceSet(CultureInfo.InvariantCulture, true, false)!
            .Cast<System.Collections.DictionaryEntry>()
            .SelectMany(e => System.Text.RegularExpressions.Regex.Split((string)e.Value!, @"\{\d\}"))
            .Where(p => p.Trim().Length > 11);

    private sealed class Stopped : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2031, 3, 6, 5, 41, 0, TimeSpan.Zero);
    }
}
