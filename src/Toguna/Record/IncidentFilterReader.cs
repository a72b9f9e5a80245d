using System.Globalization;
using Toguna.Foundation;
using Toguna.Methods.Text;

namespace Toguna.Record;

/// <summary>Takes the pairs of a filter one by one; what cannot be read becomes a problem and is left out.</summary>
internal sealed class IncidentFilterReader
{
    private readonly List<Problem> problems = [];
    private readonly Dictionary<string, string> once = new(StringComparer.Ordinal);
    private IncidentFilter filter = IncidentFilter.None;

    public IncidentFilterReading Done()
    {
        if (filter is { From: { } from, To: { } to } && from.From > to.To)
        {
            problems.Add(RecordProblems.FilterSpan(IncidentFilter.Text(from), IncidentFilter.Text(to)).At("to"));
            filter = filter with { To = null };
        }
        return new(filter, problems);
    }

    public void Take(string given, string value)
    {
        var lower = given.ToLowerInvariant();
        var key = IncidentFilterReading.Aliases.GetValueOrDefault(lower, lower);
        var longest = key == "q" ? IncidentFilterReading.LongestSearch : IncidentFilterReading.LongestValue;
        if (value.Length > longest)
        {
            problems.Add(RecordProblems.FilterTooLong(given, longest).At(key));
            return;
        }
        filter = key switch
        {
            "q" => filter with { Search = Words(key, value) ?? filter.Search },
            "place" => filter with { Places = Name(key, filter.Places, value) },
            "from" => filter with { From = Date(key, value) ?? filter.From },
            "to" => filter with { To = Date(key, value) ?? filter.To },
            "year" => filter with
            {
                Year =
                    (int?)Whole(key, value, IncidentFilterReading.FirstYear, IncidentFilterReading.LastYear)
                    ?? filter.Year,
            },
            "began" => filter with { Began = Began(key, value) ?? filter.Began },
            "victim_sex" => filter with
            {
                VictimSexes = Codes(key, filter.VictimSexes, value, Among(IncidentWords.Sexes), IncidentWords.Sexes),
            },
            "victim_age" => filter with
            {
                VictimAges = Codes(key, filter.VictimAges, value, Among(IncidentWords.Ages), IncidentWords.Ages),
            },
            "victim_status" => filter with
            {
                VictimStatuses = Codes(
                    key,
                    filter.VictimStatuses,
                    value,
                    Among(IncidentWords.Statuses),
                    IncidentWords.Statuses
                ),
            },
            "act" => filter with
            {
                Acts = Codes(key, filter.Acts, value, ActTypes.CodeOf, ActTypes.All.Select(a => a.Code)),
            },
            "actor" => filter with { Actors = Actor(key, filter.Actors, value) },
            "perpetrator" => filter with { Perpetrators = Actor(key, filter.Perpetrators, value) },
            "category" => filter with
            {
                Categories = Codes(key, filter.Categories, value, ActorCategories.CodeOf, ActorCategories.All),
            },
            "type" => filter with { Types = Type(key, filter.Types, value) },
            "finding" => filter with
            {
                Findings = Codes(key, filter.Findings, value, FindingOf, IncidentWords.Findings),
            },
            "source" => filter with { Sources = Add(key, filter.Sources, value) },
            "country" => filter with { Countries = Add(key, filter.Countries, value) },
            "adm1" => filter with { Adm1 = Add(key, filter.Adm1, value) },
            "adm2" => filter with { Adm2 = Add(key, filter.Adm2, value) },
            "bbox" => filter with { Box = Box(key, value) ?? filter.Box },
            "near" => filter with { Near = Near(key, value) ?? filter.Near },
            "where_prec" => filter with { WherePrecMax = (int?)Whole(key, value, 1, 7) ?? filter.WherePrecMax },
            "killed_min" => filter with { KilledMin = Whole(key, value, 0, 100_000_000) ?? filter.KilledMin },
            "killed_max" => filter with { KilledMax = Whole(key, value, 0, 100_000_000) ?? filter.KilledMax },
            "since" => filter with { Since = Instant(key, value) ?? filter.Since },
            "warnings" => filter with { Warnings = YesNo(key, value) ?? filter.Warnings },
            "import" => filter with { Import = Id(key, value) ?? filter.Import },
            "edited" => filter with { Edited = YesNo(key, value) ?? filter.Edited },
            _ => Unknown(given),
        };
    }

    private IncidentFilter Unknown(string key)
    {
        problems.Add(RecordProblems.FilterKeyUnknown(key, string.Join(", ", IncidentFilterReading.Keys)));
        return filter;
    }

    private IReadOnlyList<T> Add<T>(string key, IReadOnlyList<T> values, T value)
    {
        if (values.Contains(value))
        {
            return values;
        }
        if (values.Count >= IncidentFilterReading.MostValues)
        {
            problems.Add(RecordProblems.FilterTooMany(key, IncidentFilterReading.MostValues).At(key));
            return values;
        }
        return [.. values, value];
    }

    private IReadOnlyList<string> Name(string key, IReadOnlyList<string> values, string value)
    {
        if (Fold.Key(value).Length > 0)
        {
            return Add(key, values, value);
        }
        problems.Add(RecordProblems.FilterName(key, value).At(key));
        return values;
    }

    private string? Words(string key, string value)
    {
        if (!Once(key, value))
        {
            return null;
        }
        if (Columns.ColumnSearch.HasWords(value))
        {
            return value;
        }
        problems.Add(RecordProblems.SearchEmpty(value).At(key));
        return null;
    }

    private IReadOnlyList<string> Actor(string key, IReadOnlyList<string> values, string value) =>
        Guid.TryParse(value, out var id) ? Add(key, values, id.ToString()) : Name(key, values, value);

    private IReadOnlyList<string> Codes(
        string key,
        IReadOnlyList<string> values,
        string value,
        Func<string, string?> codeOf,
        IEnumerable<string> known
    )
    {
        // A whole name may hold a comma; a list of codes is separated by commas.
        foreach (var part in codeOf(value) is null ? value.Split(',', StringSplitOptions.TrimEntries) : [value])
        {
            if (codeOf(part) is { } code)
            {
                values = Add(key, values, code);
            }
            else
            {
                problems.Add(RecordProblems.FilterCode(key, part, string.Join(", ", known)).At(key));
            }
        }
        return values;
    }

    private IReadOnlyList<int> Type(string key, IReadOnlyList<int> values, string value)
    {
        foreach (var part in value.Split(',', StringSplitOptions.TrimEntries))
        {
            var type = Fold.Key(part) switch
            {
                "1" or "state based" or "state based violence" or "violence etatique" or "etatique" => 1,
                "2" or "non state" or "non state violence" or "violence non etatique" or "non etatique" => 2,
                "3" or "one sided" or "one sided violence" or "violence unilaterale" or "unilaterale" => 3,
                _ => 0,
            };
            if (type == 0)
            {
                problems.Add(
                    RecordProblems.FilterCode(key, part, "1 (state-based), 2 (non-state), 3 (one-sided)").At(key)
                );
            }
            else
            {
                values = Add(key, values, type);
            }
        }
        return values;
    }

    private static string? FindingOf(string text)
    {
        var key = Fold.Key(text);
        return key is "under verification" or "en cours de verification"
            ? "under"
            : IncidentWords.Findings.FirstOrDefault(f =>
                f == key || Fold.Key(IncidentWords.Finding(f, CultureInfo.GetCultureInfo("fr"))) == key
            );
    }

    /// <summary>A key that holds one value is refused when it is given two.</summary>
    private bool Once(string key, string value)
    {
        if (once.TryAdd(key, value) || once[key] == value)
        {
            return true;
        }
        problems.Add(RecordProblems.FilterTwice(key, once[key], value).At(key));
        return false;
    }

    private PartialDate? Date(string key, string value)
    {
        if (!Once(key, value))
        {
            return null;
        }
        var date = PartialDate.Parse(value);
        if (date is null)
        {
            problems.Add(RecordProblems.FilterDate(key, value).At(key));
        }
        return date;
    }

    private long? Whole(string key, string value, long from, long to)
    {
        if (!Once(key, value))
        {
            return null;
        }
        if (long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n >= from && n <= to)
        {
            return n;
        }
        problems.Add(RecordProblems.FilterNumber(key, value, from, to).At(key));
        return null;
    }

    private Guid? Id(string key, string value)
    {
        if (!Once(key, value))
        {
            return null;
        }
        if (Guid.TryParse(value, out var id))
        {
            return id;
        }
        problems.Add(RecordProblems.FilterId(key, value).At(key));
        return null;
    }

    private static Func<string, string?> Among(IReadOnlyList<string> codes) =>
        text => codes.FirstOrDefault(c => string.Equals(c, text, StringComparison.OrdinalIgnoreCase));

    private Months? Began(string key, string value)
    {
        if (!Once(key, value))
        {
            return null;
        }
        var months = Months.Parse(value);
        if (months is null)
        {
            problems.Add(RecordProblems.FilterMonths(key, value).At(key));
        }
        return months;
    }

    private DateTimeOffset? Instant(string key, string value)
    {
        if (!Once(key, value))
        {
            return null;
        }
        if (
            DateTimeOffset.TryParse(
                value,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out var at
            )
        )
        {
            return at;
        }
        problems.Add(RecordProblems.FilterInstant(key, value).At(key));
        return null;
    }

    private bool? YesNo(string key, string value)
    {
        if (!Once(key, value))
        {
            return null;
        }
        bool? read = value.ToLowerInvariant() switch
        {
            "1" or "yes" or "true" or "on" or "oui" => true,
            "0" or "no" or "false" or "off" or "non" => false,
            _ => null,
        };
        if (read is null)
        {
            problems.Add(RecordProblems.FilterYesNo(key, value).At(key));
        }
        return read;
    }

    private GeoCircle? Near(string key, string value)
    {
        if (!Once(key, value))
        {
            return null;
        }
        var circle = GeoCircle.Parse(value);
        if (circle is null)
        {
            problems.Add(RecordProblems.FilterCircle(key, value, GeoCircle.Widest).At(key));
        }
        return circle;
    }

    private GeoBox? Box(string key, string value)
    {
        if (!Once(key, value))
        {
            return null;
        }
        var parts = value.Split(',', StringSplitOptions.TrimEntries);
        var degrees = new double[4];
        if (
            parts.Length == 4
            && Enumerable
                .Range(0, 4)
                .All(i =>
                    double.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out degrees[i])
                    && Math.Abs(degrees[i]) <= (i % 2 == 0 ? 180 : 90)
                )
            && degrees[1] <= degrees[3]
        )
        {
            return new GeoBox(degrees[0], degrees[1], degrees[2], degrees[3]);
        }
        problems.Add(RecordProblems.FilterBox(key, value).At(key));
        return null;
    }
}
