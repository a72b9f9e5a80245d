using System.IO.Compression;
using System.Text;
using Shouldly;
using Toguna.Formats.GeoJson;
using Toguna.Formats.Spreadsheet;

namespace Toguna.Formats.Tests;

public sealed class TablesTests
{
    [Fact]
    public void Every_kind_of_table_opens_by_what_it_is()
    {
        var csv = Encoding.UTF8.GetBytes("a,b\n1,2\n");
        One(csv).ShouldBe(typeof(RowReader));

        using var gzip = new MemoryStream();
        using (var pack = new GZipStream(gzip, CompressionMode.Compress, true))
            pack.Write(csv);
        One(gzip.ToArray()).ShouldBe(typeof(RowReader));

        using var archive = new MemoryStream();
        using (var zip = new ZipArchive(archive, ZipArchiveMode.Create, true))
        using (var entry = zip.CreateEntry("ged231.csv").Open())
            entry.Write(csv);
        One(archive.ToArray()).ShouldBe(typeof(RowReader));

        using var book = new MemoryStream();
        using (var writer = new XlsxWriter(book))
        {
            writer.Sheet("S");
            writer.Row("a", "b");
            writer.Row(1, 2);
        }
        One(book.ToArray()).ShouldBe(typeof(XlsxReader));

        using var map = new MemoryStream();
        using (var writer = new GeoJsonWriter(map))
            writer.Point(1, 2, [new("a", 1), new("b", 2)]);
        One(map.ToArray()).ShouldBe(typeof(GeoJsonRows));
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("<html>", "html_given_as_text")]
    [InlineData("{\"x\":1}", "not_geojson")]
    [InlineData("PK\u0003\u0004nothing", "damaged_archive")]
    public void What_is_no_table_is_refused_and_the_stream_stays_open(string file, string code)
    {
        using var stream = Samples.Bytes(file);
        Should.Throw<UnreadableFileException>(() => Tables.Open(stream)).Code.ShouldBe(code);
        stream.CanRead.ShouldBeTrue();
    }

    [Fact]
    public void Names_that_stand_twice_are_told()
    {
        using var reader = Samples.Csv("a,B,b,c\n1,2,3,4\n");
        reader.Warnings.Single().Code.ShouldBe("header_repeated");
        reader.Warnings.Single().Detail.ShouldContain("\"B\"");
    }

    private static Type One(byte[] file)
    {
        using var rows = Tables.Open(new MemoryStream(file));
        rows.Read().Single().Row!.Cells[..2].ShouldBe(["1", "2"]);
        return rows.GetType();
    }
}
