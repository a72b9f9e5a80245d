using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Toguna.Formats.Spreadsheet;

namespace Toguna.Formats.Tests.Spreadsheet;

public sealed class CsvOutTests
{
    [Theory]
    [InlineData("=1+1", "\"'=1+1\"")]
    [InlineData("+33 6", "\"'+33 6\"")]
    [InlineData("-5", "\"'-5\"")]
    [InlineData("@SUM(A1)", "\"'@SUM(A1)\"")]
    [InlineData("\t=1", "\"'\t=1\"")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("＝1", "\"'＝1\"")]
    [InlineData("＋1", "\"'＋1\"")]
    [InlineData("－1", "\"'－1\"")]
    [InlineData("＠x", "\"'＠x\"")]
    [InlineData("\u200B=1", "\"'\u200B=1\"")]
    [InlineData("gpj\u202Eexe", "gpj[U+202E]exe")]
    [InlineData("a\u2066b\u2069", "a[U+2066]b[U+2069]")]
    [InlineData("a=b", "a=b")]
    [InlineData("say \"x\"", "\"say \"\"x\"\"\"")]
    public void Text_is_made_harmless(string text, string written) =>
        Written(o => o.Row(text, 1)).ShouldBe(written + ",1\r\n");

    [Fact]
    public void What_is_no_text_is_replaced() => Written(o => o.Row("a\0b\uD800", 1)).ShouldBe("a\uFFFDb\uFFFD,1\r\n");

    [Fact]
    public void Numbers_and_dates_are_written_plain() =>
        Written(o => o.Row(-5, -1.5, 12345678901L, 0.1m, new DateOnly(2025, 5, 16), (string?)null, (int?)null))
            .ShouldBe("-5,-1.5,12345678901,0.1,2025-05-16,,\r\n");

    [Fact]
    public void Comments_stand_ahead_and_stay_one_line()
    {
        Written(o =>
            {
                o.Comment("two\r\nlines \u202E");
                o.Row("a");
                Should.Throw<InvalidOperationException>(() => o.Comment("late"));
            })
            .ShouldBe("# two lines [U+202E]\r\n\"a\"\r\n");
    }

    [Fact]
    public void The_byte_order_mark_is_there_on_request()
    {
        using var stream = new MemoryStream();
        using (var csv = new CsvOut(stream, new CsvOutOptions { ByteOrderMark = true }))
            csv.Row("a", "b");
        stream.ToArray()[..3].ShouldBe([0xEF, 0xBB, 0xBF]);
    }

    [Fact]
    public void What_is_written_is_read_back_equal()
    {
        var cell = Gen.Elements(
                "",
                "x",
                "é",
                "\"",
                ",",
                ";",
                "\n",
                "\r\n",
                "\r",
                " a ",
                "=1",
                "# c",
                "sep=;",
                "<html>",
                "{",
                "PK\u0003\u0004",
                "𞤀",
                "\u202E",
                "NA",
                "\t|"
            )
            .ArrayOf()
            .Select(string.Concat);
        var row = Gen.Four(cell).Select(t => new[] { t.Item1, t.Item2, t.Item3, t.Item4 });
        foreach (var delimiter in ",;\t|")
            Check.One(
                Config.QuickThrowOnFailure.WithMaxTest(200),
                Prop.ForAll(
                    row.NonEmptyListOf().ToArbitrary(),
                    rows =>
                    {
                        using var stream = new MemoryStream();
                        using (
                            var csv = new CsvOut(
                                stream,
                                new CsvOutOptions { Neutralise = false, Delimiter = delimiter }
                            )
                        )
                        {
                            csv.Row("a", "b", "c", "d");
                            foreach (var r in rows)
                                csv.Row(r[0], r[1], r[2], r[3]);
                        }
                        using var reader = new RowReader(new MemoryStream(stream.ToArray()));
                        reader.Read().Select(r => r.Row.ShouldNotBeNull().Cells).ShouldBe(rows);
                        reader.Delimiter.ShouldBe(delimiter);
                    }
                )
            );
    }

    [Theory]
    [InlineData("# x")]
    [InlineData("sep=;")]
    [InlineData("<html>")]
    [InlineData("{\"a\":1}")]
    [InlineData("PK\u0003\u0004")]
    [InlineData("%PDF-1.4")]
    [InlineData("a;b;c,d")]
    public void Any_header_is_read_back_equal(string name)
    {
        using var stream = new MemoryStream();
        using (var csv = new CsvOut(stream, new CsvOutOptions { Neutralise = false }))
            csv.Row(name, "b");
        using var reader = new RowReader(new MemoryStream(stream.ToArray()));
        reader.Header.ShouldBe([name, "b"]);
    }

    private static string Written(Action<CsvOut> write)
    {
        using var stream = new MemoryStream();
        using (var csv = new CsvOut(stream))
            write(csv);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
