using Toguna.Foundation.Access;
using Toguna.Learn.Exposure;
using Toguna.Methods.Text;
using Toguna.Record;

namespace Toguna.Learn;

/// <summary>Where people of a unit or section stand, from one day to another, at one strength: its newest version.</summary>
public sealed class Base
{
    /// <summary>Positions and strengths of units are confidential.</summary>
    public const int Classification = 1;

    /// <summary>A month, in days: a year of 365.25 days by twelve.</summary>
    public const double DaysOfMonth = 30.4375;

    public Guid BaseId { get; init; }
    public int Version { get; init; }
    public DateTimeOffset At { get; init; }
    public string ByUser { get; init; } = "";
    public bool Withdrawn { get; init; }
    public string Name { get; init; } = "";
    public string Unit { get; init; } = "";
    public string Component { get; init; } = "";

    /// <summary>A country by three letters; null: the people are of no contingent.</summary>
    public string? Contingent { get; init; }

    /// <summary>As it was chosen; null: as the list of countries says.</summary>
    public string? CountryGroup { get; init; }
    public Guid? PlaceId { get; init; }
    public string PlaceText { get; init; } = "";
    public double Latitude { get; init; }
    public double Longitude { get; init; }
    public int People { get; init; }
    public DateOnly FromOn { get; init; }

    /// <summary>The last day; null: they are still there.</summary>
    public DateOnly? ToOn { get; init; }

    /// <summary>The group that counts; null: neither chosen nor of a country that the list knows.</summary>
    public string? Group => CountryGroup ?? (Contingent is { } country ? CountryGroups.Of(country) : null);

    /// <summary>The days of a span on which it stood; null: none.</summary>
    public Period? Within(DateOnly from, DateOnly to)
    {
        var first = FromOn > from ? FromOn : from;
        var last = ToOn is { } end && end < to ? end : to;
        return last < first ? null : new Period(first, last);
    }

    /// <summary>The words of a share name this base, or its unit, whatever their case and accents.</summary>
    public bool IsNamed(string words) =>
        Fold.Key(words) is { Length: > 0 } key && (key == Fold.Key(Name) || key == Fold.Key(Unit));

    internal static bool MayKnow(Caller caller) => caller.Reach.Allows(Classification, null, null);
}
