namespace Toguna.Desk.Sample;

/// <summary>What is still to come, in order of time, each with what is then done. Nothing else is held.</summary>
/// <remarks>Time is minutes of mission time since the sample's first day began.</remarks>
internal sealed class Agenda
{
    private readonly PriorityQueue<Action, (long Minute, int Order)> queue = new();
    private int order;

    public long Now { get; private set; }

    /// <summary>Puts something on the agenda; what should have been done already is done next.</summary>
    public void At(long minute, Action action) => queue.Enqueue(action, (Math.Max(minute, Now), order++));

    /// <summary>Does the next thing that is due before a minute.</summary>
    /// <returns>False where there is none.</returns>
    public bool Step(long before)
    {
        if (!queue.TryPeek(out var action, out var due) || due.Minute >= before)
        {
            return false;
        }
        queue.Dequeue();
        Now = due.Minute;
        action();
        return true;
    }
}
