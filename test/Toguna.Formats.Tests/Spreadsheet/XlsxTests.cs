using System.IO.Compression;
using System.Text;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Toguna.Formats.Ged;
using Toguna.Formats.Spreadsheet;

namespace Toguna.Formats.Tests.Spreadsheet;

public sealed class XlsxTests
{
    [Fact]
    public void What_is_written_is_read_back_equal()
    {
        var text = Gen.Elements("x", "é", "=1+1", "\"q,\"", "\n", "\r\n", " ", "_x0041_", "_x", "<&>", "𞤀", "\t", "'")
            .ArrayOf()
            .Select(string.Concat);
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(100),
            Prop.ForAll(
                Gen.Three(text).NonEmptyListOf().ToArbitrary(),
                rows =>
                {
                    using var stream = Workbook(w =>
                    {
                        w.Sheet("Data");
                        w.Row("a", "b", "c", "n");
                        foreach (var (a, b, c) in rows)
                            w.Row(a, b, c, 1);
                    });
                    using var reader = new XlsxReader(stream);
                    reader
                        .Read()
                        .Select(r => r.Row.ShouldNotBeNull().Cells)
                        .ShouldBe(rows.Select(r => new[] { r.Item1, r.Item2, r.Item3, "1" }));
                }
            )
        );
    }

    [Fact]
    public void Typed_cells_survive_and_several_sheets_too()
    {
        using var stream = Workbook(w =>
        {
            w.Sheet("Acts: a/b?");
            w.Row("day", "n", "x", "old", "none");
            w.Row(new DateOnly(2025, 5, 16), -5, 5.399784, new DateOnly(1850, 1, 1), (string?)null);
            w.Sheet("acts  a b ");
            w.Row("z");
            w.Row("last");
        });
        using (var reader = new XlsxReader(Copy(stream)))
        {
            reader.SheetNames.ShouldBe(["Acts  a b", "acts  a b (2)"]);
            var row = reader.Read().Single().Row!;
            row.Cells.ShouldBe(["2025-05-16", "-5", "5.399784", "1850-01-01", ""]);
            row.Line.ShouldBe(2);
            row.Verbatim.ShouldBe("2025-05-16,-5,5.399784,1850-01-01,");
            reader.HeaderVerbatim.ShouldBe("day,n,x,old,none");
        }
        using (var second = new XlsxReader(Copy(stream), "ACTS  A B (2)"))
            second.Read().Single().Row!.Cells.ShouldBe(["last"]);
        Should
            .Throw<UnreadableFileException>(() => new XlsxReader(Copy(stream), "none"))
            .Code.ShouldBe("sheet_missing");
    }

    [Fact]
    public void The_workbook_is_valid_OpenXml()
    {
        using var stream = Workbook(w =>
        {
            w.Sheet("Data");
            w.Row("day", "text");
            w.Row(new DateOnly(2025, 5, 16), "=cmd|' /C calc'!A0\u0001\uD800\u202E");
        });
        using var document = SpreadsheetDocument.Open(stream, false);
        new OpenXmlValidator().Validate(document).Select(e => e.Description).ShouldBeEmpty();
        var sheet = document.WorkbookPart!.WorksheetParts.Single().Worksheet.InnerXml;
        sheet.ShouldNotContain("<x:f>");
        sheet.ShouldContain("=cmd|' /C calc'!A0\uFFFD\uFFFD[U+202E]");
        sheet.ShouldContain("frozen");
    }

    [Fact]
    public void Excels_bounds_are_kept()
    {
        var cut = 0;
        using var stream = Workbook(
            w =>
            {
                w.Sheet("Data");
                w.Row("a");
                for (var i = 0; i < 5; i++)
                    w.Row(i == 0 ? new string('x', 40_000) : $"{i}");
                cut = w.CutCells;
            },
            maxRows: 3
        );
        cut.ShouldBe(1);
        using var reader = new XlsxReader(Copy(stream), "Data (3)");
        reader.SheetNames.ShouldBe(["Data", "Data (2)", "Data (3)"]);
        reader.Header.ShouldBe(["a"]);
        reader.Read().Single().Row!.Cells[0].ShouldBe("4");
        using var first = new XlsxReader(Copy(stream));
        first.Read().First().Row!.Cells[0].Length.ShouldBe(32_767);
    }

    [Theory]
    [InlineData("<html><table>", "html_given_as_xlsx")]
    [InlineData("a,b\n1,2", "text_given_as_xlsx")]
    [InlineData("<?xml version=\"1.0\"?>", "xml_given_as_xlsx")]
    [InlineData("", "empty")]
    [InlineData("PK\u0003\u0004damaged", "damaged_archive")]
    public void What_is_no_workbook_is_refused_and_named(string file, string code) =>
        Should.Throw<UnreadableFileException>(() => new XlsxReader(Samples.Bytes(file))).Code.ShouldBe(code);

    [Fact]
    public void Old_or_encrypted_workbooks_are_refused() =>
        Should
            .Throw<UnreadableFileException>(() => new XlsxReader(new MemoryStream([0xD0, 0xCF, 0x11, 0xE0, 0, 0, 0])))
            .Code.ShouldBe("ole_given_as_xlsx");

    [Fact]
    public void A_zip_bomb_is_refused_in_flat_memory()
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, true))
        {
            Part(zip, "xl/workbook.xml", Book);
            Part(zip, "xl/_rels/workbook.xml.rels", Relations);
            using var sheet = zip.CreateEntry("xl/worksheets/sheet1.xml").Open();
            sheet.Write("<worksheet><sheetData><row r=\"1\"><c t=\"inlineStr\"><is><t>a</t></is></c></row>"u8);
            var blank = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("<row></row>", 10_000)));
            for (var i = 0; i < 1000; i++)
                sheet.Write(blank);
        }
        var before = GC.GetAllocatedBytesForCurrentThread();
        using var reader = new XlsxReader(Copy(stream));
        Should.Throw<UnreadableFileException>(() => reader.Read().Count()).Code.ShouldBe("zip_bomb");
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(50_000_000);
    }

    [Fact]
    public void Numbers_dates_formulas_errors_and_shared_text_are_read_as_shown()
    {
        const string sheet = """
            <worksheet><sheetData>
            <row r="2"><c r="A2" t="s"><v>0</v></c><c r="C2" t="s"><v>1</v></c><c r="D2" t="str"><v>d</v></c><c r="E2" t="str"><v>e</v></c></row>
            <row r="4"><c r="A4" s="1"><v>45793</v></c><c r="B4" s="1"><v>45793.5</v></c><c r="C4"><f>1+1</f><v>5.3997840000000004</v></c><c r="D4" t="b"><v>1</v></c><c r="E4" t="e"><v>#N/A</v></c></row>
            <row r="5"><c r="E5" t="s"><v>7</v></c></row>
            <row r="6"><c r="F6"><v>1</v></c></row>
            <row><c t="inlineStr"><is><r><t>rich </t></r><rPh><t>no</t></rPh><r><t>text</t></r></is></c></row>
            <row r="9"><c r="B9"><v>1e3</v></c></row>
            """;
        using var reader = new XlsxReader(Made(sheet + "</sheetData></worksheet>"));
        reader.Header.ShouldBe(["one", "", "two _", "d", "e"]);
        var rows = reader.Read().ToList();
        rows[0].Row!.Cells.ShouldBe(["2025-05-16", "2025-05-16 12:00:00", "5.399784", "TRUE", "#N/A"]);
        rows[0].Row!.Line.ShouldBe(4);
        rows[1].Fault!.Code.ShouldBe("shared_string_missing");
        rows[2].Fault!.Code.ShouldBe("cell_count");
        rows[3].Row!.Cells.ShouldBe(["rich text", "", "", "", ""]);
        rows[4].Row!.Cells[1].ShouldBe("1000");
        using var broken = new XlsxReader(Made(sheet));
        broken.Read().Last().Fault!.Code.ShouldBe("sheet_damaged");
        Should.Throw<UnreadableFileException>(() =>
            new XlsxReader(Made("<!DOCTYPE x [<!ENTITY a \"b\">]><worksheet/>"))
        );
    }

    [Fact]
    public void A_cut_off_workbook_never_throws_anything_but_a_refusal()
    {
        var bytes = Workbook(w =>
            {
                w.Sheet("Data");
                for (var i = 0; i < 300; i++)
                    w.Row($"row {i}", i);
            })
            .ToArray();
        var random = new System.Random(5);
        for (var n = 0; n < 400; n++)
        {
            var damaged = n % 2 == 0 ? bytes[..random.Next(bytes.Length)] : [.. bytes];
            for (var k = 0; n % 2 == 1 && k < 5; k++)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            try
            {
                using var reader = new XlsxReader(new MemoryStream(damaged));
                reader.Read().Count().ShouldBeLessThan(400);
            }
            catch (UnreadableFileException e)
            {
                e.Message.ShouldNotBeEmpty();
            }
        }
    }

    [Fact]
    public void GED_is_read_from_a_workbook_as_from_CSV()
    {
        using var csv = new RowReader(Samples.Shared("ged/ged231_sample1000.csv"));
        using var stream = Workbook(w =>
        {
            w.Sheet("GED");
            w.Row([.. csv.Header.Select(Cell.Of)]);
            foreach (var item in csv.Read())
                w.Row([
                    .. item.Row!.Cells.Select(c =>
                        double.TryParse(c, System.Globalization.CultureInfo.InvariantCulture, out var n) ? n
                        : DateOnly.TryParseExact(c, "yyyy-MM-dd", out var d) ? d
                        : Cell.Of(c)
                    ),
                ]);
        });
        using var again = new RowReader(Samples.Shared("ged/ged231_sample1000.csv"));
        using var sheet = new XlsxReader(stream);
        GedReader
            .Read(sheet)
            .Select(p => p.Value.ShouldNotBeNull())
            .ShouldBe(GedReader.Read(again).Select(p => p.Value!));
    }

    [Theory]
    [InlineData("choice_filter_test.xlsx")]
    [InlineData("group.xlsx")]
    [InlineData("specify_other.xlsx")]
    [InlineData("text_and_integer.xlsx")]
    [InlineData("yes_or_no_question.xlsx")]
    public void Real_forms_are_read(string file)
    {
        using var stream = Samples.Shared("xlsform/" + file);
        using var reader = new XlsxReader(stream);
        reader.Header[0].ShouldBe("type");
        reader.Read().ShouldAllBe(r => r.Row != null);
    }

    private const string Book =
        "<workbook xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>";

    private const string Relations =
        "<Relationships><Relationship Id=\"r1\" Type=\"x/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"r2\" Type=\"x/sharedStrings\" Target=\"/xl/sharedStrings.xml\"/></Relationships>";

    private static MemoryStream Made(string sheet)
    {
        var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, true))
        {
            Part(zip, "xl/workbook.xml", Book);
            Part(zip, "xl/_rels/workbook.xml.rels", Relations);
            Part(zip, "xl/sharedStrings.xml", "<sst><si><t>one</t></si><si><t>two _x005F_</t></si></sst>");
            Part(
                zip,
                "xl/styles.xml",
                "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"
            );
            Part(zip, "xl/worksheets/sheet1.xml", sheet);
        }
        stream.Position = 0;
        return stream;
    }

    private static void Part(ZipArchive zip, string name, string text)
    {
        using var writer = new StreamWriter(zip.CreateEntry(name).Open());
        writer.Write(text);
    }

    private static MemoryStream Workbook(Action<XlsxWriter> write, int maxRows = 1_048_576)
    {
        var stream = new MemoryStream();
        using (var writer = new XlsxWriter(stream, maxRows))
            write(writer);
        stream.Position = 0;
        return stream;
    }

    private static MemoryStream Copy(MemoryStream stream) => new(stream.ToArray());
}
