using System.Text;
using Shouldly;
using Toguna.Formats.Cap;
using static Toguna.Formats.Tests.Cap.CapSamples;

namespace Toguna.Formats.Tests.Cap;

public sealed class CapReaderTests
{
    [Fact]
    public void A_message_of_another_sender_is_read()
    {
        Violations(Encoding.UTF8.GetBytes(Document)).ShouldBeEmpty();
        var read = Read(Document);
        read.Faults.ShouldBeEmpty();
        read.Warnings.ShouldBeEmpty();
        read.Signed.ShouldBeFalse();
        var alert = read.Alert!;
        (alert.Identifier, alert.Sender, alert.Scope).ShouldBe(("NGO-2025-31", "warn@ngo.example", CapScope.Public));
        alert.Sent.ShouldBe(new DateTimeOffset(2025, 5, 16, 4, 41, 0, TimeSpan.Zero));
        var info = alert.Infos.Single();
        info.Language.ShouldBeNull();
        info.Categories.ShouldBe([CapCategory.Safety]);
        info.Areas[0].Polygons[0].Count.ShouldBe(4);
        info.Areas[0].Polygons[0][2].ShouldBe(new CapPoint(14.6m, -4.0m));
        info.Areas[0].Circles.ShouldBe([new CapCircle(new CapPoint(14.5m, -4.2m), 10m)]);
    }

    [Theory]
    [InlineData("urn:oasis:names:tc:emergency:cap:1.1", "CAP 1.1")]
    [InlineData("http://www.incident.com/cap/1.0", "CAP 1.0")]
    [InlineData("urn:example:other", "urn:example:other")]
    public void Another_version_is_refused_and_named(string other, string said)
    {
        var e = Should.Throw<UnreadableFileException>(() =>
            Read(Document.Replace("urn:oasis:names:tc:emergency:cap:1.2", other, StringComparison.Ordinal))
        );
        e.Code.ShouldBe("cap_version");
        e.Message.ShouldContain(other);
        e.Message.ShouldContain(said);
        e.Message.ShouldContain("urn:oasis:names:tc:emergency:cap:1.2");
    }

    [Theory]
    [InlineData("<cap:identifier>NGO-2025-31</cap:identifier>", "", "element_missing", "alert")]
    [InlineData("<cap:sent>2025-05-16T04:41:00-00:00</cap:sent>", "", "element_missing", "alert")]
    [InlineData("<cap:category>Safety</cap:category>", "", "element_missing", "info[1]")]
    [InlineData("<cap:areaDesc>Mopti</cap:areaDesc>", "", "element_missing", "info[1]/area[1]")]
    [InlineData(">NGO-2025-31<", "> <", "value_missing", "identifier")]
    [InlineData(">2025-05-16T04:41:00-00:00<", "><", "value_missing", "sent")]
    [InlineData(">NGO-2025-31<", ">NGO 2025<", "name_invalid", "identifier")]
    [InlineData(">warn@ngo.example<", ">a,b<", "name_invalid", "sender")]
    [InlineData(">warn@ngo.example<", ">a&amp;b<", "name_invalid", "sender")]
    [InlineData("04:41:00-00:00", "04:41:00Z", "time_invalid", "sent")]
    [InlineData("04:41:00-00:00", "04:41:00", "time_invalid", "sent")]
    [InlineData("04:41:00-00:00", "04:41:00.5-00:00", "time_invalid", "sent")]
    [InlineData("04:41:00-00:00", "04:41-00:00", "time_invalid", "sent")]
    [InlineData("04:41:00-00:00", "24:41:00-00:00", "time_invalid", "sent")]
    [InlineData("04:41:00-00:00", "04:41:00+15:00", "time_invalid", "sent")]
    [InlineData("2025-05-16T", "2025-02-30T", "time_invalid", "sent")]
    [InlineData("2025-05-16T", "٢٠٢٥-05-16T", "time_invalid", "sent")]
    [InlineData("2025-05-16T04:41:00-00:00", "16 May 2025", "time_invalid", "sent")]
    [InlineData(">Actual<", ">actual<", "code_invalid", "status")]
    [InlineData(">Actual<", ">0<", "code_invalid", "status")]
    [InlineData(">Actual<", ">Actual,Test<", "code_invalid", "status")]
    [InlineData(">Actual<", "><", "code_invalid", "status")]
    [InlineData(">Safety<", ">Conflict<", "code_invalid", "info[1]/category")]
    [InlineData(">Observed<", ">Very Likely<", "code_invalid", "info[1]/certainty")]
    [InlineData(
        "14.3,-4.3 14.6,-4.3 14.6,-4.0 14.3,-4.3",
        "14.3,-4.3 14.6,-4.3 14.6,-4.0 14.3,-4.0",
        "ring_open",
        "info[1]/area[1]/polygon[1]"
    )]
    [InlineData(
        "14.3,-4.3 14.6,-4.3 14.6,-4.0 14.3,-4.3",
        "14.3,-4.3 14.6,-4.3 14.3,-4.3",
        "ring_too_short",
        "info[1]/area[1]/polygon[1]"
    )]
    [InlineData("14.3,-4.3 14.6,-4.3 14.6,-4.0 14.3,-4.3", "", "ring_too_short", "info[1]/area[1]/polygon[1]")]
    [InlineData("14.6,-4.3", "91,-4.3", "point_invalid", "info[1]/area[1]/polygon[1]")]
    [InlineData("14.6,-4.3", "14.6,-180.1", "point_invalid", "info[1]/area[1]/polygon[1]")]
    [InlineData("14.6,-4.3", "14.6", "point_invalid", "info[1]/area[1]/polygon[1]")]
    [InlineData("14.6,-4.3", "1e1,-4.3", "point_invalid", "info[1]/area[1]/polygon[1]")]
    [InlineData("14.6,-4.3", "NaN,-4.3", "point_invalid", "info[1]/area[1]/polygon[1]")]
    [InlineData("14.6,-4.3", "14,6,-4,3", "point_invalid", "info[1]/area[1]/polygon[1]")]
    [InlineData("14.5,-4.2 10", "14.5,-4.2", "circle_invalid", "info[1]/area[1]/circle")]
    [InlineData("14.5,-4.2 10", "14.5,-4.2 -1", "circle_invalid", "info[1]/area[1]/circle")]
    [InlineData("14.5,-4.2 10", "-90.5,-4.2 1", "point_invalid", "info[1]/area[1]/circle")]
    public void What_is_wrong_is_named(string from, string to, string code, string path)
    {
        Document.ShouldContain(from);
        var read = Read(Document.Replace(from, to, StringComparison.Ordinal));
        read.Alert.ShouldBeNull();
        var fault = read.Faults.ShouldHaveSingleItem();
        (fault.Code, fault.Column).ShouldBe((code, path));
        fault.Line.ShouldBeGreaterThan(1);
        fault.Reason.ShouldStartWith(path);
    }

    [Theory]
    [InlineData(
        "<cap:scope>Public</cap:scope>",
        "<cap:scope>Public</cap:scope><cap:scope>Private</cap:scope>",
        "element_repeated",
        "scope"
    )]
    [InlineData(
        "<cap:scope>Public</cap:scope>",
        "<cap:scope>Public</cap:scope><cap:source>x</cap:source>",
        "order_wrong",
        "source"
    )]
    [InlineData(
        "<cap:scope>Public</cap:scope>",
        "<cap:scope>Public</cap:scope><cap:colour>red</cap:colour>",
        "element_unknown",
        "colour"
    )]
    [InlineData(
        "<cap:scope>Public</cap:scope>",
        "<cap:scope>Public</cap:scope><x:a xmlns:x=\"urn:x\"/>",
        "element_unknown",
        "a"
    )]
    [InlineData("<cap:scope>Public</cap:scope>", "<cap:scope>Public</cap:scope>words", "text_stray", "alert")]
    [InlineData(">Flood<", "><cap:b>Flood</cap:b>Flood<", "element_unknown", "info[1]/event")]
    [InlineData(
        "<cap:scope>Public</cap:scope>",
        "<cap:scope>Public</cap:scope><cap:addresses>a \"b c</cap:addresses>",
        "quotes_invalid",
        "addresses"
    )]
    [InlineData(
        "<cap:scope>Public</cap:scope>",
        "<cap:scope>Public</cap:scope><cap:addresses>a\"b c\"</cap:addresses>",
        "quotes_invalid",
        "addresses"
    )]
    [InlineData(
        "<cap:scope>Public</cap:scope>",
        "<cap:scope>Public</cap:scope><cap:addresses>\"b c\"d</cap:addresses>",
        "quotes_invalid",
        "addresses"
    )]
    [InlineData(
        "<cap:scope>Public</cap:scope>",
        "<cap:scope>Public</cap:scope><cap:addresses>\"\"</cap:addresses>",
        "quotes_invalid",
        "addresses"
    )]
    [InlineData(
        "<cap:scope>Public</cap:scope>",
        "<cap:scope>Public</cap:scope><cap:references>a,b</cap:references>",
        "reference_invalid",
        "references"
    )]
    [InlineData(
        "<cap:scope>Public</cap:scope>",
        "<cap:scope>Public</cap:scope><cap:references>a,b,2025-05-16T04:41:00Z</cap:references>",
        "reference_invalid",
        "references"
    )]
    [InlineData(
        "<cap:category>",
        "<cap:language>français</cap:language><cap:category>",
        "language_invalid",
        "info[1]/language"
    )]
    [InlineData("<cap:area>", "<cap:web>javascript:alert(1)</cap:web><cap:area>", "address_invalid", "info[1]/web")]
    [InlineData("<cap:area>", "<cap:web>alerts/7</cap:web><cap:area>", "address_invalid", "info[1]/web")]
    [InlineData(
        "<cap:area>",
        "<cap:parameter><cap:value>1</cap:value></cap:parameter><cap:area>",
        "element_missing",
        "info[1]/parameter[1]"
    )]
    [InlineData(
        "<cap:area>",
        "<cap:resource><cap:resourceDesc>a</cap:resourceDesc></cap:resource><cap:area>",
        "element_missing",
        "info[1]/resource[1]"
    )]
    [InlineData(
        "<cap:area>",
        "<cap:resource><cap:resourceDesc>a</cap:resourceDesc><cap:mimeType>a/b</cap:mimeType><cap:size>-1</cap:size></cap:resource><cap:area>",
        "number_invalid",
        "info[1]/resource[1]/size"
    )]
    [InlineData(
        "<cap:area>",
        "<cap:resource><cap:resourceDesc>a</cap:resourceDesc><cap:mimeType>a/b</cap:mimeType><cap:uri>javascript:x</cap:uri><cap:derefUri>aGk=</cap:derefUri></cap:resource><cap:area>",
        "address_invalid",
        "info[1]/resource[1]/uri"
    )]
    [InlineData(
        "<cap:area>",
        "<cap:resource><cap:resourceDesc>a</cap:resourceDesc><cap:mimeType>a/b</cap:mimeType><cap:uri>//evil.example/x</cap:uri><cap:derefUri>aGk=</cap:derefUri></cap:resource><cap:area>",
        "address_invalid",
        "info[1]/resource[1]/uri"
    )]
    [InlineData(
        "</cap:area>",
        "<cap:altitude>high</cap:altitude></cap:area>",
        "number_invalid",
        "info[1]/area[1]/altitude"
    )]
    public void What_is_too_much_or_out_of_place_is_named(string from, string to, string code, string path)
    {
        Document.ShouldContain(from);
        var fault = Read(Document.Replace(from, to, StringComparison.Ordinal)).Faults.ShouldHaveSingleItem();
        (fault.Code, fault.Column).ShouldBe((code, path));
    }

    [Fact]
    public void A_fault_tells_line_value_and_what_was_expected()
    {
        var fault = Read(Document.Replace(">Actual<", ">Drill<", StringComparison.Ordinal)).Faults.Single();
        fault.ShouldBe(
            new Fault(
                6,
                "status",
                "Drill",
                "code_invalid",
                "status is \"Drill\"; expected one of Actual, Exercise, System, Test, Draft."
            )
        );
        var order = Read(
            Document
                .Replace("<cap:status>Actual</cap:status>", "", StringComparison.Ordinal)
                .Replace("<cap:scope>", "<cap:status>Actual</cap:status><cap:scope>", StringComparison.Ordinal)
        );
        order.Faults.Single().Reason.ShouldBe("status stands after msgType; CAP 1.2 has it before.");
    }

    [Fact]
    public void Faults_are_told_all_together_and_at_most_a_hundred()
    {
        Read(
            Document
                .Replace(">Actual<", ">x<", StringComparison.Ordinal)
                .Replace(">Severe<", ">y<", StringComparison.Ordinal)
        )
            .Faults.Select(f => f.Column)
            .ShouldBe(["status", "info[1]/severity"]);
        Read(
            Document.Replace(
                "<cap:scope>",
                string.Concat(Enumerable.Repeat("<cap:x/>", 5000)) + "<cap:scope>",
                StringComparison.Ordinal
            )
        )
            .Faults.Count.ShouldBe(CapReader.MaxFaults);
    }

    [Fact]
    public void A_signature_is_told_and_proves_nothing()
    {
        var read = Read(
            Document.Replace(
                "</cap:alert>",
                "<s:Signature xmlns:s=\"http://www.w3.org/2000/09/xmldsig#\" Id=\"a\"><s:SignedInfo><s:x/>text</s:SignedInfo></s:Signature></cap:alert>",
                StringComparison.Ordinal
            )
        );
        read.Signed.ShouldBeTrue();
        read.Warnings.Select(w => w.Code).ShouldBe(["signature_not_checked"]);
        Told(read.Alert).ShouldBe(Told(Read(Document).Alert));
    }

    [Fact]
    public void What_a_message_can_be_understood_without_is_a_warning()
    {
        var read = Read(
            Document
                .Replace("<cap:scope>Public", "<cap:scope>Private", StringComparison.Ordinal)
                .Replace("<cap:msgType>Alert", "<cap:msgType>Cancel", StringComparison.Ordinal)
                .Replace("<cap:status>", "<cap:status lang=\"en\">", StringComparison.Ordinal)
                .Replace("</cap:area>", "<cap:ceiling>9</cap:ceiling></cap:area>", StringComparison.Ordinal)
        );
        read.Alert.ShouldNotBeNull();
        read.Warnings.Select(w => w.Code)
            .ShouldBe(["attribute_ignored", "altitude_missing", "addresses_missing", "references_missing"]);
        Read(Document.Replace("<cap:scope>Public", "<cap:scope>Restricted", StringComparison.Ordinal))
            .Warnings.Single()
            .Code.ShouldBe("restriction_missing");
    }

    [Fact]
    public void A_file_inside_of_the_message_is_left_out_and_told()
    {
        var read = Read(
            Document.Replace(
                "<cap:area>",
                "<cap:resource><cap:resourceDesc>Map</cap:resourceDesc><cap:mimeType>image/png</cap:mimeType><cap:uri>map.png</cap:uri><cap:derefUri>aGVsbG8=</cap:derefUri></cap:resource><cap:area>",
                StringComparison.Ordinal
            )
        );
        read.Warnings.Select(w => w.Code).ShouldBe(["content_left_out"]);
        read.Alert!.Infos[0].Resources.Single().Uri.ShouldBe("map.png");
    }

    [Fact]
    public void White_space_comments_empty_elements_and_other_encodings_are_no_matter()
    {
        var loose = Document
            .Replace(">Actual<", ">\n  Actual <!-- a comment -->\n<", StringComparison.Ordinal)
            .Replace(">NGO-2025-31<", "> NGO-2025-31\t<", StringComparison.Ordinal)
            .Replace(">Flood<", "><![CDATA[Flood]]><", StringComparison.Ordinal)
            .Replace("14.3,-4.3 14.6", "\n14.3,-4.3\n\t14.6", StringComparison.Ordinal)
            .Replace("<cap:area>", "<cap:web/><cap:contact> </cap:contact><?pi x?><cap:area>", StringComparison.Ordinal)
            .Replace("UTF-8", "UTF-16", StringComparison.Ordinal);
        var read = Read([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(loose)]);
        read.Faults.ShouldBeEmpty();
        Told(read.Alert).ShouldBe(Told(Read(Document).Alert));
    }
}
