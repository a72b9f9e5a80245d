using Shouldly;

namespace Toguna.Tests.Desk;

/// <summary>The sample's messages against what really was: sources miss together, delay, distort, repeat, correct, fall silent and are deceived.</summary>
public sealed class SampleReportsTests(SampleTruth sample) : IClassFixture<SampleTruth>
{
    private IReadOnlyList<Dictionary<string, string>> Truth => sample.Table("reports");

    [Fact]
    public void There_are_half_as_many_messages_as_incidents_from_sixty_sources_in_two_languages()
    {
        sample.Messages.Count.ShouldBeInRange(9_000, 11_000);
        sample.Messages.Select(m => m["source"]).Distinct().Count().ShouldBe(60);
        sample
            .Messages.Select(m => m["channel"])
            .Distinct()
            .Order()
            .ShouldBe(["email", "patrol", "phone", "radio", "sms"]);
        var french = sample.Messages.Count(m => m["language"] == "fr") / (double)sample.Messages.Count;
        french.ShouldBeInRange(0.3, 0.7);
        // Few say the same with the same words.
        sample.Messages.Select(m => m["text"]).Distinct().Count().ShouldBeGreaterThan(sample.Messages.Count * 9 / 10);
        sample.Messages.ShouldAllBe(m => !m["text"].Contains('{') && m["text"].Length > 15);
    }

    [Fact]
    public void Each_message_has_its_line_of_truth_and_leaves_after_what_it_tells_and_before_it_arrives()
    {
        Truth.Select(t => t["report"]).ShouldBe(sample.Messages.Select(m => m["id"]));
        Truth.Select(t => t["received"]).ShouldBe(sample.Messages.Select(m => m["received"]));
        sample.Messages.Select(m => m["received"]).ShouldBeInOrder();
        sample.Messages.ShouldAllBe(m => string.CompareOrdinal(m["received"], "2026-09-30T23:00:00Z") < 0);
        Truth.ShouldAllBe(t =>
            string.CompareOrdinal(t["sent"], t["received"]) <= 0
            && (t["happened"] == "" || string.CompareOrdinal(t["happened"], t["sent"]) < 0)
        );
    }

    [Fact]
    public void A_message_tells_of_an_event_that_happened_and_a_planted_one_of_none()
    {
        var events = sample.Events.ToDictionary(e => e["event"]);
        foreach (var t in Truth.Where(t => t["planted_by"] == ""))
        {
            var e = events[t["event"]];
            (t["said_place"] == e["place"]).ShouldBe(!t["errors"].Contains("place"));
            (t["said_killed"] == "" || t["said_killed"] == e["killed"]).ShouldBe(!t["errors"].Contains("number"));
            (t["said_actor"] == "" || t["said_actor"] == e["actor"]).ShouldBe(!t["errors"].Contains("perpetrator"));
        }
        var planted = Truth.Where(t => t["planted_by"] != "").ToList();
        planted.Count(t => t["kind"] == "false").ShouldBeInRange(100, 400);
        planted.ShouldAllBe(t => t["event"] == "" && t["about"] == "" && t["said_actor"] != t["planted_by"]);
        planted.Select(t => t["planted_to"]).Distinct().Order().ShouldBe(["blame", "lure"]);
    }

    [Fact]
    public void Half_of_what_is_true_is_cited_by_a_list_that_has_the_event()
    {
        var events = sample.Events.ToDictionary(e => e["event"]);
        var real = Truth.Where(t => t["event"] != "").ToList();
        (real.Count(t => t["about"] != "") / (double)real.Count).ShouldBe(0.5, 0.06);
        foreach (var t in real.Where(t => t["about"] != ""))
        {
            var e = events[t["event"]];
            t["about"].ShouldBeOneOf($"ucdp-ged:{e["data_set_id"]}", $"csv:MISTAV incident log:{e["log_reference"]}");
        }
        Truth.ShouldAllBe(t => t["about"] == "" || t["kind"] == "original" || t["kind"] == "correction");
    }

    [Fact]
    public void Corrections_supersede_a_wrong_message_and_are_right_and_repetitions_say_the_same()
    {
        var texts = sample.Messages.ToDictionary(m => m["id"]);
        var truths = Truth.ToDictionary(t => t["report"]);
        var kinds = Truth.ToLookup(t => t["kind"]);
        kinds["correction"].Count().ShouldBeGreaterThan(200);
        foreach (var t in kinds["correction"])
        {
            var first = truths[t["of_report"]];
            texts[t["report"]]["supersedes"].ShouldBe(t["of_report"]);
            (first["source"], first["event"]).ShouldBe((t["source"], t["event"]));
            first["errors"].ShouldNotBe("");
            t["errors"].ShouldBe("");
        }
        sample.Messages.Count(m => m["supersedes"] != "").ShouldBe(kinds["correction"].Count());
        kinds["duplicate"].Count().ShouldBeGreaterThan(200);
        kinds["duplicate"]
            .ShouldAllBe(t =>
                texts[t["report"]]["text"] == texts[t["of_report"]]["text"]
                && texts[t["report"]]["source"] == texts[t["of_report"]]["source"]
            );
        kinds["echo"].Count().ShouldBeGreaterThan(200);
        kinds["echo"]
            .ShouldAllBe(t =>
                texts[t["report"]]["text"].EndsWith(texts[t["of_report"]]["text"], StringComparison.Ordinal)
                && t["family"] == "radio"
                && t["source"] != truths[t["of_report"]]["source"]
            );
        // One broadcast is on three stations.
        kinds["echo"]
            .Where(t => truths[t["of_report"]]["family"] == "radio")
            .GroupBy(t => t["of_report"])
            .Count(g => g.Count() == 2)
            .ShouldBeGreaterThan(50);
    }

    [Fact]
    public void From_a_district_in_a_blackout_nothing_leaves_by_the_mobile_network()
    {
        var blackouts = sample.Table("blackouts");
        blackouts.Select(b => b["cause"]).Distinct().Order().ShouldBe(["attack", "coup", "network"]);
        blackouts.Count(b => b["cause"] == "coup").ShouldBeInRange(20, 30);
        var dark = blackouts.ToLookup(b => b["district"]);
        var mobile = Truth.Where(t => t["family"] is "alert_network" or "liaison" or "monitor").ToList();
        var late = 0;
        foreach (var t in mobile)
        {
            foreach (var b in dark[t["from_district"]])
            {
                Within(t["sent"], b).ShouldBeFalse(t["report"]);
                late += Within(t["received"], b) ? 1 : 0;
            }
        }
        // What had left before still comes in, and the others speak on.
        late.ShouldBeGreaterThan(0);
        var others = Truth.Where(t => t["family"] is "patrol" or "radio");
        others.Count(t => dark[t["from_district"]].Any(b => Within(t["sent"], b))).ShouldBeGreaterThan(20);
        // The network fails near attacks: some time of each blackout by an attack follows its event.
        var events = sample.Events.ToDictionary(e => e["event"]);
        blackouts.Where(b => b["cause"] == "attack").ShouldAllBe(b => events[b["event"]]["district"] == b["district"]);

        static bool Within(string instant, Dictionary<string, string> b) =>
            string.CompareOrdinal(instant, b["from"]) >= 0 && string.CompareOrdinal(instant, b["to"]) < 0;
    }

    [Fact]
    public void Sources_of_one_place_miss_together()
    {
        var families = Truth
            .Where(t => t["kind"] == "original")
            .GroupBy(t => t["event"])
            .ToDictionary(g => g.Key, g => g.Select(t => t["family"]).ToHashSet());
        var served = Truth
            .Where(t => t["kind"] == "original" && t["family"] == "alert_network")
            .Select(t => t["from_district"])
            .ToHashSet();
        // Where there is a network at all, the assistant tells more often of what it told of.
        var events = sample.Events.Where(e => served.Contains(e["district"])).ToList();
        Share(events.Where(e => Told(e, "alert_network")))
            .ShouldBeGreaterThan(1.5 * Share(events.Where(e => !Told(e, "alert_network"))));

        bool Told(Dictionary<string, string> e, string family) =>
            families.GetValueOrDefault(e["event"])?.Contains(family) == true;
        double Share(IEnumerable<Dictionary<string, string>> some) => some.Average(e => Told(e, "liaison") ? 1.0 : 0);
    }

    [Fact]
    public void Remote_events_are_told_of_less_and_a_party_has_sources_that_seldom_speak_of_it()
    {
        var told = Truth.Where(t => t["event"] != "").Select(t => t["event"]).ToHashSet();
        var seats = sample.Events.Select(e => e["district"]).ToHashSet();
        var near = sample.Events.Where(e => seats.Contains(e["place"]));
        var far = sample.Events.Where(e => !seats.Contains(e["place"]));
        Share(near).ShouldBeGreaterThan(1.15 * Share(far));

        // IBIS-01 seldom speaks of the army, of which IBIS-10 in the same province speaks as of others.
        var tellers = Truth
            .Where(t => t["kind"] == "original" && t["family"] == "monitor")
            .Select(t => (t["source"], t["event"]))
            .ToHashSet();
        var velna = sample.Events.Where(e => e["province"] == "Velna").ToLookup(IsArmy);
        (Tells("IBIS-01", true) / Tells("IBIS-01", false)).ShouldBeLessThan(0.4);
        (Tells("IBIS-10", true) / Tells("IBIS-10", false)).ShouldBeGreaterThan(0.5);

        bool IsArmy(Dictionary<string, string> e) => e["actor"] == "Tanvaran Armed Forces";
        double Tells(string source, bool army) =>
            velna[army].Average(e => tellers.Contains((source, e["event"])) ? 1.0 : 0);
        double Share(IEnumerable<Dictionary<string, string>> some) =>
            some.Average(e => told.Contains(e["event"]) ? 1.0 : 0);
    }

    [Fact]
    public void Delays_have_a_heavy_tail_and_a_source_may_be_graded_otherwise_later()
    {
        var delays = Truth
            .Where(t => t["kind"] == "original")
            .Select(t => SampleTruth.Number(t["delay_hours"]))
            .Order()
            .ToList();
        var median = delays[delays.Count / 2];
        median.ShouldBeInRange(1, 24);
        delays[delays.Count * 99 / 100].ShouldBeGreaterThan(20 * median);
        sample
            .Messages.GroupBy(m => m["source"])
            .Count(g => g.Select(m => m["reliability"]).Distinct().Count() > 1)
            .ShouldBe(3);
    }
}
