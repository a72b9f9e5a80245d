using Toguna.Desk.Sample.Files;
using Toguna.Desk.Sample.World;
using Toguna.Methods.Numerics;

namespace Toguna.Desk.Sample.Reporting;

/// <summary>
/// Carries messages: holds them in a blackout or loses them, and brings forth what messages bring forth: the same once more,
/// corrections, and the same on other stations.
/// </summary>
internal sealed class Post(
    Sources sources,
    Blackouts blackouts,
    Wording wording,
    Agenda agenda,
    Xoshiro256 random,
    ReportsFile file
)
{
    private const double LostInBlackout = 0.4;
    private const double Resent = 0.045;
    private const double Corrected = 0.3;
    private const double OnTheAir = 0.05;
    private const double Rebroadcast = 0.45;
    private const double CorrectionCited = 0.6;

    /// <summary>What is done when a message reaches the mission.</summary>
    public Action<Message> Arrived { get; set; } = _ => { };

    public void Send(Message message, long minute) => agenda.At(minute, () => Leave(message));

    private void Leave(Message message)
    {
        if (message.Source.IsMobile && blackouts.SilentUntil(message.From, agenda.Now) is { } end)
        {
            if (!Dice.Chance(random, LostInBlackout))
            {
                Send(message, end + Dice.Heavy(random, 90, 0.6, 2_880));
            }
            return;
        }
        message.Sent = agenda.Now;
        var (median, least) = message.Source.Channel switch
        {
            "sms" => (2, 0),
            "phone" => (90, 10),
            "email" => (20, 1),
            _ => (45, 5),
        };
        agenda.At(agenda.Now + least + Dice.Heavy(random, median, 0.8, 4_320), () => Arrive(message));
    }

    private void Arrive(Message message)
    {
        file.Write(message, agenda.Now);
        Arrived(message);
        if (message.Kind is MessageKind.Original or MessageKind.False && Dice.Chance(random, Resent))
        {
            Send(
                Again(message, MessageKind.Duplicate, message.Source, message.Text),
                agenda.Now + 2 + random.Below(90)
            );
        }
        if (message.Kind == MessageKind.Original && message.Claim.Errors.Length > 0 && Dice.Chance(random, Corrected))
        {
            Correct(message);
        }
        if (message.Kind is MessageKind.Original or MessageKind.False)
        {
            Broadcast(message);
        }
    }

    private static Message Again(Message message, MessageKind kind, SampleSource source, string text) =>
        message with
        {
            Kind = kind,
            Source = source,
            Text = text,
            About = null,
            Of = message.Id,
        };

    private void Correct(Message message)
    {
        var claim = Claims.Corrected(message.Claim, message.Event!);
        var text = wording.Correction(claim, message.Source, message.Source.Language == "fr");
        var about = Dice.Chance(random, CorrectionCited) ? message.About : null;
        var correction = Again(message, MessageKind.Correction, message.Source, text) with
        {
            Claim = claim,
            About = about,
        };
        Send(correction, agenda.Now + 60 + Dice.Heavy(random, 1_200, 0.6, 20_000));
    }

    /// <summary>A station repeats what people said; two others repeat what a station said.</summary>
    private void Broadcast(Message message)
    {
        var stations =
            message.Source.Family == Family.Radio
                ? Dice.Chance(random, Rebroadcast)
                    ? Others(message.Source).Take(2)
                    : []
                : Dice.Chance(random, OnTheAir)
                    ? sources.InProvince(Family.Radio, message.Claim.Place.District).Take(1)
                    : [];
        foreach (var station in stations)
        {
            var echo = Again(message, MessageKind.Echo, station, wording.Echo(message.Text, station.Language == "fr"));
            Send(echo with { From = station.Base.District }, agenda.Now + 30 + Dice.Heavy(random, 200, 0.6, 2_880));
        }
    }

    private IEnumerable<SampleSource> Others(SampleSource station)
    {
        var all = sources.Of(Family.Radio).Where(s => s != station).ToList();
        var first = random.Below(all.Count);
        return Enumerable.Range(0, all.Count).Select(i => all[(first + i) % all.Count]);
    }

    /// <summary>The district that a source writes from: assistants write from where they are, the others from their base.</summary>
    public static District Desk(SampleSource source, Village village) =>
        source.Family == Family.Liaison ? village.District : source.Base.District;
}
