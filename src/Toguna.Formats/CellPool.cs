namespace Toguna.Formats;

/// <summary>Hands out one string for equal short cells: country, actor and region names repeat in nearly every row.</summary>
/// <remarks>A direct-mapped table of fixed size, so a hostile file can make it useless but not large.</remarks>
internal sealed class CellPool
{
    private const int Size = 1 << 13;
    private const int MaxPooled = 48;
    private readonly string?[] _table = new string?[Size];

    /// <summary>The text as a string, perhaps one handed out before.</summary>
    public string Get(ReadOnlySpan<char> text)
    {
        if (text.Length == 0)
            return "";
        if (text.Length > MaxPooled)
            return new string(text);
        var hash = (uint)text.Length;
        foreach (var c in text)
            hash = (hash ^ c) * 16777619;
        ref var slot = ref _table[(hash ^ hash >> 15) & (Size - 1)];
        if (slot is not null && text.SequenceEqual(slot))
            return slot;
        return slot = new string(text);
    }
}
