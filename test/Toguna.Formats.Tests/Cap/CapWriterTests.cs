using System.Text;
using Shouldly;
using Toguna.Formats.Cap;
using static Toguna.Formats.Tests.Cap.CapSamples;

namespace Toguna.Formats.Tests.Cap;

public sealed class CapWriterTests
{
    [Theory]
    [InlineData("identifier", "name_invalid", "a b")]
    [InlineData("identifier", "name_invalid", "a,b")]
    [InlineData("identifier", "name_invalid", "a<b")]
    [InlineData("identifier", "name_invalid", "a&b")]
    [InlineData("identifier", "name_invalid", "a\u00A0b")]
    [InlineData("identifier", "value_missing", "")]
    [InlineData("identifier", "text_illegal", "a\u0001")]
    [InlineData("sender", "name_invalid", "early warning")]
    [InlineData("note", "text_illegal", "\u0007")]
    [InlineData("note", "text_illegal", "\uFFFE")]
    [InlineData("addresses", "quotes_invalid", "the \"best\"")]
    [InlineData("addresses", "quotes_invalid", " ")]
    [InlineData("incidents", "quotes_invalid", "\"")]
    [InlineData("references", "name_invalid", "a b")]
    [InlineData("info[1]/event", "value_missing", " ")]
    [InlineData("info[1]/language", "language_invalid", "français")]
    [InlineData("info[1]/web", "address_invalid", "javascript:alert(1)")]
    [InlineData("info[1]/web", "address_invalid", "/alerts/7")]
    [InlineData("info[1]/web", "address_invalid", "https://a b")]
    [InlineData("info[1]/parameter[1]/valueName", "value_missing", "")]
    [InlineData("info[1]/resource[1]/uri", "address_invalid", "file:///etc/passwd")]
    [InlineData("info[1]/area[1]/areaDesc", "value_missing", "")]
    public void A_text_that_may_not_stand_is_refused_by_name(string path, string code, string text)
    {
        var info = Full.Infos[0];
        var alert = path switch
        {
            "identifier" => Full with { Identifier = text },
            "sender" => Full with { Sender = text },
            "note" => Full with { Note = text },
            "addresses" => Full with { Addresses = ["a", text] },
            "incidents" => Full with { Incidents = [text] },
            "references" => Full with { References = [new CapReference("s", text, Full.Sent)] },
            "info[1]/event" => Full with { Infos = [info with { Event = text }] },
            "info[1]/language" => Full with { Infos = [info with { Language = text }] },
            "info[1]/web" => Full with { Infos = [info with { Web = text }] },
            "info[1]/parameter[1]/valueName" => Full with { Infos = [info with { Parameters = [new(text, "1")] }] },
            "info[1]/resource[1]/uri" => Full with
            {
                Infos = [info with { Resources = [info.Resources[0] with { Uri = text }] }],
            },
            _ => Full with { Infos = [info with { Areas = [new CapArea { Description = text }] }] },
        };
        var fault = CapWriter.Check(alert).ShouldHaveSingleItem();
        (fault.Column, fault.Code).ShouldBe((path, code));
        fault.Reason.ShouldStartWith(path);
        using var stream = new MemoryStream();
        Should.Throw<ArgumentException>(() => CapWriter.Write(stream, alert)).Message.ShouldContain(fault.Reason);
        stream.Length.ShouldBe(0, "nothing is written of what is refused");
    }

    [Fact]
    public void Half_a_character_is_refused()
    {
        Codes(Least with { Note = "half \uD83D" }).ShouldBe(["text_illegal"]);
        Codes(Least with { Note = "\uDC00 half" }).ShouldBe(["text_illegal"]);
        Codes(Least with { Note = "\uD83E\uDD41" }).ShouldBeEmpty();
    }

    [Fact]
    public void Nothing_is_written_for_the_public() =>
        Codes(Least with { Scope = CapScope.Public }).ShouldBe(["scope_public"]);

    [Fact]
    public void A_scope_needs_what_it_speaks_of()
    {
        Codes(Least with { Scope = CapScope.Private }).ShouldBe(["addresses_missing"]);
        Codes(Least with { Restriction = " " }).ShouldBe(["restriction_missing"]);
        Codes(Least with { Scope = CapScope.Private, Addresses = ["a"], Restriction = null }).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(CapMessageType.Update)]
    [InlineData(CapMessageType.Cancel)]
    [InlineData(CapMessageType.Ack)]
    [InlineData(CapMessageType.Error)]
    public void What_speaks_of_earlier_messages_names_them(CapMessageType type) =>
        Codes(Least with { MessageType = type }).ShouldBe(["references_missing"]);

    [Fact]
    public void Codes_shapes_and_numbers_are_checked()
    {
        var info = Full.Infos[0];
        Codes(Least with { Status = (CapStatus)9 }).ShouldBe(["code_invalid"]);
        Codes(Full with { Infos = [info with { Categories = [] }] }).ShouldBe(["value_missing"]);
        Codes(
                Area(
                    new CapArea
                    {
                        Description = "a",
                        Polygons =
                        [
                            [new(0, 0), new(0, 1), new(1, 1), new(1, 0)],
                        ],
                    }
                )
            )
            .ShouldBe(["ring_open"]);
        Codes(
                Area(
                    new CapArea
                    {
                        Description = "a",
                        Polygons =
                        [
                            [new(0, 0), new(0, 1), new(0, 0)],
                        ],
                    }
                )
            )
            .ShouldBe(["ring_too_short"]);
        Codes(
                Area(
                    new CapArea
                    {
                        Description = "a",
                        Polygons =
                        [
                            [new(91, 0), new(0, 1), new(1, 1), new(91, 0)],
                        ],
                    }
                )
            )
            .ShouldBe(["point_invalid"]);
        Codes(Area(new CapArea { Description = "a", Circles = [new(new(0, -181), 1), new(new(0, 0), -1)] }))
            .ShouldBe(["point_invalid", "circle_invalid"]);
        Codes(Area(new CapArea { Description = "a", Ceiling = 1 })).ShouldBe(["altitude_missing"]);
        Codes(Full with { Infos = [info with { Resources = [info.Resources[0] with { Size = -1 }] }] })
            .ShouldBe(["number_invalid"]);

        CapAlert Area(CapArea area) => Full with { Infos = [info with { Areas = [area] }] };
    }

    [Fact]
    public void Every_fault_is_told_at_once() =>
        Codes(Least with { Identifier = "a b", Sender = "", Note = "\u0001" })
            .ShouldBe(["name_invalid", "value_missing", "text_illegal"]);

    [Fact]
    public void The_full_message_stands_as_the_standard_has_it()
    {
        var document = Write(Full);
        Violations(document).ShouldBeEmpty();
        document[0].ShouldBe((byte)'<', "no byte order mark");
        var text = Encoding.UTF8.GetString(document);
        text.ShouldContain("<alert xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\">");
        text.ShouldContain("<sent>2025-05-16T04:41:00-00:00</sent>");
        text.ShouldContain("<onset>2025-05-16T12:00:00-03:30</onset>");
        text.ShouldContain("<addresses>jmac@mission.example \"Field Office Mopti\"</addresses>");
        text.ShouldContain("<incidents>INC-12 \"Market of Sari\"</incidents>");
        text.ShouldContain(
            "<references>early-warning@mission.example,ALT-0007.1,2025-05-16T05:41:00+01:00</references>"
        );
        text.ShouldContain("<polygon>14.0,-3.25 14.5,-3.25 14.5,-2.75000 14.00,-3.250</polygon>");
        text.ShouldContain("<circle>-0.00001,180 12.5</circle>");
        text.ShouldNotContain("Z<");
        Told(Read(document).Alert).ShouldBe(Told(Full));
    }

    [Fact]
    public void What_is_empty_or_blank_is_left_out_and_fractions_of_seconds_are_cut()
    {
        var document = Write(
            Least with
            {
                Sent = Least.Sent.AddMilliseconds(999),
                Source = "",
                Note = "\n ",
                Codes = ["", " "],
            }
        );
        Violations(document).ShouldBeEmpty();
        var text = Encoding.UTF8.GetString(document);
        foreach (var name in new[] { "source", "addresses", "code", "note", "references", "incidents", "info" })
            text.ShouldNotContain("<" + name);
        Told(Read(document).Alert).ShouldBe(Told(Least));
    }

    [Theory]
    [InlineData("-00:00</sent>", "Z</sent>")]
    [InlineData("<status>Exercise", "<status>Drill")]
    [InlineData("emergency:cap:1.2", "emergency:cap:1.1")]
    [InlineData("<urgency>Immediate</urgency>", "")]
    [InlineData("<identifier>ALT-0007.2</identifier>", "")]
    [InlineData("<category>CBRNE</category>", "<category>CBRNE</category><language>fr</language>")]
    [InlineData("fr-ML", "fr_ML")]
    [InlineData("<altitude>900", "<altitude>9e2")]
    public void The_schema_of_the_tests_can_refuse(string from, string to)
    {
        var good = Encoding.UTF8.GetString(Write(Full));
        good.ShouldContain(from);
        Violations(Encoding.UTF8.GetBytes(good.Replace(from, to, StringComparison.Ordinal))).ShouldNotBeEmpty();
    }

    [Fact]
    public void A_computed_point_is_rounded_to_a_metre()
    {
        CapPoint.Of(14.123456789, -1e-9).ShouldBe(new CapPoint(14.12346m, 0m));
        Should.Throw<OverflowException>(() => CapPoint.Of(double.NaN, 0));
    }

    private static IEnumerable<string> Codes(CapAlert alert) => CapWriter.Check(alert).Select(f => f.Code);
}
