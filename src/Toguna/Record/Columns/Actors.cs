namespace Toguna.Record.Columns;

/// <summary>The actors, by a number of their own.</summary>
/// <remarks>Not thread-safe; <see cref="IncidentIndex"/> guards it. An actor that was removed keeps its number.</remarks>
internal sealed class Actors
{
    private readonly Dictionary<Guid, int> numbers = [];
    private readonly List<Actor> all = [];

    public int Count => all.Count;

    public Actor this[int number] => all[number];

    public int NumberOf(Guid id)
    {
        if (!numbers.TryGetValue(id, out var number))
        {
            number = all.Count;
            all.Add(new Actor(id, id.ToString(), "unknown", []));
            numbers.Add(id, number);
        }
        return number;
    }

    /// <returns>Null where nobody has met it.</returns>
    public int? Find(Guid id) => numbers.TryGetValue(id, out var number) ? number : null;

    /// <summary>Puts in an actor, or what is known of it now.</summary>
    public void Put(Actor actor) => all[NumberOf(actor.Id)] = actor;

    /// <summary>Which actors fulfil a condition, by number.</summary>
    public bool[] Which(Func<Actor, bool> condition) => [.. all.Select(condition)];

    /// <param name="Keys">Folded names, aliases too.</param>
    public sealed record Actor(Guid Id, string Name, string Kind, IReadOnlyList<string> Keys)
    {
        public string Category => ActorCategories.Of(Kind);
    }
}
