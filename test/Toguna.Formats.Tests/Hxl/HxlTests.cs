using Shouldly;
using Toguna.Formats.Hxl;

namespace Toguna.Formats.Tests.Hxl;

public sealed class HxlTests
{
    [Theory]
    [InlineData("#adm1+code", "#adm1+code")]
    [InlineData(" #Affected +killed+ f +children ", "#affected+killed+f+children")]
    [InlineData("#date", "#date")]
    [InlineData("adm1", null)]
    [InlineData("#", null)]
    [InlineData("#1", null)]
    [InlineData("# comment", null)]
    [InlineData("#adm1++code", null)]
    [InlineData("#adm 1", null)]
    [InlineData(null, null)]
    public void A_tag_is_read_or_is_none(string? text, string? tag) => HxlTag.Parse(text)?.ToString().ShouldBe(tag);

    [Theory]
    [InlineData("#adm1", true)]
    [InlineData("#adm1+code", true)]
    [InlineData("#adm1+v_iso+code", true)]
    [InlineData("#adm1-code", false)]
    [InlineData("#adm1+name", false)]
    [InlineData("#adm2", false)]
    public void Patterns_ask_for_and_exclude_attributes(string pattern, bool fits) =>
        HxlTag.Parse("#adm1+code+v_iso")!.Matches(pattern).ShouldBe(fits);

    [Fact]
    public void The_valid_file_is_read()
    {
        using var reader = HxlReader.Open(Samples.Shared("hxl/input-valid.csv"));
        reader.Columns.Count.ShouldBe(9);
        reader.Columns[0].Tag.ShouldBeNull();
        reader.Columns[0].Header.ShouldBe("Registro");
        reader.Header[1].ShouldBe("#sector+es");
        var rows = reader.Read().Select(r => r.Row!).ToList();
        rows.Count.ShouldBe(4);
        rows[0].Cells[reader.Find("#country")].ShouldBe("Panamá");
        rows[0].Cells[reader.Find("#targeted+f")].ShouldBe("100");
        reader.Find("#adm2").ShouldBe(-1);
        rows[0].Line.ShouldBe(4);
    }

    [Fact]
    public void The_file_with_forgotten_tags_is_read_too()
    {
        using var reader = HxlReader.Open(Samples.Shared("hxl/input-fuzzy.csv"));
        reader.Find("#sector").ShouldBe(1);
        reader.Columns[6].Tag.ShouldBeNull();
        reader.Header[6].ShouldBe("País");
        reader.Read().Count().ShouldBe(4);
    }

    [Theory]
    [InlineData(24, true)]
    [InlineData(25, false)]
    public void The_tag_row_is_within_the_first_25(int before, bool found)
    {
        var file = string.Concat(Enumerable.Repeat("text,more\n", before)) + "#adm1,#affected\nx,1\n";
        if (found)
            HxlReader.Open(Samples.Bytes(file)).Read().Single().Row!.Cells.ShouldBe(["x", "1"]);
        else
            Should
                .Throw<UnreadableFileException>(() => HxlReader.Open(Samples.Bytes(file)))
                .Code.ShouldBe("no_hashtags");
    }

    [Fact]
    public void A_file_without_tags_is_refused() =>
        Should
            .Throw<UnreadableFileException>(() => HxlReader.Open(Samples.Bytes("a,b\n1,2\n")))
            .Code.ShouldBe("no_hashtags");

    [Fact]
    public void What_is_written_is_read_back()
    {
        using var stream = new MemoryStream();
        using (
            var writer = new HxlWriter(
                stream,
                [("Region", "#adm1 +name"), ("Note", null), ("Killed", "#affected+killed")]
            )
        )
            writer.Row("Mopti", "=x", 4);
        using var reader = HxlReader.Open(new MemoryStream(stream.ToArray()));
        reader.Header.ShouldBe(["#adm1+name", "Note", "#affected+killed"]);
        reader.Read().Single().Row!.Cells.ShouldBe(["Mopti", "'=x", "4"]);
        Should.Throw<ArgumentException>(() => new HxlWriter(stream, [("a", "adm1")])).Message.ShouldContain("adm1");
    }
}
