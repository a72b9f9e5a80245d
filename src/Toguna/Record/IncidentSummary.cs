using System.Globalization;
using System.Text.Json.Serialization;

namespace Toguna.Record;

/// <summary>A count as minimum, best and maximum; null: not given, never a copy of another.</summary>
/// <remarks>Contradictory bounds are possible: they are the source's.</remarks>
public readonly record struct Bounds(long? Minimum, long? Best, long? Maximum)
{
    [JsonIgnore]
    public bool IsGiven => Minimum is not null || Best is not null || Maximum is not null;

    /// <summary>Bound by bound, of those that are given; null where none is.</summary>
    public static Bounds Sum(IEnumerable<Bounds> counts)
    {
        var (minimum, best, maximum) = ((long?)null, (long?)null, (long?)null);
        foreach (var count in counts)
        {
            minimum = Add(minimum, count.Minimum);
            best = Add(best, count.Best);
            maximum = Add(maximum, count.Maximum);
        }
        return new(minimum, best, maximum);

        static long? Add(long? sum, long? value) => value is null ? sum : (sum ?? 0) + value;
    }

    /// <summary>The largest of the three; null when none is given.</summary>
    [JsonIgnore]
    public long? Largest => new[] { Minimum, Best, Maximum }.Max();
}

/// <summary>An incident in a list: what a line of a table, a point on a map and a row of an export need.</summary>
public sealed class IncidentSummary
{
    public Guid IncidentId { get; init; }
    public long Number { get; init; }
    public string Title { get; init; } = "";
    public DateOnly DateStart { get; init; }
    public DateOnly DateEnd { get; init; }
    public int DatePrec { get; init; }
    public string? PlaceText { get; init; }
    public int? WherePrec { get; init; }
    public double? Latitude { get; init; }
    public double? Longitude { get; init; }
    public string? Country { get; init; }
    public string? Adm1 { get; init; }
    public string? Adm2 { get; init; }
    public int? ViolenceType { get; init; }
    public string? EventType { get; init; }
    public string Finding { get; init; } = "reported";
    public long? KilledMin { get; init; }
    public long? KilledBest { get; init; }
    public long? KilledMax { get; init; }
    public long? CiviliansMin { get; init; }
    public long? CiviliansBest { get; init; }
    public long? CiviliansMax { get; init; }
    public long? InjuredMin { get; init; }
    public long? InjuredBest { get; init; }
    public long? InjuredMax { get; init; }
    public string? Warnings { get; init; }
    public bool Edited { get; init; }
    public int Version { get; init; }

    /// <summary>Codes of its acts, each once.</summary>
    public IReadOnlyList<string> Acts { get; set; } = [];

    /// <summary>Who is held responsible, each once with the surest grade.</summary>
    public IReadOnlyList<HeldResponsible> HeldResponsible { get; set; } = [];

    /// <summary>As people call it: INC-0412.</summary>
    public string Reference => ReferenceOf(Number);

    public Bounds Killed => new(KilledMin, KilledBest, KilledMax);

    public Bounds CiviliansKilled => new(CiviliansMin, CiviliansBest, CiviliansMax);

    public Bounds Injured => new(InjuredMin, InjuredBest, InjuredMax);

    public IReadOnlyList<string> WarningCodes => Warnings?.Split(',', StringSplitOptions.RemoveEmptyEntries) ?? [];

    public static string ReferenceOf(long number) => "INC-" + number.ToString("0000", CultureInfo.InvariantCulture);

    /// <summary>Reads 412, INC-412 or INC-0412; null when it is none of these.</summary>
    public static long? NumberOf(string text)
    {
        var digits = text.StartsWith("INC-", StringComparison.OrdinalIgnoreCase) ? text[4..] : text;
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}

/// <summary>A party held responsible, and how surely; contested attributions stand beside each other.</summary>
public sealed class HeldResponsible
{
    public Guid ActorId { get; init; }
    public string Name { get; init; } = "";
    public string Grade { get; init; } = "";
    public bool Contested { get; init; }
}

/// <summary>The order of a list.</summary>
public enum IncidentSort
{
    When,
    Where,
    Killed,
    Number,
}

/// <param name="Rows">The incidents of this page, in order.</param>
/// <param name="Total">How many there are on all pages.</param>
public sealed record IncidentPage(IReadOnlyList<IncidentSummary> Rows, long Total, int Page, int Size)
{
    public int Pages => (int)Math.Max(1, (Total + Size - 1) / Size);
}
