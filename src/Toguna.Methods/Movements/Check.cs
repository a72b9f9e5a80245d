namespace Toguna.Methods.Movements;

/// <summary>Refuses what cannot be, before anything is planned; each message names the value.</summary>
internal static class Check
{
    private const int MostSeats = 10_000;
    private const double MostKg = 1e9;

    public static void All(
        IReadOnlyList<RideRequest> requests,
        IReadOnlyList<Vehicle> vehicles,
        IReadOnlyList<Escort> escorts,
        Legs legs,
        IReadOnlyList<Daylight> daylight
    )
    {
        Unique(requests.Select(r => r.Id), nameof(requests));
        Unique(vehicles.Select(v => v.Id), nameof(vehicles));
        Unique(escorts.Select(e => e.Id), nameof(escorts));
        foreach (var r in requests)
        {
            Known(legs, r.From, r.Id, nameof(requests));
            Known(legs, r.To, r.Id, nameof(requests));
            That(r.From != r.To, $"{r.Id} goes from “{r.From}” to itself.", nameof(requests));
            InOrder(r.Earliest, r.Latest, r.Id, nameof(requests));
            Load(r.Seats, r.CargoKg, r.Id, nameof(requests));
            That(r.Seats > 0 || r.CargoKg > 0, $"{r.Id} asks for 0 seats and 0 kg.", nameof(requests));
            That(Enum.IsDefined(r.Escort), $"{r.Id} has the escort wish {r.Escort}.", nameof(requests));
        }
        foreach (var v in vehicles)
        {
            Load(v.Seats, v.CargoKg, v.Id, nameof(vehicles));
            That(v.Pace is >= 0.01 and <= 100, $"{v.Id} has the pace {v.Pace}; 0.01 to 100.", nameof(vehicles));
            Unit(legs, v.Id, v.Base, v.From, v.To, v.Caveats, nameof(vehicles));
        }
        foreach (var e in escorts)
        {
            That(e.Guards >= 1, $"{e.Id} guards {e.Guards} vehicles; 1 or more.", nameof(escorts));
            Unit(legs, e.Id, e.Base, e.From, e.To, e.Caveats, nameof(escorts));
        }
        for (var i = 0; i < daylight.Count; i++)
        {
            InOrder(daylight[i].Dawn, daylight[i].Dusk, $"Day {i}", nameof(daylight));
            That(
                i == 0 || daylight[i - 1].Dusk <= daylight[i].Dawn,
                $"Day {i} dawns at {daylight[i].Dawn:o}, before the dusk of the day before it in the list.",
                nameof(daylight)
            );
        }
    }

    private static void Unit(
        Legs legs,
        string id,
        string @base,
        DateTimeOffset from,
        DateTimeOffset to,
        Caveats caveats,
        string list
    )
    {
        Known(legs, @base, id, list);
        InOrder(from, to, id, list);
        That(caveats is not null, $"{id} has no caveats; say Caveats.None.", list);
        foreach (var place in caveats!.OnlyPlaces ?? (IEnumerable<string>)[])
        {
            Known(legs, place, id, list);
        }
        That(caveats.OnlyPlaces?.Contains(@base) != false, $"{id} may not be at its own base, “{@base}”.", list);
    }

    private static void Load(int seats, double kg, string id, string list)
    {
        That(seats is >= 0 and <= MostSeats, $"{id} has {seats} seats; 0 to {MostSeats}.", list);
        That(kg is >= 0 and <= MostKg, $"{id} has {kg} kg; 0 to {MostKg}.", list);
    }

    private static void Known(Legs legs, string place, string id, string list) =>
        That(legs.Knows(place), $"{id} names “{place}”, which is none of the places.", list);

    private static void InOrder(DateTimeOffset from, DateTimeOffset to, string id, string list) =>
        That(from < to, $"{id} begins at {from:o} and ends at {to:o}, which is not later.", list);

    private static void Unique(IEnumerable<string> ids, string list)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var id in ids)
        {
            That(!string.IsNullOrEmpty(id) && seen.Add(id), $"The id “{id}” is empty or there twice.", list);
        }
    }

    private static void That(bool holds, string message, string list)
    {
        if (!holds)
        {
            throw new ArgumentException(message, list);
        }
    }
}
