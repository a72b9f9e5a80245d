using Toguna.Gather;

namespace Toguna.Record.Series;

/// <summary>What a column of a file of series can say, with the headers it is guessed from (EN, FR, HXL).</summary>
internal static class SeriesFields
{
    /// <summary>What a decimal mark is called in a mapping.</summary>
    public const string Point = "point";
    public const string Comma = "comma";

    public static readonly IReadOnlyList<MappingField> All =
    [
        new(
            "date",
            false,
            "period",
            "month",
            "mois",
            "periode",
            "jour",
            "day",
            "date start",
            "start date",
            "date debut",
            "year",
            "annee",
            "date year",
            "quarter",
            "trimestre",
            "week",
            "semaine",
            "reporting date",
            "snapshot date"
        ),
        new("date_end", false, "end date", "date fin", "date end"),
        new(
            "value",
            false,
            "number",
            "figure",
            "valeur",
            "nombre",
            "chiffre",
            "total",
            "count",
            "amount",
            "price",
            "prix",
            "individuals",
            "individus",
            "affected",
            "population idps",
            "value amount",
            "indicator value",
            "value num",
            "obs value"
        ),
        new("low", false, "minimum", "min", "lower", "lower bound", "borne inferieure", "value min", "affected min"),
        new("high", false, "maximum", "max", "upper", "upper bound", "borne superieure", "value max", "affected max"),
        new(
            "pcode",
            false,
            "p code",
            "adm4 code",
            "adm4 pcode",
            "adm3 code",
            "adm3 pcode",
            "admin3pcode",
            "adm2 code",
            "adm2 pcode",
            "admin2pcode",
            "adm1 code",
            "adm1 pcode",
            "admin1pcode",
            "loc code",
            "code"
        ),
        new(
            "place",
            false,
            "lieu",
            "loc name",
            "loc",
            "locality",
            "localite",
            "site",
            "market",
            "marche",
            "village",
            "town",
            "ville"
        ),
        new(
            "adm3",
            false,
            "adm3 name",
            "admin 3",
            "admin3",
            "admin3name",
            "sub district",
            "commune",
            "sous prefecture"
        ),
        new(
            "adm2",
            false,
            "adm2 name",
            "admin 2",
            "admin2",
            "admin2name",
            "district",
            "cercle",
            "prefecture",
            "county",
            "territoire"
        ),
        new(
            "adm1",
            false,
            "adm1 name",
            "admin 1",
            "admin1",
            "admin1name",
            "region",
            "province",
            "governorate",
            "state"
        ),
        new("country", false, "country name", "country code", "adm0 name", "admin0name", "pays", "iso3")
        {
            Constant = true,
        },
        new(
            "series",
            false,
            "indicator",
            "indicator name",
            "indicateur",
            "serie",
            "measure",
            "variable",
            "commodity",
            "produit",
            "item name"
        )
        {
            Constant = true,
        },
        new("unit", true, "unite", "indicator unit", "item unit", "units") { Constant = true },
        new("kind", true)
        {
            Constant = true,
            NoColumn = true,
            Choices = SeriesHead.Kinds,
        },
        new("source", false, "publisher", "organisation", "organization", "meta source", "editeur") { Constant = true },
        new("licence", false, "license", "terms", "attribution", "meta license") { Constant = true },
        new("decimals", false)
        {
            Constant = true,
            NoColumn = true,
            Choices = ["0", "1", "2", "3", "4", "5", "6"],
        },
        new("decimal_mark", false)
        {
            Constant = true,
            NoColumn = true,
            Choices = [Point, Comma],
        },
        new("classification", false)
        {
            Constant = true,
            NoColumn = true,
            Choices = ["0", "1", "2"],
        },
    ];

    private static readonly string[] Where = ["pcode", "place", "adm3", "adm2", "adm1", "country"];

    /// <exception cref="Foundation.ProblemException">It does not say where, or only half of when and how many.</exception>
    public static void Check(ColumnMapping mapping)
    {
        if (!Where.Any(f => mapping.Columns.ContainsKey(f) || mapping.Constants.ContainsKey(f)))
        {
            throw GatherProblems
                .MappingInvalid("no column says where", $"a column for one of {string.Join(", ", Where)}")
                .Raise();
        }
        if (mapping.Columns.ContainsKey("value") != mapping.Columns.ContainsKey("date"))
        {
            throw GatherProblems
                .MappingInvalid(
                    mapping.Columns.ContainsKey("value")
                        ? "a column for “value” and none for “date”"
                        : "a column for “date” and none for “value”",
                    "both, or neither where each period has a column of its own (2024-01, 2024-02, …)"
                )
                .Raise();
        }
        if (
            IsWide(mapping)
            && new[] { "date_end", "low", "high" }.FirstOrDefault(mapping.Columns.ContainsKey) is { } odd
        )
        {
            throw GatherProblems
                .MappingInvalid($"a column for “{odd}” and none for “value”", "“date” and “value” as well")
                .Raise();
        }
    }

    /// <summary>Each period has a column of its own.</summary>
    public static bool IsWide(ColumnMapping mapping) => !mapping.Columns.ContainsKey("value");
}
