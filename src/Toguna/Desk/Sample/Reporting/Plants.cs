using Toguna.Desk.Sample.Events;
using Toguna.Desk.Sample.World;
using Toguna.Methods.Numerics;

namespace Toguna.Desk.Sample.Reporting;

/// <summary>False reports: a party has something told that did not happen, to blame its enemy or to lure a patrol.</summary>
internal sealed class Plants(
    Actors actors,
    Sources sources,
    Claims claims,
    Wording wording,
    Post post,
    Xoshiro256 random
)
{
    private const double Planted = 0.012;
    private const double Lures = 0.4;

    /// <summary>Now and then, some days after something real, so that it is believed.</summary>
    public void After(TrueEvent e)
    {
        if (!Dice.Chance(random, Planted))
        {
            return;
        }
        var place = claims.Neighbour(e.Village);
        var regime = Claims.RegimeOf(e);
        var by = actors.Draw(random, place, regime);
        var enemy = actors.Opponent(random, by, place, regime);
        var lure = Dice.Chance(random, Lures);
        var source = Through(place);
        var minute = e.Minute + 720 + random.Below(5 * 1440);
        var (act, killed) = lure ? ("threat", 0) : ("killing", 1 + Dice.Heavy(random, 4, 0.6));
        var claim = new Claim(place, act, killed, enemy, minute, "");
        var french = wording.IsFrench(source);
        var message = new Message(
            MessageKind.False,
            source,
            Post.Desk(source, place),
            null,
            claim,
            wording.Say(claim, source, french),
            french ? "fr" : "en",
            null,
            Plant: (by, lure ? "lure" : "blame")
        );
        post.Send(message, minute + 60 + random.Below(600));
    }

    /// <summary>Through whoever is there and errs most easily; where there is nobody, by a station.</summary>
    private SampleSource Through(Village place) =>
        sources.In(Family.Network, place.District).MaxBy(s => s.Error) is { } source && Dice.Chance(random, 0.8)
            ? source
            : sources.InProvince(Family.Radio, place.District).First();
}
