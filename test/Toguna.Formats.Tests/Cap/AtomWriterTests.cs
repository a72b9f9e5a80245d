using System.Xml.Linq;
using Shouldly;
using Toguna.Formats.Cap;

namespace Toguna.Formats.Tests.Cap;

public sealed class AtomWriterTests
{
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";

    private static readonly AtomEntry Entry = new()
    {
        Id = "urn:uuid:0196d0e2-0000-7000-8000-000000000001",
        Title = "Alert ALT-0007 & <more>",
        Updated = new DateTimeOffset(2025, 5, 16, 5, 41, 0, TimeSpan.FromHours(1)),
        Document = "https://toguna.mission.example/alerts/7.cap?a=1&b=2",
        Summary = "Severe, likely",
    };

    private static readonly AtomFeed Feed = new()
    {
        Id = "urn:uuid:0196d0e2-0000-7000-8000-000000000000",
        Title = "Alerts",
        Author = "Mission",
        Updated = new DateTimeOffset(2025, 5, 16, 6, 0, 0, TimeSpan.Zero),
        Self = "https://toguna.mission.example/alerts.atom",
        Entries = [Entry, Entry with { Id = "urn:uuid:2", Summary = null }],
    };

    [Theory]
    [InlineData("id", "7")]
    [InlineData("id", "/alerts")]
    [InlineData("id", "urn:a b")]
    [InlineData("id", "")]
    [InlineData("title", " ")]
    [InlineData("title", "a\u0001")]
    [InlineData("author", "")]
    [InlineData("self", "alerts.atom")]
    [InlineData("self", "javascript:alert(1)")]
    [InlineData("entry[1]/id", "7")]
    [InlineData("entry[1]/id", "urn:uuid:2")]
    [InlineData("entry[1]/title", "")]
    [InlineData("entry[1]/document", "file:///etc/passwd")]
    [InlineData("entry[1]/summary", "\uFFFF")]
    public void What_may_not_stand_is_refused_by_name(string path, string text)
    {
        var feed = path switch
        {
            "id" => Feed with { Id = text },
            "title" => Feed with { Title = text },
            "author" => Feed with { Author = text },
            "self" => Feed with { Self = text },
            "entry[1]/id" => With(Entry with { Id = text }),
            "entry[1]/title" => With(Entry with { Title = text }),
            "entry[1]/document" => With(Entry with { Document = text }),
            _ => With(Entry with { Summary = text }),
        };
        using var stream = new MemoryStream();
        // The second entry has the id that the first one takes.
        Should
            .Throw<ArgumentException>(() => AtomWriter.Write(stream, feed))
            .Message.ShouldStartWith(text == "urn:uuid:2" ? "entry[2]/id" : path);
        stream.Length.ShouldBe(0);

        static AtomFeed With(AtomEntry entry) => Feed with { Entries = [entry, Feed.Entries[1]] };
    }

    [Fact]
    public void A_feed_holds_what_it_was_given_and_no_more()
    {
        using var stream = new MemoryStream();
        AtomWriter.Write(stream, Feed);
        stream.Position = 0;
        var feed = XDocument.Load(stream).Root!;
        feed.Elements().Select(e => e.Name).ShouldAllBe(n => n.Namespace == Atom);
        feed.Elements()
            .Select(e => e.Name.LocalName)
            .ShouldBe(["id", "title", "updated", "author", "link", "entry", "entry"]);
        feed.Element(Atom + "updated")!.Value.ShouldBe("2025-05-16T06:00:00Z");
        feed.Element(Atom + "author")!.Element(Atom + "name")!.Value.ShouldBe("Mission");
        Link(feed).ShouldBe(("self", "application/atom+xml", Feed.Self));
        var entries = feed.Elements(Atom + "entry").ToList();
        entries[0].Elements().Select(e => e.Name.LocalName).ShouldBe(["id", "title", "updated", "link", "summary"]);
        entries[0].Element(Atom + "title")!.Value.ShouldBe(Entry.Title);
        entries[0].Element(Atom + "updated")!.Value.ShouldBe("2025-05-16T04:41:00Z");
        Link(entries[0]).ShouldBe(("alternate", "application/cap+xml", Entry.Document));
        entries[1].Elements().Select(e => e.Name.LocalName).ShouldBe(["id", "title", "updated", "link"]);
    }

    [Fact]
    public void A_feed_may_be_empty()
    {
        using var stream = new MemoryStream();
        AtomWriter.Write(stream, Feed with { Entries = [] });
        stream.Position = 0;
        XDocument.Load(stream).Root!.Elements(Atom + "entry").ShouldBeEmpty();
    }

    private static (string?, string?, string?) Link(XElement of)
    {
        var link = of.Element(Atom + "link")!;
        return ((string?)link.Attribute("rel"), (string?)link.Attribute("type"), (string?)link.Attribute("href"));
    }
}
