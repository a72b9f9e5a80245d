using Toguna.Desk.Sample.Events;
using Toguna.Desk.Sample.World;
using Toguna.Methods.Numerics;

namespace Toguna.Desk.Sample.Files;

/// <param name="Precision">UCDP where_prec.</param>
internal sealed record BlurredPlace(
    int Precision,
    string Name,
    string Description,
    string? Province,
    string? District,
    double Latitude,
    double Longitude
);

/// <param name="Precision">UCDP date_prec.</param>
internal sealed record BlurredDate(int Precision, DateOnly From, DateOnly To);

/// <summary>What is left of a place and a day when they reach a list: the true one always lies within what is said.</summary>
internal sealed class Blur(Country country, Xoshiro256 random)
{
    private static readonly string[] Winds =
    [
        "east",
        "north-east",
        "north",
        "north-west",
        "west",
        "south-west",
        "south",
        "south-east",
    ];

    /// <param name="shares">Of the precisions 1 to 6; adding up to about one.</param>
    public BlurredPlace Place(TrueEvent e, double[] shares)
    {
        var precision = 1 + Dice.Index(random, Actors.Sums(shares));
        var district = e.Village.District;
        var seat = country.Seat(district);
        return precision switch
        {
            1 => At(1, e.Village, e.Spot, Word(e.Village), Word(e.Village), district),
            2 => NearTown(e),
            3 => At(3, seat, seat.Spot, district.Name + " district", "in the district of " + district.Name, district),
            4 => Province(e),
            5 => Road(e),
            _ => At(6, country.Capital, country.Capital.Spot, Country.Name, "somewhere in " + Country.Name, null),
        };
    }

    /// <param name="shares">Of the precisions 1 to 5.</param>
    public BlurredDate Date(DateOnly day, double[] shares)
    {
        var precision = 1 + Dice.Index(random, Actors.Sums(shares));
        var (from, days) = precision switch
        {
            1 => (day, 1),
            2 => Span(day, 2 + random.Below(5)),
            3 => Span(day, 7),
            4 => (new DateOnly(day.Year, day.Month, 1), DateTime.DaysInMonth(day.Year, day.Month)),
            _ => Span(day, 40 + random.Below(50)),
        };
        var to = from.AddDays(days - 1);
        return new(precision, from, to > Calendar.Last ? Calendar.Last : to);
    }

    private (DateOnly, int) Span(DateOnly day, int days) => (day.AddDays(-random.Below(days)), days);

    /// <summary>The largest place within 25 km stands for the spot.</summary>
    private BlurredPlace NearTown(TrueEvent e)
    {
        var town = country.Villages.Where(v => v.Spot.Distance(e.Spot) < 25).MaxBy(v => v.Population) ?? e.Village;
        var away = town.Spot.Distance(e.Spot);
        var wind = (int)
            Math.Round(Math.Atan2(e.Spot.North - town.Spot.North, e.Spot.East - town.Spot.East) / (Math.PI / 4));
        var words =
            away < 2
                ? "near " + town.Name
                : $"about {Math.Max(5, 5 * (int)(away / 5))} km {Winds[(wind + 8) % 8]} of {town.Name}";
        return At(2, town, town.Spot, Word(town), words, e.Village.District);
    }

    private BlurredPlace Province(TrueEvent e)
    {
        var province = e.Village.District.Province;
        var seat = country.Villages.Where(v => v.District.Province == province).MaxBy(v => v.Population)!;
        return At(4, seat, seat.Spot, province + " province", "in the province of " + province, seat.District) with
        {
            District = null,
        };
    }

    private BlurredPlace Road(TrueEvent e)
    {
        var seat = country.Seat(e.Village.District);
        var middle = new Spot((e.Spot.East + seat.Spot.East) / 2, (e.Spot.North + seat.Spot.North) / 2);
        // In the seat of the district itself the road is the one to the capital, and from there the one to the sea.
        var other =
            seat != e.Village ? seat.Name
            : seat != country.Capital ? country.Capital.Name
            : "harbour";
        return At(
            5,
            e.Village,
            country.IsLand(middle) ? middle : e.Village.Spot,
            $"{e.Village.Name}–{other} road",
            $"on the road from {e.Village.Name} to {other}",
            e.Village.District
        );
    }

    private static string Word(Village v) => v.Name + (v.Rank == "PPL" ? " village" : " town");

    private static BlurredPlace At(
        int precision,
        Village near,
        Spot spot,
        string name,
        string words,
        District? district
    )
    {
        var (latitude, longitude) = spot == near.Spot ? near.Degrees : Earth.Degrees(spot);
        return new(precision, name, words, district?.Province, district?.Name, latitude, longitude);
    }
}
