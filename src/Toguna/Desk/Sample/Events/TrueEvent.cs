using Toguna.Desk.Sample.World;

namespace Toguna.Desk.Sample.Events;

/// <summary>Who recorded an event: the two lists see different parts of what happens, and some of it nobody.</summary>
[Flags]
internal enum Seen
{
    Nobody = 0,
    DataSet = 1,
    Log = 2,
    Both = DataSet | Log,
}

/// <summary>What really happened in the country that does not exist, before anybody counted or guessed.</summary>
/// <param name="Number">From 1, in order of time.</param>
/// <param name="CausedBy">The event that brought this one; null where it came by itself.</param>
/// <param name="Opponent">The other side in fighting; null in an attack on civilians.</param>
/// <param name="ViolenceType">UCDP: 1 state-based, 2 non-state, 3 one-sided; 0 where nobody died.</param>
/// <param name="Women">Of the dead civilians. Adults.</param>
/// <param name="Children">Of the dead civilians, women not among them.</param>
internal sealed record TrueEvent(
    int Number,
    int? CausedBy,
    DateOnly Day,
    Village Village,
    Spot Spot,
    SampleActor Actor,
    SampleActor? Opponent,
    SampleAct Act,
    SampleAct? SecondAct,
    int ViolenceType,
    int KilledActor,
    int KilledOpponent,
    int KilledCivilians,
    int Women,
    int Children,
    int Injured,
    Seen Seen
)
{
    /// <summary>Hour of the day, mission time.</summary>
    public int Hour { get; init; }

    public required SampleUnit Unit { get; init; }

    /// <summary>The road on which it happened; null elsewhere.</summary>
    public Road? Road { get; init; }

    /// <summary>In a town on the day of its market.</summary>
    public bool OnMarketDay { get; init; }

    /// <summary>The response that it takes revenge for.</summary>
    public int? ReprisalFor { get; init; }

    /// <summary>Minutes of mission time since <see cref="Calendar.First"/> began.</summary>
    public long Minute => (Day.DayNumber - Calendar.First.DayNumber) * 1440L + Hour * 60L;

    public int Killed => KilledActor + KilledOpponent + KilledCivilians;

    /// <summary>In which order UCDP names two sides: the government first, otherwise by number.</summary>
    public (SampleActor A, SampleActor? B, int KilledA, int KilledB) Sides =>
        Opponent is not null && (Opponent.IsState || (!Actor.IsState && Opponent.Id < Actor.Id))
            ? (Opponent, Actor, KilledOpponent, KilledActor)
            : (Actor, Opponent, KilledActor, KilledOpponent);
}
