using Toguna.Desk.Sample.Events;
using Toguna.Desk.Sample.Files;
using Toguna.Desk.Sample.Reporting;
using Toguna.Desk.Sample.World;
using Toguna.Methods.Numerics;

namespace Toguna.Desk.Sample.Responding;

/// <summary>A warning for a village, open for two weeks.</summary>
/// <param name="Basis">report or forecast.</param>
internal sealed record SampleAlert(int Number, Village Village, long Raised, string Basis, Message? Report)
{
    /// <summary>The first event there while it was open.</summary>
    public TrueEvent? Event { get; set; }

    public int Responses { get; set; }
}

/// <summary>Warnings that somebody raised, from a message or by judgement, and those that nobody raised.</summary>
internal sealed class AlertTruth(Country country, Agenda agenda, Xoshiro256 random, TruthTable file)
{
    /// <summary>How long an alert stays open, and how old the sign may be that nobody heeded; minutes.</summary>
    private const long Open = 14 * 1440;
    private const double FromAReport = 0.3;
    private const double FromAThreat = 0.65;
    private const int JudgedEachWeek = 2;

    /// <summary>The latest events: what an analyst has in mind.</summary>
    private const int Remembered = 40;

    private readonly SampleAlert?[] open = new SampleAlert?[country.Villages.Count];
    private readonly TrueEvent?[] last = new TrueEvent?[country.Villages.Count];
    private readonly TrueEvent?[] mind = new TrueEvent?[Remembered];
    private int minded;
    private int number;

    /// <summary>What is done about an alert that was raised.</summary>
    public Action<SampleAlert> Raised { get; set; } = _ => { };

    /// <summary>Who was last active in a village; null for nobody.</summary>
    public TrueEvent? LastAt(Village village) => last[village.Index];

    public void Hear(Message message)
    {
        if (message.Kind is MessageKind.Original or MessageKind.False)
        {
            var chance = message.Claim.Act is "threat" or "recruitment_of_children" ? FromAThreat : FromAReport;
            if (Dice.Chance(random, chance))
            {
                Raise(message.Claim.Place, "report", message);
            }
        }
    }

    /// <summary>An analyst names villages where something might come, from what is known of the last weeks.</summary>
    public void Week()
    {
        for (var i = 0; i < JudgedEachWeek && minded > 0; i++)
        {
            Raise(mind[random.Below(Math.Min(minded, Remembered))]!.Village, "forecast", null);
        }
    }

    /// <summary>An event: it may have been warned of, or there was a sign and nobody warned.</summary>
    /// <returns>The alert that was open, or that should have been.</returns>
    public int? Happened(TrueEvent e)
    {
        var at = e.Village.Index;
        var before = last[at];
        last[at] = e;
        mind[minded++ % Remembered] = e;
        if (open[at] is { } alert)
        {
            alert.Event ??= e;
            return alert.Number;
        }
        if (e.KilledCivilians == 0 || before is null || e.Minute - before.Minute > Open)
        {
            return null;
        }
        Write(new SampleAlert(++number, e.Village, e.Minute, "none", null) { Event = e }, before);
        return number;
    }

    private void Raise(Village village, string basis, Message? report)
    {
        if (open[village.Index] is not null)
        {
            return;
        }
        var alert = new SampleAlert(++number, village, agenda.Now, basis, report);
        open[village.Index] = alert;
        agenda.At(agenda.Now + Open, () => Close(alert));
        Raised(alert);
    }

    /// <summary>Those still open at the end are written as they stand.</summary>
    public void Finish()
    {
        foreach (var alert in open.OfType<SampleAlert>().OrderBy(a => a.Number).ToList())
        {
            Close(alert);
        }
    }

    private void Close(SampleAlert alert)
    {
        open[alert.Village.Index] = null;
        Write(alert, null);
    }

    private void Write(SampleAlert alert, TrueEvent? sign) =>
        file.Row(
            alert.Number,
            alert.Basis == "none" ? "no" : "yes",
            TruthTable.Instant(alert.Raised),
            alert.Village.Name,
            alert.Village.District.Name,
            alert.Basis,
            alert.Report?.Id,
            alert.Report?.Kind == MessageKind.False ? "yes" : "no",
            sign?.Number,
            alert.Event?.Number,
            alert.Responses
        );
}
