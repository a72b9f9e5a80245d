namespace Toguna.Methods.Movements;

/// <summary>How long it takes from each place to each other, and where nobody drives without an armed escort.</summary>
/// <remarks>The same both ways. Taken as the best way between two places: the planner looks for none through a third. Immutable.</remarks>
public sealed class Legs
{
    private readonly double[,] hours;
    private readonly bool[,] escorted;
    private readonly Dictionary<string, int> index;

    /// <summary>Copies both tables.</summary>
    /// <param name="places">Shape (P,), no two alike.</param>
    /// <param name="hours">Shape (P, P), symmetric, 0 on the diagonal, 0 to 10,000 or +∞ where there is no road.</param>
    /// <param name="escorted">Shape (P, P), symmetric, false on the diagonal: the leg needs an armed escort.</param>
    /// <exception cref="ArgumentException">A table has another shape, is not symmetric, or holds what is no time; the message names places and value.</exception>
    public Legs(IReadOnlyList<string> places, double[,] hours, bool[,] escorted)
    {
        ArgumentNullException.ThrowIfNull(places);
        ArgumentNullException.ThrowIfNull(hours);
        ArgumentNullException.ThrowIfNull(escorted);
        var n = places.Count;
        Shape(n, hours, nameof(hours));
        Shape(n, escorted, nameof(escorted));
        index = new Dictionary<string, int>(n, StringComparer.Ordinal);
        for (var a = 0; a < n; a++)
        {
            if (string.IsNullOrEmpty(places[a]) || !index.TryAdd(places[a], a))
            {
                throw new ArgumentException($"Place {a}, “{places[a]}”, is empty or there twice.", nameof(places));
            }
            for (var b = 0; b <= a; b++)
            {
                var time = hours[a, b];
                var known = time is >= 0 and <= 10_000 || double.IsPositiveInfinity(time);
                if (!known || (a == b && (time != 0 || escorted[a, b])))
                {
                    throw new ArgumentException(
                        $"“{places[a]}” to “{places[b]}” takes {time} hours; 0 for a place to itself, without escort, else 0 to 10,000 or infinite.",
                        nameof(hours)
                    );
                }
                if (time != hours[b, a] || escorted[a, b] != escorted[b, a])
                {
                    throw new ArgumentException(
                        $"“{places[a]}” to “{places[b]}” is {time} hours, escort {escorted[a, b]}, and back {hours[b, a]}, {escorted[b, a]}.",
                        nameof(hours)
                    );
                }
            }
        }
        (Places, this.hours, this.escorted) = ([.. places], (double[,])hours.Clone(), (bool[,])escorted.Clone());
    }

    /// <summary>The places, in the order of the tables.</summary>
    public IReadOnlyList<string> Places { get; }

    /// <summary>Whether a place is in the tables.</summary>
    public bool Knows(string place) => place is not null && index.ContainsKey(place);

    /// <summary>The time on the road in whole minutes, rounded up; null where there is no road.</summary>
    /// <exception cref="KeyNotFoundException">A place is not in the tables.</exception>
    public TimeSpan? Drive(string from, string to, double pace) => Drive(index[from], index[to], pace);

    /// <summary>Whether nobody drives here without an armed escort.</summary>
    /// <exception cref="KeyNotFoundException">A place is not in the tables.</exception>
    public bool NeedsEscort(string from, string to) => escorted[index[from], index[to]];

    /// <summary>The same roads where no leg needs an escort.</summary>
    internal Legs WithoutEscorts() => new(Places, hours, new bool[Places.Count, Places.Count]);

    internal int IndexOf(string place) => index[place];

    internal bool NeedsEscort(int from, int to) => escorted[from, to];

    internal TimeSpan? Drive(int from, int to, double pace) =>
        double.IsPositiveInfinity(hours[from, to])
            ? null
            // A last place of a product such as 1.1 × 60 is not a minute more.
            : TimeSpan.FromMinutes((long)Math.Ceiling(hours[from, to] * pace * 60 - 1e-6));

    private static void Shape(int places, Array table, string name)
    {
        if (table.GetLength(0) != places || table.GetLength(1) != places)
        {
            throw new ArgumentException(
                $"The table is {table.GetLength(0)} × {table.GetLength(1)} for {places} places.",
                name
            );
        }
    }
}
