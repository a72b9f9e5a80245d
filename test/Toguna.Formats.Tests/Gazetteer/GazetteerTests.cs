using System.IO.Compression;
using System.Text;
using Shouldly;
using Toguna.Formats.Gazetteer;

namespace Toguna.Formats.Tests.Gazetteer;

public sealed class GazetteerTests
{
    private const string Row =
        "7\tMénaka\t\"Menaka\tMenaca,Menaka,ميناكا\t15.9\t2.4\tP\tPPLA\tML\t\t09\t11\t\t\t20702\t\t290\tAfrica/Bamako\t2012-01-17";

    [Fact]
    public void A_place_is_read_and_a_quote_is_only_a_character()
    {
        var place = GeoNamesReader.Read(Samples.Bytes(Row)).Single().Value!;
        place.Name.ShouldBe("Ménaka");
        place.AsciiName.ShouldBe("\"Menaka");
        place.AlternateNames.ShouldBe(["Menaca", "Menaka", "ميناكا"]);
        (place.FeatureClass, place.FeatureCode, place.CountryCode, place.Admin1).ShouldBe(('P', "PPLA", "ML", "09"));
        place.Population.ShouldBe(20702);
        place.Modified.ShouldBe(new DateOnly(2012, 1, 17));
    }

    [Fact]
    public void Other_classes_are_left_out_and_bad_rows_are_faults()
    {
        var file =
            $"{Row}\n{Row.Replace("\tP\t", "\tH\t", StringComparison.Ordinal)}\n{Row.Replace("15.9", "95", StringComparison.Ordinal)}\nshort\trow\n{Row.Replace("20702", "-1", StringComparison.Ordinal)}\n";
        var all = GeoNamesReader.Read(Samples.Bytes(file)).ToList();
        all.Select(p => p.Faults.Count > 0 ? p.Faults[0].Code : null)
            .ShouldBe([null, "latitude_invalid", "cell_count", "number_invalid"]);
        GeoNamesReader.Read(Samples.Bytes(file), "H").Count(p => p.Value is not null).ShouldBe(1);
    }

    [Fact]
    public void Packed_files_are_recognised()
    {
        using var gzip = new MemoryStream();
        using (var pack = new GZipStream(gzip, CompressionMode.Compress, true))
            pack.Write(Encoding.UTF8.GetBytes(Row));
        GeoNamesReader.Read(new MemoryStream(gzip.ToArray())).Single().Value!.Id.ShouldBe(7);
        var bytes = gzip.ToArray();
        GeoNamesReader.Read(new MadeStream(bytes.Length, i => bytes[i], 3)).Single().Value!.Id.ShouldBe(7);

        using var archive = new MemoryStream();
        using (var zip = new ZipArchive(archive, ZipArchiveMode.Create, true))
            foreach (var (name, text) in new[] { ("readme.txt", "read me"), ("ML.txt", Row) })
            {
                using var writer = new StreamWriter(zip.CreateEntry(name).Open());
                writer.Write(text);
            }
        GeoNamesReader.Read(new MemoryStream(archive.ToArray())).Single().Value!.Id.ShouldBe(7);
        Should.Throw<UnreadableFileException>(() => GeoNamesReader.Read(new MemoryStream(bytes[..30])).Count());
    }

    [Fact]
    public void A_file_that_is_no_dump_is_refused() =>
        Should
            .Throw<UnreadableFileException>(() => GeoNamesReader.Read(Samples.Bytes("a,b\n1,2\n")))
            .Code.ShouldBe("not_geonames");

    [Theory]
    [InlineData("geo/geonames_ML.txt.gz", "ML", 10_000)]
    [InlineData("geo/geonames_BF.txt.gz", "BF", 5_000)]
    public void The_dumps_of_Mali_and_Burkina_Faso_read_whole(string file, string country, int least)
    {
        var all = GeoNamesReader.Read(Samples.Shared(file)).ToList();
        all.Count.ShouldBeGreaterThan(least);
        all.ShouldAllBe(p => p.Value != null && p.Value.CountryCode == country);
        all.ShouldContain(p => p.Value!.FeatureCode == "ADM1");
    }

    [Fact]
    public void P_codes_are_read_and_the_tag_row_is_passed_over()
    {
        const string file =
            "Location,Admin Level,P-Code,Name,Parent P-Code,Valid from date\n#country+code,#geo+admin_level,#adm+code,#adm+name,#adm+code+parent,#date+start\nNAM,1,NA01,\"Kunene, N\",NAM,2021-11-17\nMLI,x,ML01,Kayes,MLI,\nMLI,1,,Kayes,MLI,2021-02-30\n";
        var all = PCodeReader.Read(Samples.Bytes(file)).ToList();
        all[0].Value.ShouldBe(new PCode("NAM", 1, "NA01", "Kunene, N", "NAM", new DateOnly(2021, 11, 17)));
        all[1].Faults.Single().Column.ShouldBe("Admin Level");
        all[2].Faults.Select(f => f.Code).ShouldBe(["value_missing", "date_invalid"]);
        Should
            .Throw<UnreadableFileException>(() => PCodeReader.Read(Samples.Bytes("a,b\n")))
            .Message.ShouldContain("P-Code");
    }

    [Fact]
    public void The_global_list_reads_whole()
    {
        var all = PCodeReader.Read(Samples.Shared("geo/global_pcodes_adm_1_2.csv.gz")).ToList();
        all.Count.ShouldBeGreaterThan(10_000);
        // Two units of Jamaica have no name in the list.
        all.SelectMany(p => p.Faults).Select(f => (f.Line, f.Column)).ShouldBe([(16715, "Name"), (16716, "Name")]);
        all[0].Value.ShouldBe(new PCode("AFG", 1, "AF01", "Kabul", "AFG", new DateOnly(2021, 11, 17)));
    }
}
