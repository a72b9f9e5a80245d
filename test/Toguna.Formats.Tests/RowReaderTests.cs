using System.Text;
using Shouldly;

namespace Toguna.Formats.Tests;

public sealed class RowReaderTests
{
    [Fact]
    public void Cells_verbatim_text_and_lines_are_as_in_the_file()
    {
        const string file = "id,text,n\r\n1,\"a \"\"b\"\", c\r\nd\",2\r\n\r\n3,plain,\r\n";
        using var reader = Samples.Csv(file);
        reader.Header.ShouldBe(["id", "text", "n"]);
        reader.HeaderVerbatim.ShouldBe("id,text,n");
        var rows = reader.Read().ToList();
        rows.Count.ShouldBe(2);
        rows[0].Row!.Cells.ShouldBe(["1", "a \"b\", c\r\nd", "2"]);
        rows[0].Row!.Verbatim.ShouldBe("1,\"a \"\"b\"\", c\r\nd\",2");
        rows[0].Row!.Line.ShouldBe(2);
        rows[1].Row!.Line.ShouldBe(5);
        rows[1].Row!.Cells.ShouldBe(["3", "plain", ""]);
        reader.BytesRead.ShouldBe(file.Length);
    }

    [Theory]
    [InlineData("a;b;c\n1;2,5;3", ';')]
    [InlineData("a\tb\tc\n1\t2,5\t3", '\t')]
    [InlineData("a|b|c\n1|2,5|3", '|')]
    [InlineData("\"a,x\";b;c\n1;2,5;3", ';')]
    [InlineData("sep=;\na;b;c\n1;2,5;3", ';')]
    public void The_delimiter_is_found_in_the_header(string file, char expected)
    {
        using var reader = Samples.Csv(file);
        reader.Delimiter.ShouldBe(expected);
        reader.Read().Single().Row!.Cells.ShouldBe(["1", "2,5", "3"]);
    }

    [Theory]
    [InlineData("a,b\n1,2\n3,4\n")]
    [InlineData("a,b\r\n1,2\r\n3,4")]
    [InlineData("a,b\r1,2\r3,4\r")]
    public void Every_line_end_is_understood(string file)
    {
        var rows = Samples.All(file);
        rows.Select(r => r.Row!.Line).ShouldBe([2, 3]);
        rows[1].Row!.Cells.ShouldBe(["3", "4"]);
    }

    public static TheoryData<string> Encodings =>
        ["utf-8", "utf-8-bom", "utf-16", "utf-16BE", "utf-16-no-bom", "utf-16BE-no-bom", "windows-1252"];

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Every_encoding_of_the_field_reads_the_same(string name)
    {
        const string file = "name,place\nÉdith,Ménaka\nŒuvre,Djéma\n";
        byte[] bytes = name switch
        {
            "utf-8" => new UTF8Encoding(false).GetBytes(file),
            "utf-8-bom" => [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(file)],
            "utf-16" => [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(file)],
            "utf-16BE" => [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(file)],
            "utf-16-no-bom" => Encoding.Unicode.GetBytes(file),
            "utf-16BE-no-bom" => Encoding.BigEndianUnicode.GetBytes(file),
            _ => CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetBytes(file),
        };
        using var reader = new RowReader(new MadeStream(bytes.Length, i => bytes[i], 7));
        reader.Header.ShouldBe(["name", "place"]);
        var rows = reader.Read().Select(r => r.Row!.Cells).ToList();
        rows[0].ShouldBe(["Édith", "Ménaka"]);
        rows[1].ShouldBe(["Œuvre", "Djéma"]);
        reader.Warnings.Select(w => w.Code).ShouldBe(name == "windows-1252" ? ["encoding_guessed"] : []);
    }

    [Fact]
    public void A_late_first_accent_in_windows_1252_is_still_read()
    {
        var file = Encoding.Latin1.GetBytes("a,b\n" + string.Concat(Enumerable.Repeat("x,y\n", 50_000)) + "Ménaka,z\n");
        using var reader = new RowReader(new MemoryStream(file));
        reader.Read().Last().Row!.Cells.ShouldBe(["Ménaka", "z"]);
        reader.Warnings.Single().Code.ShouldBe("encoding_guessed");
    }

    [Fact]
    public void A_damaged_byte_in_utf8_refuses_its_row_only()
    {
        byte[] file = [.. Encoding.UTF8.GetBytes("a,b\né,1\nx"), 0xFF, .. Encoding.UTF8.GetBytes("y,2\nè,3\n")];
        using var reader = new RowReader(new MemoryStream(file));
        var rows = reader.Read().ToList();
        rows[0].Row!.Cells[0].ShouldBe("é");
        rows[1].Fault!.Code.ShouldBe("encoding_invalid");
        rows[1].Fault!.Line.ShouldBe(3);
        rows[1].Fault!.Reason.ShouldContain("0xFF");
        rows[2].Row!.Cells[0].ShouldBe("è");
        reader.Warnings.Single().Code.ShouldBe("encoding_damaged");
    }

    [Fact]
    public void A_given_encoding_is_used()
    {
        var arabic = CodePagesEncodingProvider.Instance.GetEncoding(1256)!;
        using var reader = new RowReader(
            new MemoryStream(arabic.GetBytes("اسم,ب\nدارفور,1\n")),
            new RowReaderOptions { Encoding = arabic }
        );
        reader.Read().Single().Row!.Cells[0].ShouldBe("دارفور");
    }

    [Theory]
    [InlineData("a,b\n1\n", "cell_count")]
    [InlineData("a,b\n1,2,3\n", "cell_count")]
    [InlineData("a,b\n1,x\"y\n", "quote_in_field")]
    [InlineData("a,b\n\"1\"x,2\n", "quote_unexpected")]
    [InlineData("a,b\n1,x\0y\n", "nul_byte")]
    [InlineData("a,b\n1,\"x", "quote_unclosed")]
    public void A_broken_row_is_a_fault_that_names_the_line(string file, string code)
    {
        var fault = Samples.All(file).Single().Fault!;
        fault.Code.ShouldBe(code);
        fault.Line.ShouldBe(2);
        fault.Reason.ShouldNotBeEmpty();
    }

    [Fact]
    public void Empty_cells_beyond_the_header_are_dropped()
    {
        var rows = Samples.All("a,b,,\n1,2,,,,\n3,4\n");
        rows.Select(r => r.Row!.Cells)
            .ShouldBe([
                ["1", "2"],
                ["3", "4"],
            ]);
    }

    [Fact]
    public void A_stray_quote_does_not_swallow_the_good_rows_after_it()
    {
        var rows = Samples.All("a,b,c,d\n1,\"x,y,z\n2,x,y,z\n3,x,y,z\n");
        rows[0].Fault!.Code.ShouldBe("quote_unclosed");
        rows[0].Fault!.Line.ShouldBe(2);
        rows[0].Verbatim.ShouldBe("1,\"x,y,z");
        rows.Skip(1).Select(r => r.Row!.Line).ShouldBe([3, 4]);

        rows = Samples.All("a,b,c,d\n1,\"x,y,z\n2,x,y,z\n3,x,\"y\",z\n4,x,y,z\n");
        rows[0].Fault!.Code.ShouldBe("quote_unexpected");
        rows.Skip(1).Select(r => r.Row!.Line).ShouldBe([3, 4, 5]);
    }

    [Fact]
    public void Lines_inside_a_broken_record_say_so()
    {
        var rows = Samples.All("a,b,c,d\n1,\"told \"him\" and\nthen left\",y,z\n2,x,y,z\n");
        rows.Select(r => r.Fault?.Code).ShouldBe(["quote_unexpected", "quote_in_field", null]);
        rows = Samples.All("a,b,c,d\n1,\"one\ntwo\nthree");
        rows.Select(r => r.Fault?.Code).ShouldBe(["quote_unclosed", "record_damaged", "record_damaged"]);
    }

    [Fact]
    public void Limits_refuse_the_row_and_reading_goes_on()
    {
        var limits = new RowReaderOptions
        {
            MaxCell = 1000,
            MaxRow = 100_000,
            MaxColumns = 10,
        };
        var rows = Samples.All(
            $"a,b\n{new string('x', 1001)},1\n2,ok\n\"{new string('y', 500_000)}\n\",3\n4,ok\n{new string(',', 50)}\n{new string(',', 300_000)}\n5,ok",
            limits
        );
        rows.Select(r => r.Fault?.Code)
            .ShouldBe(["cell_too_long", null, "row_too_long", null, "too_many_columns", "too_many_columns", null]);
        rows.Select(r => r.Fault?.Line ?? r.Row!.Line).ShouldBe([2, 3, 4, 6, 7, 8, 9]);
        rows[2].Verbatim.Length.ShouldBe(65_536);
        rows[0].Fault!.Value!.Length.ShouldBe(200);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("\n\r\n\n", "empty")]
    [InlineData(",,,\n1,2,3,4", "header_empty")]
    [InlineData("a,\"b", "header_quote_unclosed")]
    [InlineData("<!DOCTYPE html><html>", "html_given_as_text")]
    [InlineData("\n <html>", "html_given_as_text")]
    [InlineData("{\"type\":\"FeatureCollection\"}", "json_given_as_text")]
    [InlineData("PK\u0003\u0004zip", "zip_given_as_text")]
    [InlineData("%PDF-1.7", "pdf_given_as_text")]
    [InlineData("a\0b,c\0d\0\0\0", "binary")]
    public void A_file_that_is_no_table_is_refused(string file, string code) =>
        Should.Throw<UnreadableFileException>(() => Samples.Csv(file)).Code.ShouldBe(code);

    [Fact]
    public void Too_many_columns_in_the_header_refuse_the_file() =>
        Should
            .Throw<UnreadableFileException>(() => Samples.Csv(new string(',', 2000) + "\n"))
            .Code.ShouldBe("header_too_many_columns");

    [Fact]
    public void Skipping_counts_faults_and_rows_alike_and_resumes_at_the_same_record()
    {
        const string file = "a,b,c,d\n1,2,3,4\nbad\n5,\"6\n6\",7,8\n1,\"x,y,z\n9,8,7,6\n";
        var all = Samples.All(file);
        for (var n = 0; n <= all.Count + 1; n++)
        {
            using var reader = Samples.Csv(file);
            reader.Skip(n).ShouldBe(Math.Min(n, all.Count));
            reader.Read().Select(r => r.Verbatim).ShouldBe(all.Skip(n).Select(r => r.Verbatim));
            reader.RecordsRead.ShouldBe(all.Count);
        }
    }

    [Fact]
    public void Comments_before_the_header_are_the_preamble()
    {
        using var reader = Samples.Csv("# made by Toguna\n# 2025\na,b\n# not a comment,2\n");
        reader.Preamble.ShouldBe(["# made by Toguna", "# 2025"]);
        reader.Read().Single().Row.ShouldNotBeNull().Cells[0].ShouldBe("# not a comment");
    }
}
