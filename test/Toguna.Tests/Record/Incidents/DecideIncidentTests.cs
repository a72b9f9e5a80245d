using Shouldly;
using Toguna.Foundation;
using Toguna.Record;
using Toguna.Record.Incidents;

namespace Toguna.Tests.Record.Incidents;

/// <summary>The decisions by themselves: what rows add up to, and what a form makes of an incident.</summary>
public sealed class DecideIncidentTests
{
    [Fact]
    public void A_total_wins_parts_add_up_and_a_bound_that_no_row_gives_stays_null()
    {
        var total = Row(1, 5, 9);
        CasualtySums
            .Of([total, Row(null, 3, null, status: "civilian"), Row(null, 2, null, sex: "man")])
            .ShouldBe((new Bounds(1, 5, 9), new Bounds(null, 3, null), default));
        CasualtySums
            .Of([Row(1, 2, null, sex: "woman"), Row(2, 3, null, sex: "man"), Row(0, 4, 5, outcome: "injured")])
            .ShouldBe((new Bounds(3, 5, null), default, new Bounds(0, 4, 5)));
        CasualtySums
            .Of([Row(null, 7, null, status: "civilian"), Row(null, 4, null, status: "civilian", sex: "woman")])
            .Civilians.ShouldBe(new Bounds(null, 7, null));
        CasualtySums.Of([]).ShouldBe((default, default, default));
    }

    [Fact]
    public void Contradictions_are_marked_and_other_warnings_stay()
    {
        CasualtyWarnings
            .Of("year_differs,low_above_best", new(1, 2, 3), new(5, 4, 3), default)
            .ShouldBe("year_differs,civilians_low_above_best,civilians_best_above_high");
        CasualtyWarnings.Of("low_above_best", new(1, 2, 3), default, new(null, 2, null)).ShouldBeNull();
    }

    [Fact]
    public void What_a_form_does_not_touch_stays_as_the_source_gave_it()
    {
        var before = Incident();
        var (after, problems) = Decide(
            IncidentForm.Of(before, Names(before)),
            before,
            f => f.Fields["why"] = "place name"
        );
        problems.ShouldBeEmpty();
        SnapshotChanges.Between(before, after!).ShouldBeEmpty();
        // The source said that no civilian died, and has no row for it.
        after!.Incident.CiviliansBest.ShouldBe(0);
        after.Attributions.ShouldHaveSingleItem().AttributionId.ShouldBe(before.Attributions[0].AttributionId);
        after.Incident.Edited.ShouldBeTrue();
    }

    [Fact]
    public void A_changed_row_changes_the_sums()
    {
        var before = Incident();
        var (after, _) = Decide(
            IncidentForm.Of(before, Names(before)),
            before,
            f =>
            {
                f.Fields["why"] = "register";
                f.Casualties[0]["min"] = "8";
                f.Casualties[0]["max"] = "";
            }
        );
        var i = after!.Incident;
        (i.KilledMin, i.KilledBest, i.KilledMax, i.Warnings).ShouldBe((8, 4, null, "low_above_best"));
    }

    [Theory]
    [InlineData("date_from", "31/02/2020", "record.date_invalid")]
    [InlineData("date_from", "", "record.date_missing")]
    [InlineData("date_to", "2016", "record.end_before_start")]
    [InlineData("latitude", "", "record.coordinates_half")]
    [InlineData("longitude", "-180.01", "record.degrees_invalid")]
    [InlineData("latitude", "NaN", "record.degrees_invalid")]
    [InlineData("where_prec", "8", "record.number_invalid")]
    [InlineData("classification", "2", "record.number_invalid")]
    [InlineData("why", " ", "record.why_missing")]
    public void A_value_that_cannot_be_is_refused_beside_its_field(string field, string value, string code)
    {
        var before = Incident();
        var (after, problems) = Decide(
            IncidentForm.Of(before, Names(before)),
            before,
            f =>
            {
                f.Fields["why"] = "a reason";
                f.Fields[field] = value;
            }
        );
        after.ShouldBeNull();
        var problem = problems.ShouldHaveSingleItem();
        (problem.Code, problem.Field).ShouldBe((code, field));
    }

    private static (IncidentSnapshot? After, IReadOnlyList<Problem> Problems) Decide(
        IncidentForm form,
        IncidentSnapshot before,
        Action<IncidentForm> edit
    )
    {
        edit(form);
        var actors = new Dictionary<string, Guid> { ["anti balaka"] = before.Attributions[0].ActorId };
        return DecideIncident.Decide(form, before, actors, Guid.NewGuid, clearance: 1);
    }

    private static Dictionary<Guid, string> Names(IncidentSnapshot s) =>
        new() { [s.Attributions[0].ActorId] = "Anti-Balaka" };

    private static IncidentSnapshot Incident()
    {
        var (actor, act) = (Guid.NewGuid(), Guid.NewGuid());
        return new IncidentSnapshot
        {
            Incident = new IncidentFacts
            {
                IncidentId = Guid.NewGuid(),
                Number = 7,
                Version = 3,
                Title = "Anti-Balaka – Civilians",
                DateStart = new DateOnly(2017, 3, 1),
                DateEnd = new DateOnly(2017, 3, 31),
                DatePrec = 4,
                PlaceText = "Bambari",
                Country = "Central African Republic",
                Latitude = 5.76,
                Longitude = 20.67,
                KilledMin = 2,
                KilledBest = 4,
                KilledMax = 6,
                CiviliansBest = 0,
            },
            Acts =
            [
                new ActFacts
                {
                    ActId = act,
                    Kind = "killing",
                    Note = "not on the form",
                },
            ],
            Attributions =
            [
                new AttributionFacts
                {
                    AttributionId = Guid.NewGuid(),
                    ActId = act,
                    ActorId = actor,
                    Grade = "alleged",
                },
            ],
            Parties = [new PartyFacts { Role = "side_a", ActorId = actor }],
            Casualties =
            [
                new CasualtiesFacts
                {
                    CasualtiesId = Guid.NewGuid(),
                    Outcome = "killed",
                    Minimum = 2,
                    Best = 4,
                    Maximum = 6,
                },
            ],
        };
    }

    private static CasualtiesFacts Row(
        long? minimum,
        long? best,
        long? maximum,
        string outcome = "killed",
        string? status = null,
        string? sex = null
    ) =>
        new()
        {
            Outcome = outcome,
            Status = status,
            Sex = sex,
            Minimum = minimum,
            Best = best,
            Maximum = maximum,
        };
}
