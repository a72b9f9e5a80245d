using Toguna.Desk.Sample.Events;
using Toguna.Desk.Sample.Files;
using Toguna.Desk.Sample.Reporting;
using Toguna.Desk.Sample.World;
using Toguna.Methods.Numerics;

namespace Toguna.Desk.Sample.Responding;

/// <summary>
/// The mission goes to villages, on its rounds and on alerts, by three components whose people rotate. After a visit the party
/// that is active there may take revenge: more often where a single telephone had reported, and where a patrol was lured.
/// </summary>
internal sealed class Visits(
    Country country,
    Actors actors,
    Units units,
    Sources sources,
    AlertTruth alerts,
    Trust trust,
    Agenda agenda,
    Xoshiro256 random,
    TruthTable file
)
{
    public const double AfterARound = 0.03;
    public const double AfterAnAlert = 0.06;
    public const double AfterASingleTelephone = 0.18;
    public const double AfterALure = 0.3;

    private const double Answered = 0.6;
    private const double RoundsEachWeek = 0.6;
    private const double RoundReach = 40;

    /// <summary>Nobody goes again so soon; minutes.</summary>
    private const long Rests = 5 * 1440;

    /// <summary>For how long the mission remembers who told it of a village; minutes.</summary>
    private const long Remembers = 14 * 1440;

    private readonly long[] lastVisit = [.. country.Villages.Select(_ => -Rests)];
    private readonly Dictionary<int, (SampleSource Source, long At)>[] told =
    [
        .. country.Villages.Select(_ => new Dictionary<int, (SampleSource, long)>()),
    ];
    private readonly Village[][] rounds =
    [
        .. sources
            .Of(Family.Patrol)
            .Select(p => country.Villages.Where(v => v.Spot.Distance(p.Base.Spot) < RoundReach).ToArray()),
    ];
    private int written;

    public Queue<Reprisal> Reprisals { get; } = new();

    /// <summary>Whether another event can be brought; the number of all events is given.</summary>
    public bool HasRoom { get; set; }

    public void Hear(Message message) =>
        told[message.Claim.Place.Index][message.Source.Index] = (message.Source, agenda.Now);

    public void Answer(SampleAlert alert)
    {
        if (Dice.Chance(random, Answered))
        {
            var component = random.Below(10) switch
            {
                < 5 => "force",
                < 7 => "police",
                _ => "civil_affairs",
            };
            agenda.At(
                agenda.Now + 600 + Dice.Heavy(random, 2_500, 0.6, 12 * 1440),
                () => Go(alert.Village, component, alert)
            );
        }
    }

    public void Week(long monday)
    {
        foreach (var round in rounds)
        {
            if (Dice.Chance(random, RoundsEachWeek))
            {
                var village = round[random.Below(round.Length)];
                agenda.At(monday + 480 + random.Below(7 * 1440 - 960), () => Go(village, "force", null));
            }
        }
    }

    private void Go(Village village, string component, SampleAlert? alert)
    {
        if (agenda.Now - lastVisit[village.Index] < Rests)
        {
            return;
        }
        lastVisit[village.Index] = agenda.Now;
        var response = ++written;
        var single = IsSingleTelephone(village);
        var lured = alert?.Report?.Plant?.Why == "lure";
        var chance =
            lured ? AfterALure
            : single ? AfterASingleTelephone
            : alert is null ? AfterARound
            : AfterAnAlert;
        var reprisal = Dice.Chance(random, chance) && Plan(village, response);
        if (alert is not null)
        {
            alert.Responses++;
        }
        var (team, months) = Team(component, village);
        file.Row(
            response,
            alert?.Number,
            component,
            team,
            months,
            TruthTable.Instant(agenda.Now),
            village.Name,
            village.District.Name,
            told[village.Index].Count,
            single ? "yes" : "no",
            lured ? "yes" : "no",
            chance,
            reprisal ? "yes" : "no"
        );
    }

    /// <summary>In the last two weeks one source alone told of the village, by text message or telephone.</summary>
    private bool IsSingleTelephone(Village village)
    {
        var heard = told[village.Index];
        foreach (var (source, _) in heard.Where(t => t.Value.At < agenda.Now - Remembers).ToList())
        {
            heard.Remove(source);
        }
        return heard.Count == 1 && heard.Values.First().Source.IsCommunity;
    }

    /// <summary>By who was last active there; within two weeks, and only if that is before the end.</summary>
    private bool Plan(Village village, int response)
    {
        var day = (int)(agenda.Now / 1440) + 1 + Dice.Heavy(random, 3, 0.6, 13);
        if (!HasRoom || day >= Calendar.Days)
        {
            return false;
        }
        var regime = Calendar.Regime(day);
        var (actor, unit) = alerts.LastAt(village) is { } last
            ? (last.Actor, last.Unit)
            : (actors.Draw(random, village, regime), null);
        unit ??= units.Draw(random, actor, village, Calendar.Day(day));
        Reprisals.Enqueue(new Reprisal(day, village, actor, unit, response));
        agenda.At(day * 1440L, () => trust.Reprisal(village));
        return true;
    }

    /// <summary>Contingents change every six months, police every nine; civil affairs goes with the assistant of the district.</summary>
    private (string Team, int Months) Team(string component, Village village)
    {
        var month = (int)(agenda.Now / 43_830);
        return component switch
        {
            "force" => ($"CON-{village.District.ProvincePcode[2..]}-{month / 6 + 1}", month % 6),
            "police" => ($"POL-{village.District.ProvincePcode[2..]}-{month / 9 + 1}", month % 9),
            _ => ("CIV-" + trust.Assistant(village.District).Code, trust.MonthsTogether(village.District)),
        };
    }
}
