using Shouldly;
using Toguna.Formats.Acled;
using Toguna.Formats.Ged;

namespace Toguna.Formats.Tests;

/// <summary>Whatever stands in a cell, a row is read or refused, and a refusal names its column.</summary>
public sealed class HostileCellTests
{
    private static readonly string[] Odd =
    [
        "",
        " ",
        "    ",
        "NA",
        " NA ",
        "NULL",
        "NaN",
        "inf",
        "-1",
        "1e400",
        "-0",
        "0.0",
        "3.0",
        "3.5",
        ".",
        "-",
        "+",
        "99999999999999999999",
        "2147483648",
        "2023-02-30",
        "2024-02-29",
        "2024-02-29T",
        "2024-02-29 ",
        "2024-02-29T24:61",
        "2024-02-29x",
        "29 Feb 2024",
        "29-Feb-24",
        "Feb 29, 2024",
        "29/02/2024",
        "02/03/2024",
        "- - -",
        "/ / /",
        "a b c d e f",
        "16 May",
        "May",
        "٣",
        "１２",
        "91",
        "-181",
        "=1+1",
        "\u202E",
        "𞤀",
        "x;y;;",
        ";",
        "1;2",
        new string('9', 5000),
        new string(' ', 5000),
        new string('é', 300),
    ];

    [Fact]
    public void GED_rows_of_odd_cells()
    {
        string[] header = [.. GedHeader];
        string[] good = [.. header.Select(h => Good.GetValueOrDefault(h, "1"))];
        var random = new Random(1);
        for (var n = 0; n < 20_000; n++)
        {
            var cells = Spoil(good, random);
            var parsed = GedReader.Read(new Made(header, cells)).ToList();
            parsed.Count.ShouldBeLessThanOrEqualTo(1);
            foreach (var p in parsed)
                Holds(p, header);
        }
    }

    [Fact]
    public void ACLED_rows_of_odd_cells()
    {
        string[] header =
        [
            "event_id_cnty",
            "event_date",
            "year",
            "time_precision",
            "event_type",
            "sub_event_type",
            "actor1",
            "assoc_actor_1",
            "inter1",
            "latitude",
            "longitude",
            "geo_precision",
            "fatalities",
            "timestamp",
            "iso",
        ];
        string[] good =
        [
            "MLI1",
            "16 May 2025",
            "2025",
            "1",
            "Battles",
            "Armed clash",
            "A",
            "B; C",
            "2",
            "14.5",
            "-4.2",
            "1",
            "3",
            "1747800000",
            "466",
        ];
        var random = new Random(2);
        for (var n = 0; n < 20_000; n++)
            foreach (var p in AcledReader.Read(new Made(header, Spoil(good, random))))
            {
                Holds(p, header);
                _ = p.Value?.IsViolent;
            }
    }

    [Fact]
    public void A_decimal_comma_is_read_where_the_delimiter_is_a_semicolon()
    {
        using var reader = Samples.Csv(
            "id;type_of_violence;date_start;date_end;latitude;longitude;best;low;high;side_a\n7;3;2020-01-02;2020-01-03;14,5;-4,25;5;3;9;A\n"
        );
        var e = GedReader.Read(reader).Single().Value!;
        (e.Latitude, e.Longitude).ShouldBe((14.5, -4.25));
    }

    private static void Holds<T>(Parsed<T> parsed, string[] header)
        where T : class
    {
        (parsed.Value is null).ShouldBe(parsed.Faults.Count > 0);
        foreach (var fault in parsed.Faults)
        {
            header.ShouldContain(fault.Column);
            fault.Value!.Length.ShouldBeLessThanOrEqualTo(Fault.MaxValue);
            fault.Reason.Length.ShouldBeLessThan(400);
        }
    }

    private static string[] Spoil(string[] good, Random random)
    {
        string[] cells = [.. good];
        for (var k = random.Next(1, 4); k > 0; k--)
            cells[random.Next(cells.Length)] = Odd[random.Next(Odd.Length)];
        return cells;
    }

    private static readonly IReadOnlyList<string> GedHeader = GedWriter.Columns;

    private static readonly Dictionary<string, string> Good = new()
    {
        ["date_start"] = "2020-01-02",
        ["date_end"] = "2020-01-03",
        ["latitude"] = "14.5",
        ["longitude"] = "-4.25",
        ["year"] = "2020",
    };

    /// <summary>One row in memory.</summary>
    private sealed class Made(string[] header, string[] cells) : RowSource
    {
        private bool _done;
        public override IReadOnlyList<string> Header => header;
        public override string HeaderVerbatim => string.Join(',', header);
        public override long BytesRead => 0;
        public override IReadOnlyList<Warning> Warnings => [];

        public override bool TryRead(out RowOrFault item)
        {
            var line = string.Join(',', cells);
            item = _done ? default : new RowOrFault(new RawRow(2, line, cells), null, line);
            return !_done && (_done = true);
        }

        public override long Skip(long records) => 0;

        protected override void Dispose(bool disposing) { }
    }
}
