using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Gather;
using Toguna.Gather.Imports;
using Toguna.Record;
using Toguna.Tests.Foundation;

namespace Toguna.Tests.Record.Series;

/// <summary>A small country and files of numbers about it.</summary>
internal static class SeriesFiles
{
    /// <summary>Two provinces with a district each of their own and one of the same name in both.</summary>
    private const string Country = """
        {"type":"FeatureCollection","features":[
         {"type":"Feature","properties":{"ADM0_EN":"Tanvara","ADM0_PCODE":"TV"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[20,0],[20,10],[0,10],[0,0]]]}},
         {"type":"Feature","properties":{"ADM1_EN":"Velna","ADM1_PCODE":"TV01","ADM0_PCODE":"TV"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[10,0],[10,10],[0,10],[0,0]]]}},
         {"type":"Feature","properties":{"ADM1_EN":"Kersou","ADM1_PCODE":"TV02","ADM0_PCODE":"TV"},"geometry":{"type":"Polygon","coordinates":[[[10,0],[20,0],[20,10],[10,10],[10,0]]]}},
         {"type":"Feature","properties":{"ADM2_EN":"Issoumbré","ADM2_PCODE":"TV0101","ADM1_PCODE":"TV01"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[10,0],[10,5],[0,5],[0,0]]]}},
         {"type":"Feature","properties":{"ADM2_EN":"Marka","ADM2_PCODE":"TV0102","ADM1_PCODE":"TV01"},"geometry":{"type":"Polygon","coordinates":[[[0,5],[10,5],[10,10],[0,10],[0,5]]]}},
         {"type":"Feature","properties":{"ADM2_EN":"Marka","ADM2_PCODE":"TV0201","ADM1_PCODE":"TV02"},"geometry":{"type":"Polygon","coordinates":[[[10,0],[20,0],[20,10],[10,10],[10,0]]]}}
        ]}
        """;

    public static readonly ColumnMapping Displaced = new()
    {
        Name = "Displaced people",
        Columns = new Dictionary<string, string>
        {
            ["pcode"] = "code",
            ["adm2"] = "district",
            ["adm1"] = "province",
            ["date"] = "month",
            ["value"] = "people",
            ["low"] = "min",
            ["high"] = "max",
        },
        Constants = new Dictionary<string, string>
        {
            ["unit"] = "people",
            ["kind"] = "stock",
            ["source"] = "Tracking",
        },
    };

    public const string Header = "code,province,district,month,people,min,max";

    public static async Task LoadCountryAsync(TestApp app)
    {
        var path = Path.Combine(app.DataFolder, "country.geojson");
        await File.WriteAllTextAsync(path, Country);
        (await RunAsync(app, "boundaries", path, null)).Created.ShouldBe(6);
    }

    public static Task<ImportRow> ImportAsync(TestApp app, ColumnMapping mapping, params string[] lines) =>
        ImportAsync(app, mapping, "numbers.csv", lines);

    public static async Task<ImportRow> ImportAsync(TestApp app, ColumnMapping mapping, string name, string[] lines)
    {
        var path = Path.Combine(app.DataFolder, $"{Guid.NewGuid():N}-{name}");
        await File.WriteAllLinesAsync(path, lines);
        return await RunAsync(app, "series", path, mapping);
    }

    public static async Task<ImportRow> RunAsync(
        TestApp app,
        string kind,
        string path,
        ColumnMapping? mapping,
        Caller? by = null
    )
    {
        var imports = app.Services.GetRequiredService<ImportService>();
        var id = await imports.QueueAsync(
            kind,
            path,
            Path.GetFileName(path),
            mapping?.ToJson(),
            by ?? Caller.CommandLine
        );
        return await imports.RunAsync(id);
    }

    /// <summary>All values as an export writes them: place, period, value, low, high.</summary>
    public static async Task<IReadOnlyList<string>> ValuesAsync(TestApp app, string name = "Displaced people")
    {
        var book = app.Services.GetRequiredService<SeriesBook>();
        var head = await book.FindAsync(name, Caller.CommandLine);
        var places = await book.PlacesAsync(head);
        var values = await book.ValuesAsync(head, places.Select(p => p.Place.Id));
        return
        [
            .. places
                .SelectMany(p =>
                    values[p.Place.Id]
                        .Select(v =>
                            string.Create(
                                System.Globalization.CultureInfo.InvariantCulture,
                                $"{p.Place.Pcode} {v.Period} {v.Value} {v.Low?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "?"} {v.High?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "?"}"
                            )
                        )
                )
                .Order(StringComparer.Ordinal),
        ];
    }

    public static Task<string> RejectsAsync(TestApp app, ImportRow import) =>
        File.ReadAllTextAsync(Path.Combine(app.DataFolder, import.RejectsFile!));
}
