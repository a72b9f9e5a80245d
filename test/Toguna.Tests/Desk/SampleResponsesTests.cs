using Shouldly;

namespace Toguna.Tests.Desk;

/// <summary>What the mission of the sample does, and what that brings: habits of units, roads, markets, alerts, visits, reprisals and trust.</summary>
public sealed class SampleResponsesTests(SampleTruth sample) : IClassFixture<SampleTruth>
{
    [Fact]
    public void A_unit_is_out_on_its_days_and_at_its_hours_and_near_its_home()
    {
        var periods = sample.Table("units");
        periods.Select(p => p["unit"]).Distinct().Count().ShouldBe(22);
        var events = sample.Events.ToLookup(e => e["unit"]);
        foreach (var unit in periods.GroupBy(p => p["unit"]))
        {
            var habit = unit.First();
            var own = events[unit.Key].Where(e => e["reprisal_for"] == "").ToList();
            own.Count.ShouldBeGreaterThan(20, unit.Key);
            own.ShouldAllBe(e =>
                unit.Any(p =>
                    p["commander"] == e["commander"]
                    && string.CompareOrdinal(p["from"], e["date"]) <= 0
                    && string.CompareOrdinal(e["date"], p["to"]) <= 0
                )
            );
            if (own.Count > 300)
            {
                var days = habit["days"].Split(' ');
                var share = own.Average(e => days.Contains(SampleTruth.Day(e["date"]).DayOfWeek.ToString()) ? 1.0 : 0);
                share.ShouldBeGreaterThan(days.Length / 7.0 * 1.15, unit.Key);
                var night = own.Average(e => (int)SampleTruth.Number(e["hour"]) is >= 20 or < 5 ? 1.0 : 0);
                night.ShouldBe(SampleTruth.Number(habit["night"]), 0.1, unit.Key);
            }
        }
    }

    [Fact]
    public void What_happens_on_a_road_lies_on_it_and_the_units_of_the_road_are_there_most()
    {
        var roads = sample.Table("roads").ToDictionary(r => r["road"]);
        var onRoad = sample.Events.Where(e => e["on_road"] != "").ToList();
        (onRoad.Count / (double)sample.Events.Count).ShouldBeInRange(0.08, 0.4);
        foreach (var e in onRoad)
        {
            var r = roads[e["on_road"]];
            Kilometres(r["from_latitude"], r["from_longitude"], r["to_latitude"], r["to_longitude"], e)
                .ShouldBeLessThan(0.1);
        }
        Share("Road Group").ShouldBeGreaterThan(2 * Share("Riders of the Hills"));

        double Share(string unit) =>
            sample.Events.Where(e => e["unit"] == unit).Average(e => e["on_road"] != "" ? 1.0 : 0);
        static double Kilometres(string south, string west, string north, string east, Dictionary<string, string> e)
        {
            var (ay, ax) = (SampleTruth.Number(south), SampleTruth.Number(west) * 0.9063);
            var (by, bx) = (SampleTruth.Number(north) - ay, SampleTruth.Number(east) * 0.9063 - ax);
            var (y, x) = (SampleTruth.Number(e["latitude"]) - ay, SampleTruth.Number(e["longitude"]) * 0.9063 - ax);
            var at = Math.Clamp((x * bx + y * by) / (bx * bx + by * by), 0, 1);
            return 111.2 * double.Hypot(x - at * bx, y - at * by);
        }
    }

    [Fact]
    public void In_towns_more_happens_on_the_day_of_the_market()
    {
        var seats = sample.Events.Select(e => e["district"]).ToHashSet();
        var inTowns = sample.Events.Where(e => seats.Contains(e["place"]) && e["on_road"] == "").ToList();
        // One day of seven would be 0.14.
        inTowns.Average(e => e["market_day"] == "yes" ? 1.0 : 0).ShouldBeGreaterThan(0.2);
        inTowns
            .Where(e => e["market_day"] == "yes")
            .GroupBy(e => e["place"])
            .ShouldAllBe(g => g.Select(e => SampleTruth.Day(e["date"]).DayOfWeek).Distinct().Count() == 1);
        sample.Events.ShouldAllBe(e => e["market_day"] != "yes" || seats.Contains(e["place"]));
    }

    [Fact]
    public void Each_reprisal_follows_the_visit_it_is_for_at_the_same_place()
    {
        var responses = sample.Table("responses").ToDictionary(r => r["response"]);
        var events = sample.Events.Where(e => e["reprisal_for"] != "").ToList();
        events.Count.ShouldBeGreaterThan(60);
        events
            .Select(e => e["reprisal_for"])
            .Order()
            .ShouldBe(responses.Values.Where(r => r["reprisal"] == "yes").Select(r => r["response"]).Order());
        foreach (var e in events)
        {
            var visit = responses[e["reprisal_for"]];
            e["place"].ShouldBe(visit["place"]);
            e["violence_type"].ShouldBeOneOf("", "3");
            var wait =
                SampleTruth.Day(e["date"]).DayNumber
                - DateOnly.FromDateTime(SampleTruth.At(visit["at"]).UtcDateTime.AddHours(1)).DayNumber;
            wait.ShouldBeInRange(1, 14);
        }
    }

    [Fact]
    public void Reprisals_come_as_often_as_planted_and_most_where_a_single_telephone_told()
    {
        var visits = sample.Table("responses");
        var rate = visits
            .GroupBy(v => v["reprisal_chance"])
            .ToDictionary(g => g.Key, g => (Count: g.Count(), Rate: g.Average(v => v["reprisal"] == "yes" ? 1.0 : 0)));
        foreach (var (chance, (count, rated)) in rate)
        {
            var p = SampleTruth.Number(chance);
            rated.ShouldBe(p, 3.5 * Math.Sqrt(p * (1 - p) / count), chance);
        }
        rate["0.18"].Count.ShouldBeGreaterThan(100);
        rate["0.18"].Rate.ShouldBeGreaterThan(2 * rate["0.03"].Rate);
        visits.ShouldAllBe(v => v["reprisal_chance"] != "0.18" || v["single_telephone"] == "yes");
        visits.ShouldAllBe(v => v["lured"] == "no" || v["reprisal_chance"] == "0.3");
        visits.Select(v => v["component"]).Distinct().Order().ShouldBe(["civil_affairs", "force", "police"]);
    }

    [Fact]
    public void Trust_grows_with_the_same_assistant_and_falls_with_another_and_with_reprisals()
    {
        var months = sample.Table("trust");
        months.Count.ShouldBe(60 * months.Select(m => m["place"]).Distinct().Count());
        double Change(Func<Dictionary<string, string>, bool> which) =>
            months
                .GroupBy(m => m["place"])
                .SelectMany(g => g.Zip(g.Skip(1)))
                .Where(p => which(p.Second))
                .Average(p => SampleTruth.Number(p.Second["trust"]) - SampleTruth.Number(p.First["trust"]));
        Change(m => m["visited"] == "yes" && m["rotated"] == "no" && m["reprisals"] == "0").ShouldBeGreaterThan(0.005);
        Change(m => m["rotated"] == "yes").ShouldBeLessThan(-0.05);
        Change(m => m["reprisals"] != "0").ShouldBeLessThan(-0.05);
        months.ShouldAllBe(m => SampleTruth.Number(m["trust"]) >= 0 && SampleTruth.Number(m["trust"]) <= 1);
        months
            .Where(m => m["rotated"] == "yes")
            .GroupBy(m => m["month"])
            .MaxBy(g => g.Select(m => m["district"]).Distinct().Count())!
            .Key.ShouldBe("2024-08");
    }

    [Fact]
    public void Where_trust_is_high_people_tell_more_and_sooner()
    {
        var trust = sample
            .Table("trust")
            .ToDictionary(m => (m["place"], m["month"]), m => SampleTruth.Number(m["trust"]));
        var told = sample
            .Table("reports")
            .Where(t => t["kind"] == "original" && t["family"] is "alert_network" or "liaison")
            .ToLookup(t => t["event"]);
        var served = sample
            .Table("reports")
            .Where(t => t["family"] == "alert_network")
            .Select(t => t["from_district"])
            .ToHashSet();
        var events = sample
            .Events.Where(e => served.Contains(e["district"]))
            .OrderBy(e => trust[(e["place"], e["date"][..7])])
            .ToList();
        var (low, high) = (events.Take(events.Count / 3).ToList(), events.Skip(events.Count * 2 / 3).ToList());
        Share(high).ShouldBeGreaterThan(1.15 * Share(low));
        Median(high).ShouldBeLessThan(0.9 * Median(low));

        double Share(List<Dictionary<string, string>> some) => some.Average(e => told[e["event"]].Any() ? 1.0 : 0);
        double Median(List<Dictionary<string, string>> some)
        {
            var delays = some.SelectMany(e => told[e["event"]])
                .Where(t => t["family"] == "alert_network")
                .Select(t => SampleTruth.Number(t["delay_hours"]))
                .Order()
                .ToList();
            return delays[delays.Count / 2];
        }
    }

    [Fact]
    public void Alerts_were_raised_on_reports_and_by_judgement_and_some_by_nobody()
    {
        var alerts = sample.Table("alerts").ToDictionary(a => a["alert"]);
        var events = sample.Events.ToDictionary(e => e["event"]);
        var reports = sample.Table("reports").ToDictionary(t => t["report"]);
        var byBasis = alerts.Values.ToLookup(a => a["basis"]);
        byBasis["report"].Count().ShouldBeGreaterThan(300);
        byBasis["forecast"].Count().ShouldBeGreaterThan(100);
        byBasis["none"].Count().ShouldBeGreaterThan(100);
        byBasis["report"].ShouldAllBe(a => reports[a["report"]]["said_place"] == a["place"]);
        byBasis["report"].Count(a => a["on_false_report"] == "yes").ShouldBeGreaterThan(5);
        foreach (var missed in byBasis["none"])
        {
            missed["raised"].ShouldBe("no");
            var (e, sign) = (events[missed["event"]], events[missed["sign"]]);
            (e["place"], sign["place"]).ShouldBe((missed["place"], missed["place"]));
            e["killed_civilians"].ShouldNotBe("0");
            (SampleTruth.Day(e["date"]).DayNumber - SampleTruth.Day(sign["date"]).DayNumber).ShouldBeInRange(0, 14);
        }
        sample.Events.Where(e => e["alert"] != "").ShouldAllBe(e => alerts[e["alert"]]["place"] == e["place"]);
        sample
            .Table("responses")
            .Where(r => r["alert"] != "")
            .ShouldAllBe(r => alerts[r["alert"]]["raised"] == "yes" && alerts[r["alert"]]["place"] == r["place"]);
    }

    [Fact]
    public void Regimes_tile_the_five_years()
    {
        var regimes = sample.Table("regimes").GroupBy(r => r["regime"]).Select(g => g.First()).ToList();
        regimes[0]["from"].ShouldBe("2021-10-01");
        regimes[^1]["to"].ShouldBe("2026-09-30");
        foreach (var (one, next) in regimes.Zip(regimes.Skip(1)))
        {
            SampleTruth.Day(one["to"]).AddDays(1).ShouldBe(SampleTruth.Day(next["from"]));
        }
    }
}
