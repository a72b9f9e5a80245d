using Shouldly;
using Toguna.Foundation.Storage;
using Toguna.Record;
using Toguna.Record.Places;
using Toguna.Tests.Foundation;

namespace Toguna.Tests.Record.Places;

public sealed class PlaceSearchTests
{
    private static readonly GazetteerRow[] Few =
    [
        Row("1", "Ségou", other: ["سيغو", "ⵙⵉⴳⵓ"], population: 92_552, parent: "XX.05"),
        Row("2", "Ségou Region", kind: "admin", level: 1, own: "XX.05", parent: "XX"),
        Row("3", "Ségoubougou", parent: "XX.05"),
        Row("4", "Bamako", other: ["بماكو", "ߓߡߊ߬ߞߐ߬", "BKO"], population: 1_297_281, parent: "XX"),
        Row("5", "Xland", kind: "country", level: 0, own: "XX"),
        Row("6", "Kita's \"100%\" _well_", parent: "XX.99.1"),
        Row("7", "𞤃𞤢𞤧𞤭𞤲𞤢", parent: "XX"),
    ];

    [Theory, BothEngines]
    public async Task A_place_is_found_by_any_name_whatever_case_accent_script_and_with_one_slip(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await GazetteerImport.RunAsync(app.Database, GazetteerKind.Geonames, Few.Select(GazetteerItem.Of), null);
        await using var c = await app.Database.OpenAsync();

        async Task<string[]> Find(string q) => [.. (await PlaceSearch.FindAsync(c, engine, q)).Select(p => p.Name)];

        (await Find("segou")).ShouldBe(["Ségou", "Ségou Region", "Ségoubougou"]);
        (await Find("SÉGOU"))[0].ShouldBe("Ségou");
        (await Find("Se\u0301gou"))[0].ShouldBe("Ségou");
        (await Find("sego"))[0].ShouldBe("Ségou");
        foreach (var slip in new[] { "begou", "sgou", "seggou", "sgeou", "seguo", "segu", "segoy", "sehou" })
        {
            (await Find(slip)).ShouldContain("Ségou", slip);
        }
        (await Find("بماكو")).ShouldBe(["Bamako"]);
        (await Find("ߓߡߊߞߐ")).ShouldBe(["Bamako"]);
        (await Find("ⵙⵉⴳⵓ")).ShouldBe(["Ségou"]);
        (await Find("𞤃𞤢𞤧𞤭𞤲𞤢")).ShouldBe(["𞤃𞤢𞤧𞤭𞤲𞤢"]);
        (await Find("𞤃𞤢𞤧𞤢𞤲𞤢")).ShouldBe(["𞤃𞤢𞤧𞤭𞤲𞤢"]);
        (await Find("Bamaco")).ShouldBe(["Bamako"]);
        (await Find("Kita's 100")).ShouldContain("Kita's \"100%\" _well_");
        (await Find("timbuktu")).ShouldBeEmpty();
    }

    [Theory, BothEngines]
    public async Task A_hit_names_the_areas_it_lies_in_and_the_name_that_was_met(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await GazetteerImport.RunAsync(app.Database, GazetteerKind.Geonames, Few.Select(GazetteerItem.Of), null);
        await using var c = await app.Database.OpenAsync();
        var segou = (await PlaceSearch.FindAsync(c, engine, "سيغو")).ShouldHaveSingleItem();
        segou.Matched.ShouldBe("سيغو");
        segou.Parents.Select(p => p.Name).ShouldBe(["Xland", "Ségou Region"]);
        segou.Adm1.ShouldBe("Ségou Region");
        // Its own area is not in the file: the next larger one takes its place.
        (await PlaceSearch.FindAsync(c, engine, "kita"))
            .Single()
            .Parents.Select(p => p.Name)
            .ShouldBe(["Xland"]);
        (await PlaceSearch.FindAsync(c, engine, "segou", "xx", 1)).Single().Name.ShouldBe("Ségou");
        (await PlaceSearch.FindAsync(c, engine, "segou", "YY")).ShouldBeEmpty();
    }

    [Theory, BothEngines]
    public async Task Whatever_is_typed_is_only_a_name(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await GazetteerImport.RunAsync(app.Database, GazetteerKind.Geonames, Few.Select(GazetteerItem.Of), null);
        await using var c = await app.Database.OpenAsync();
        string?[] odd =
        [
            null,
            "",
            "   ",
            "'",
            "\"",
            "%",
            "_%_",
            "--",
            "' OR 1=1 --",
            "*",
            "a OR b",
            "NEAR(",
            "\\",
            "\0",
            "a\0b",
            "\ud800",
            "x\udc00",
            "\uffff",
            "\U0010FFFF",
            "\u202Esegou",
            new string('a', 10_000),
            new string('é', 800),
            string.Concat(Enumerable.Repeat("𞤃", 5_000)),
            "=cmd|' /C calc'!A0",
            "ߓ",
            "́",
            "🙂🙂🙂🙂🙂",
        ];
        foreach (var q in odd)
        {
            (await PlaceSearch.FindAsync(c, engine, q, q, 5)).Count.ShouldBeLessThanOrEqualTo(5);
            (await PlaceSearch.FindAsync(c, engine, q, null, int.MinValue)).Count.ShouldBeLessThanOrEqualTo(1);
        }
    }

    [Theory, BothEngines]
    public async Task Any_name_with_one_slip_is_found(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var random = new Random(20310313);
        string[] parts =
        [
            "ba",
            "ko",
            "sé",
            "gou",
            "mo",
            "pti",
            "dja",
            "nou",
            "rou",
            "ti",
            "kou",
            "ra",
            "ñi",
            "oum",
            "tal",
            "é",
            "ya",
        ];
        var names = Enumerable
            .Range(0, 3_000)
            .Select(_ =>
                string.Concat(Enumerable.Range(0, random.Next(2, 6)).Select(_ => parts[random.Next(parts.Length)]))
            )
            .Where(n => PlaceKeys.Of(n).Length >= 5)
            .Distinct()
            .ToArray();
        var rows = names.Select((n, i) => Row($"{i}", n, population: i));
        await GazetteerImport.RunAsync(app.Database, GazetteerKind.Geonames, rows.Select(GazetteerItem.Of), null);
        await using var c = await app.Database.OpenAsync();
        for (var i = 0; i < 400; i++)
        {
            var name = names[random.Next(names.Length)];
            var typed = Slip(PlaceKeys.Of(name), random);
            var found = await PlaceSearch.FindAsync(c, engine, typed, null, 100);
            found.ShouldContain(p => p.Name == name, $"{name} typed as {typed} (case {i})");
        }
    }

    internal static string Slip(string key, Random random)
    {
        var at = random.Next(key.Length);
        var letter = (char)('a' + random.Next(26));
        return random.Next(4) switch
        {
            0 => key.Insert(at, letter.ToString()),
            1 => key.Remove(at, 1),
            2 => key[..at] + letter + key[(at + 1)..],
            _ => at + 1 < key.Length ? key[..at] + key[at + 1] + key[at] + key[(at + 2)..] : key,
        };
    }

    internal static GazetteerRow Row(
        string id,
        string name,
        string kind = "populated",
        int? level = null,
        string? own = null,
        string? parent = null,
        string[]? other = null,
        long? population = null
    ) =>
        new()
        {
            Line = 1,
            ExternalId = id,
            Name = name,
            Kind = kind,
            AdminLevel = level,
            OwnKey = own,
            ParentKey = parent,
            CountryCode = "XX",
            Population = population,
            Latitude = 13,
            Longitude = -6,
            OtherNames = [.. (other ?? []).Select(o => (o, (string?)null))],
        };
}
