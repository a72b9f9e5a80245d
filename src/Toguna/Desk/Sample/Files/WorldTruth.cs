using Toguna.Desk.Sample.Events;
using Toguna.Desk.Sample.World;

namespace Toguna.Desk.Sample.Files;

/// <summary>What is fixed before anything happens: regimes, units and roads.</summary>
internal static class WorldTruth
{
    public static void Write(SampleFiles files, Actors actors, Aftermath aftermath)
    {
        using var regimes = new TruthTable(
            files.TruthOf("regimes"),
            "regime",
            "from",
            "to",
            "level",
            "actor",
            "weight"
        );
        for (var r = 0; r < Calendar.Regimes; r++)
        {
            var to = r + 1 < Calendar.Regimes ? Calendar.Phases[r + 1].From.AddDays(-1) : Calendar.Last;
            foreach (var actor in actors.All)
            {
                var (from, level) = Calendar.Phases[r];
                regimes.Row(r, from, to, level, actor.LogName, actor.Weights[r]);
            }
        }
        using var units = new TruthTable(
            files.TruthOf("units"),
            "unit",
            "actor",
            "from",
            "to",
            "commander",
            "home",
            "reach",
            "days",
            "acts",
            "night",
            "on_road"
        );
        foreach (var unit in aftermath.Units.All)
        {
            var change = unit.Change;
            Period(unit, Calendar.First, change?.AddDays(-1) ?? Calendar.Last);
            if (change is { } day)
            {
                Period(unit, day, Calendar.Last);
            }
        }
        using var roads = new TruthTable(
            files.TruthOf("roads"),
            "road",
            "kind",
            "from_latitude",
            "from_longitude",
            "to_latitude",
            "to_longitude"
        );
        foreach (var road in aftermath.Roads.All)
        {
            var ((fromLatitude, fromLongitude), (toLatitude, toLongitude)) = (road.From.Degrees, road.To.Degrees);
            roads.Row(road.Name, road.Kind, fromLatitude, fromLongitude, toLatitude, toLongitude);
        }

        void Period(SampleUnit unit, DateOnly from, DateOnly to) =>
            units.Row(
                unit.Name,
                actors.All.First(a => a.Id == unit.ActorId).LogName,
                from,
                to,
                unit.CommanderOn(from),
                unit.HomeOn(from).Name,
                unit.Reach,
                string.Join(' ', unit.Days.Order()),
                string.Join(' ', unit.Acts),
                unit.Night,
                unit.OnRoad
            );
    }
}
