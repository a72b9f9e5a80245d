namespace Toguna.Methods.Movements;

/// <summary>Who drives: vehicles of one base and an escort of the same, −1 for none; and what they can do together.</summary>
internal sealed class Crew
{
    private readonly bool[]? allowed;

    public Crew(Ground ground, int @base, int[] vehicles, int escort)
    {
        (Base, Vehicles, Escort) = (@base, vehicles, escort);
        (From, To) = (long.MinValue, long.MaxValue);
        foreach (var vehicle in vehicles)
        {
            var unit = ground.Vehicles[vehicle];
            Holds += unit.Holds;
            Pace = Math.Max(Pace, unit.Pace);
            Join(unit, ref allowed);
        }
        if (escort >= 0)
        {
            Join(ground.Escorts[escort], ref allowed);
        }
        Guarded = escort < 0 || vehicles.Length <= ground.Escorts[escort].Guards;
    }

    public int Base { get; }
    public int[] Vehicles { get; }
    public int Escort { get; }
    public Load Holds { get; }

    /// <summary>That of the slowest, as an index into <see cref="Ground.Roads"/>.</summary>
    public int Pace { get; }

    /// <summary>Not more vehicles than the escort can guard.</summary>
    public bool Guarded { get; }

    /// <summary>One of them may not drive after dark.</summary>
    public bool ByDay { get; private set; }
    public long From { get; private set; }
    public long To { get; private set; }

    public int Units => Vehicles.Length + (Escort < 0 ? 0 : 1);

    public bool MayGoTo(int place) => allowed is null || allowed[place];

    /// <summary>Neither can be on the road while the other is.</summary>
    public bool Shares(Crew other) =>
        (Escort >= 0 && Escort == other.Escort) || Vehicles.AsSpan().IndexOfAny(other.Vehicles) >= 0;

    private void Join(Unit unit, ref bool[]? places)
    {
        (From, To) = (Math.Max(From, unit.From), Math.Min(To, unit.To));
        ByDay |= !unit.AfterDark;
        if (unit.Allowed is { } only)
        {
            places = places is null ? only : [.. places.Zip(only, (a, b) => a && b)];
        }
    }
}
