using Toguna.Desk.Sample.Events;
using Toguna.Desk.Sample.Files;
using Toguna.Desk.Sample.Reporting;
using Toguna.Desk.Sample.Responding;
using Toguna.Desk.Sample.World;
using Toguna.Methods.Numerics;

namespace Toguna.Desk.Sample;

/// <summary>
/// What follows from what happens: who tells the mission, what gets through, what the mission does about it, and what that
/// brings upon those it visited. Goes minute by minute beside the events and holds only what is under way.
/// </summary>
internal sealed class Aftermath
{
    /// <summary>How often the mission's lists cite a message, where they have the event.</summary>
    private const double CitedByLog = 0.84;
    private const double CitedByDataSet = 0.42;

    private readonly Agenda agenda = new();
    private readonly Xoshiro256 random;
    private readonly Hearing hearing;
    private readonly Claims claims;
    private readonly Wording wording;
    private readonly Blackouts blackouts;
    private readonly Post post;
    private readonly Plants plants;
    private readonly Trust trust;
    private readonly AlertTruth alerts;
    private readonly Visits visits;

    /// <param name="events">How many there will be in all.</param>
    public Aftermath(Country country, Actors actors, SampleOutputs outputs, int events, ulong seed)
    {
        random = Xoshiro256.Fork(seed, 5);
        Roads = new Roads(country);
        Units = new Units(country);
        var sources = new Sources(country);
        trust = new Trust(country, sources, Xoshiro256.Fork(seed, 6), outputs.Trust);
        hearing = new Hearing(country, sources, trust, random);
        claims = new Claims(country, actors, random);
        wording = new Wording(random);
        blackouts = new Blackouts(
            country,
            agenda,
            Xoshiro256.Fork(seed, 7),
            outputs.Blackouts,
            Math.Min(1, new EventQuota(SamplePlan.Usual).Events / (double)events)
        );
        post = new Post(sources, blackouts, wording, agenda, random, outputs.Reports);
        plants = new Plants(actors, sources, claims, wording, post, random);
        var acts = Xoshiro256.Fork(seed, 9);
        alerts = new AlertTruth(country, agenda, acts, outputs.Alerts);
        visits = new Visits(country, actors, Units, sources, alerts, trust, agenda, acts, outputs.Responses);
        post.Arrived = message =>
        {
            visits.Hear(message);
            alerts.Hear(message);
        };
        alerts.Raised = visits.Answer;
        Month(Calendar.First);
        Week(0);
    }

    public Roads Roads { get; }

    public Units Units { get; }

    public Queue<Reprisal> Reprisals => visits.Reprisals;

    /// <summary>Does the next thing that is due before a day begins.</summary>
    /// <param name="hasRoom">Whether it may bring a reprisal.</param>
    /// <returns>False where there is none.</returns>
    public bool Step(int day, bool hasRoom)
    {
        visits.HasRoom = hasRoom;
        return agenda.Step(day * 1440L);
    }

    /// <summary>Something happened: word of it begins to go round.</summary>
    /// <param name="dataSet">What the data set calls it; null: it is not there.</param>
    /// <param name="log">What the mission's log calls it.</param>
    /// <returns>The alert that was open for the place, or that should have been.</returns>
    public int? Happened(TrueEvent e, string? dataSet, string? log)
    {
        blackouts.After(e);
        foreach (var source in hearing.Of(e))
        {
            var claim = claims.Of(e, source);
            var french = wording.IsFrench(source);
            var about =
                log is not null && Dice.Chance(random, CitedByLog) ? log
                : dataSet is not null && Dice.Chance(random, CitedByDataSet) ? dataSet
                : null;
            var text = wording.Say(claim, source, french);
            post.Send(
                new Message(
                    MessageKind.Original,
                    source,
                    Post.Desk(source, e.Village),
                    e,
                    claim,
                    text,
                    french ? "fr" : "en",
                    about
                ),
                e.Minute + hearing.Delay(e, source)
            );
        }
        plants.After(e);
        return alerts.Happened(e);
    }

    /// <summary>What is under way until the last minute; what would come later is not there.</summary>
    public void Finish()
    {
        visits.HasRoom = false;
        while (agenda.Step(TruthTable.End)) { }
        alerts.Finish();
    }

    private void Month(DateOnly first)
    {
        var next = first.AddMonths(1);
        blackouts.Month(TruthTable.Minute(first), next.DayNumber - first.DayNumber);
        var withdrawal = Calendar.Turn("withdrawal");
        agenda.At(
            TruthTable.Minute(next) - 1,
            () =>
            {
                trust.Month(first, withdrawal >= first && withdrawal < next);
                if (next <= Calendar.Last)
                {
                    Month(next);
                }
            }
        );
    }

    private void Week(long monday) =>
        agenda.At(
            monday,
            () =>
            {
                alerts.Week();
                visits.Week(monday);
                Week(monday + 7 * 1440);
            }
        );
}
