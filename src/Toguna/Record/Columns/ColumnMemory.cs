using System.Collections.Concurrent;

namespace Toguna.Record.Columns;

/// <summary>Answers about one state of the record, kept until it changes: everybody opens the same few lists.</summary>
/// <remarks>Thread-safe. Two who ask the same at once may both work it out.</remarks>
internal sealed class ColumnMemory
{
    private const int Most = 400;

    private readonly ConcurrentDictionary<string, object> known = new(StringComparer.Ordinal);

    public T Get<T>(string key, Func<T> work)
        where T : class
    {
        if (known.TryGetValue(key, out var found))
        {
            return (T)found;
        }
        var made = work();
        if (known.Count >= Most)
        {
            known.Clear();
        }
        known[key] = made;
        return made;
    }
}
