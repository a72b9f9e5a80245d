using System.Globalization;
using Toguna.Desk.Sample.Events;
using Toguna.Desk.Sample.World;
using Toguna.Methods.Numerics;
using Calendar = Toguna.Desk.Sample.Events.Calendar;

namespace Toguna.Desk.Sample.Reporting;

/// <summary>Puts a claim into words, English or French, as a source of its family writes (data/sample/messages.csv).</summary>
internal sealed class Wording(Xoshiro256 random)
{
    private static readonly CultureInfo French = CultureInfo.GetCultureInfo("fr");

    private readonly ILookup<(string Part, string Key), (string English, string French)> words = SampleData
        .Read("messages")
        .ToLookup(r => (r["part"], r["key"]), r => (r["english"], r["french"]));

    /// <summary>The language of the source, in one message of ten the other.</summary>
    public bool IsFrench(SampleSource source) => Dice.Chance(random, 0.1) != (source.Language == "fr");

    public string Say(Claim claim, SampleSource source, bool french)
    {
        var parts = new List<string>(6);
        if (Dice.Chance(random, 0.6))
        {
            parts.Add(Pick("open", source.Family, french));
        }
        var when = Dice.Chance(random, 0.8) ? Pick("when", "", french) : null;
        var first = Dice.Chance(random, 0.4);
        if (first && when is not null)
        {
            parts.Add(when);
        }
        parts.Add(Pick("what", claim.Act, french));
        if (claim.Killed != 0 || Dice.Chance(random, 0.25))
        {
            parts.Add(
                Pick(
                    "count",
                    claim.Killed switch
                    {
                        null => "some",
                        0 => "none",
                        1 => "one",
                        _ => "dead",
                    },
                    french
                )
            );
        }
        if (!first && when is not null)
        {
            parts.Add(when);
        }
        if (claim.Actor is not null || Dice.Chance(random, 0.5))
        {
            parts.Add(Pick("who", claim.Actor is null ? "unknown" : "named", french));
        }
        if (Dice.Chance(random, 0.7))
        {
            parts.Add(Pick("how", source.Family, french));
        }
        return Fill(string.Join(' ', parts), claim, french);
    }

    public string Correction(Claim claim, SampleSource source, bool french) =>
        Pick("correct", "", french) + " " + Say(claim, source, french);

    public string Echo(string text, bool french) => Pick("echo", "", french) + " " + text;

    private string Pick(string part, string key, bool french)
    {
        var all = words[(part, key)];
        var (english, other) = all.ElementAt(random.Below(all.Count()));
        return french ? other : english;
    }

    private static string Fill(string text, Claim claim, bool french)
    {
        var day = Calendar.Day((int)(claim.Minute / 1440));
        var hour = claim.Minute / 60 % 24;
        return text.Replace(
                "{de_place}",
                french ? PlaceNames.French(claim.Place.Name) : claim.Place.Name,
                StringComparison.Ordinal
            )
            .Replace("{place}", claim.Place.Name, StringComparison.Ordinal)
            .Replace(
                "{n}",
                claim.Killed is { } n ? n.ToString(CultureInfo.InvariantCulture) : "",
                StringComparison.Ordinal
            )
            .Replace(
                "{who}",
                claim.Actor is { } actor ? (french ? actor.French : "the " + actor.LogName) : "",
                StringComparison.Ordinal
            )
            .Replace(
                "{day}",
                french ? InFrench(day) : day.ToString("dddd d MMMM", CultureInfo.InvariantCulture),
                StringComparison.Ordinal
            )
            .Replace(
                "{hour}",
                french ? $"{hour} h" : string.Create(CultureInfo.InvariantCulture, $"{hour:00}:00"),
                StringComparison.Ordinal
            );
    }

    private static string InFrench(DateOnly day) =>
        day.ToString(day.Day == 1 ? "dddd d'er' MMMM" : "dddd d MMMM", French);
}
