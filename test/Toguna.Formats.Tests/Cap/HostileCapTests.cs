using System.Text;
using Shouldly;
using Toguna.Formats.Cap;
using static Toguna.Formats.Tests.Cap.CapSamples;

namespace Toguna.Formats.Tests.Cap;

/// <summary>Documents made to harm whoever reads them, and what is no message at all.</summary>
public sealed class HostileCapTests
{
    [Theory]
    [InlineData("", "empty")]
    [InlineData(" \r\n", "empty")]
    [InlineData("<html><body>Sign in</body></html>", "html_given_as_xml")]
    [InlineData("{\"alert\":1}", "not_xml")]
    [InlineData("<alert", "not_xml")]
    [InlineData("<alert xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\"><a></b></alert>", "not_xml")]
    [InlineData("<alert xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\"/><alert/>", "not_xml")]
    [InlineData("<alert xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\">&e;</alert>", "not_xml")]
    [InlineData("<alert xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\">&#1;</alert>", "not_xml")]
    [InlineData("<alert/>", "cap_version")]
    [InlineData("<feed xmlns=\"http://www.w3.org/2005/Atom\"/>", "not_cap")]
    public void What_is_no_message_is_refused(string document, string code) =>
        Should.Throw<UnreadableFileException>(() => Read(document)).Code.ShouldBe(code);

    [Theory]
    [InlineData("<!DOCTYPE alert [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>", "&b;")]
    [InlineData("<!DOCTYPE alert [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>", "&x;")]
    [InlineData("<!DOCTYPE alert SYSTEM \"http://127.0.0.1:9/cap.dtd\">", "Flood")]
    [InlineData("<!DOCTYPE alert>", "Flood")]
    public void A_document_type_is_refused_before_anything_of_it_is_used(string dtd, string @event)
    {
        var document = Document
            .Replace("?>\n", "?>\n" + dtd + "\n", StringComparison.Ordinal)
            .Replace(">Flood<", $">{@event}<", StringComparison.Ordinal);
        document.ShouldContain(dtd);
        Should.Throw<UnreadableFileException>(() => Read(document)).Code.ShouldBe("dtd_refused");
    }

    [Fact]
    public void Size_depth_and_number_have_limits()
    {
        var head = Encoding.UTF8.GetBytes(
            Document[..Document.IndexOf("<cap:info>", StringComparison.Ordinal)] + "<cap:note>"
        );
        Code(new HugeRecord(head, (byte)'a', 1L << 40, [])).ShouldBe("too_large");
        Code(Inside(string.Concat(Enumerable.Repeat("<cap:info>", 100_000)))).ShouldBe("too_deep");
        Code(
                Inside(
                    "<s:Signature xmlns:s=\"http://www.w3.org/2000/09/xmldsig#\">"
                        + string.Concat(Enumerable.Repeat("<s:a>", 100_000))
                )
            )
            .ShouldBe("too_deep");
        Code(Inside(string.Concat(Enumerable.Repeat("<cap:code/>", 60_000)) + "</cap:alert>"))
            .ShouldBe("too_many_elements");
        Code(
                Samples.Bytes(
                    Document.Replace(
                        "14.3,-4.3 14.6",
                        string.Concat(Enumerable.Repeat("1,1 ", 110_000)) + "14.6",
                        StringComparison.Ordinal
                    )
                )
            )
            .ShouldBe("too_many_points");
        Code(Inside($"<cap:info {string.Concat(Enumerable.Range(0, 60_000).Select(i => $"a{i} = '' "))}/>"))
            .ShouldBe("too_many_attributes");

        static Stream Inside(string more) =>
            Samples.Bytes(Document[..Document.IndexOf("<cap:info>", StringComparison.Ordinal)] + more);
        static string Code(Stream stream) => Should.Throw<UnreadableFileException>(() => CapReader.Read(stream)).Code;
    }

    [Fact]
    public void Damaged_documents_never_throw_anything_but_a_refusal()
    {
        byte[][] whole = [Encoding.UTF8.GetBytes(Document), Write(Full)];
        var random = new Random(12);
        var told = 0;
        for (var n = 0; n < 4000; n++)
        {
            var damaged = whole[n % 2].ToArray();
            for (var k = 0; k < 2; k++)
            {
                // Bytes of the document itself, so that it often stays XML.
                damaged[random.Next(damaged.Length)] = damaged[random.Next(damaged.Length)];
            }
            try
            {
                var read = CapReader.Read(new MadeStream(damaged.Length, i => damaged[i], 7));
                (read.Alert is null).ShouldBe(read.Faults.Count > 0);
                read.Faults.ShouldAllBe(f => f.Reason.Length > 0 && f.Column != null);
                told++;
            }
            catch (UnreadableFileException e)
            {
                e.Message.ShouldNotBeEmpty();
            }
        }
        told.ShouldBeGreaterThan(400, "some are still XML");
    }
}
