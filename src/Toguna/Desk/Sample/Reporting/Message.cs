using Toguna.Desk.Sample.Events;
using Toguna.Desk.Sample.World;

namespace Toguna.Desk.Sample.Reporting;

/// <summary>How a message relates to what happened.</summary>
internal enum MessageKind
{
    Original,

    /// <summary>The same once more, by the same source.</summary>
    Duplicate,

    /// <summary>What another source had said, repeated on the air.</summary>
    Echo,

    /// <summary>A later message of the same source, which supersedes the earlier one.</summary>
    Correction,

    /// <summary>Planted by a party: nothing of it happened.</summary>
    False,
}

/// <summary>What a message says.</summary>
/// <param name="Killed">Null where it names no number.</param>
/// <param name="Actor">Null where it names nobody.</param>
/// <param name="Minute">When it says that it was.</param>
/// <param name="Errors">What is wrong with it: place, number, perpetrator, day; several with spaces between.</param>
internal sealed record Claim(Village Place, string Act, int? Killed, SampleActor? Actor, long Minute, string Errors)
{
    public Claim With(string error) => this with { Errors = Errors.Length == 0 ? error : Errors + " " + error };
}

/// <summary>A message on its way.</summary>
/// <param name="From">Where its source sat when it was written.</param>
/// <param name="Event">Null for a planted one.</param>
/// <param name="About">What the mission's lists call the event, where they cite this message.</param>
/// <param name="Of">The message that it repeats or corrects.</param>
/// <param name="Plant">Who planted it, and why: blame or lure.</param>
internal sealed record Message(
    MessageKind Kind,
    SampleSource Source,
    District From,
    TrueEvent? Event,
    Claim Claim,
    string Text,
    string Language,
    string? About,
    string? Of = null,
    (SampleActor By, string Why)? Plant = null
)
{
    /// <summary>When it left, minutes; a blackout puts it off.</summary>
    public long Sent { get; set; }

    /// <summary>Its number, given on arrival.</summary>
    public string Id { get; set; } = "";
}
