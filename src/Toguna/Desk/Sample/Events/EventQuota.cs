using Toguna.Methods.Numerics;

namespace Toguna.Desk.Sample.Events;

/// <summary>
/// How many events of each sort there are, handed out one by one so that each sort is met exactly, without holding the
/// events: selection sampling, with remote events more often unseen.
/// </summary>
/// <seealso href="https://doi.org/10.1080/01621459.1962.10480667">Fan, Muller and Rezucha (1962), selection sampling</seealso>
internal sealed class EventQuota
{
    private const double DataSetShare = 0.55;
    private const double DeadlyShareOfLog = 0.55;
    private const double KnownToBoth = 0.6;

    /// <summary>For each recorded deadly event, how many nobody recorded; nobody counts the others as well.</summary>
    private const double UnseenDeadly = 0.15;
    private const double UnseenOther = 0.8;

    /// <summary>Kilometres from a town at which an event is twice as likely to stay unseen.</summary>
    private const double Remote = 25;

    private static readonly (bool Deadly, Seen Seen)[] Sorts =
    [
        (true, Seen.DataSet),
        (true, Seen.Both),
        (true, Seen.Log),
        (true, Seen.Nobody),
        (false, Seen.Log),
        (false, Seen.Nobody),
    ];

    private readonly int[] left;

    /// <param name="incidents">Rows of both lists together: what will stand in the record.</param>
    public EventQuota(int incidents)
    {
        DataSetRows = (int)Math.Round(incidents * DataSetShare);
        LogRows = incidents - DataSetRows;
        var deadly = (int)Math.Round(LogRows * DeadlyShareOfLog);
        var both = Math.Min(DataSetRows, (int)Math.Round(deadly * KnownToBoth));
        left =
        [
            DataSetRows - both,
            both,
            deadly - both,
            (int)Math.Round((DataSetRows + deadly - both) * UnseenDeadly),
            LogRows - deadly,
            (int)Math.Round((LogRows - deadly) * UnseenOther),
        ];
        Events = left.Sum();
    }

    public int DataSetRows { get; }

    public int LogRows { get; }

    public int Events { get; }

    /// <exception cref="InvalidOperationException">Asked more often than there are <see cref="Events"/>.</exception>
    public (bool Deadly, Seen Seen) Take(Xoshiro256 random, double remoteness)
    {
        Span<double> sums = stackalloc double[left.Length];
        var sum = 0.0;
        for (var i = 0; i < left.Length; i++)
        {
            sums[i] = sum += left[i] * (Sorts[i].Seen == Seen.Nobody ? 1 + remoteness / Remote : 1);
        }
        if (sum == 0)
        {
            throw new InvalidOperationException($"All {Events} events are handed out.");
        }
        var at = Dice.Index(random, sums);
        left[at]--;
        return Sorts[at];
    }
}
