namespace Toguna.Formats.Hxl;

/// <summary>A hashtag with its attributes, e.g. <c>#affected+killed+f+children</c>; lower case.</summary>
/// <seealso href="https://hxlstandard.org/standard/1-1final/tagging/">HXL 1.1 tagging conventions</seealso>
public sealed record HxlTag
{
    private HxlTag(string name, IReadOnlyList<string> attributes) => (Name, Attributes) = (name, attributes);

    /// <summary>The hashtag with its <c>#</c>.</summary>
    public string Name { get; }

    /// <summary>The attributes without <c>+</c>, in the order given.</summary>
    public IReadOnlyList<string> Attributes { get; }

    /// <summary>Reads a tag; null when the text is none. Spaces around the parts are allowed.</summary>
    public static HxlTag? Parse(string? text)
    {
        text = text?.Trim();
        if (text is null || text.Length is < 2 or > 1000 || text[0] != '#' || !char.IsAsciiLetter(text[1]))
            return null;
        var parts = text[1..].Split('+', StringSplitOptions.TrimEntries);
        if (!parts.All(IsWord))
            return null;
        return new HxlTag("#" + Lower(parts[0]), [.. parts.Skip(1).Select(Lower)]);
    }

    /// <summary>Whether the tag fits a pattern: same hashtag, every <c>+attribute</c> there, no <c>-attribute</c> there.</summary>
    /// <exception cref="ArgumentException">The pattern is none.</exception>
    public bool Matches(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        var end = pattern.IndexOfAny(['+', '-']);
        var name = (end < 0 ? pattern : pattern[..end]).Trim();
        if (name.Length < 2 || name[0] != '#' || !IsWord(name[1..]))
            throw new ArgumentException($"\"{pattern}\" is no tag pattern such as #adm1+code-old.", nameof(pattern));
        if (!name.Equals(Name, StringComparison.OrdinalIgnoreCase))
            return false;
        while (end >= 0)
        {
            var next = pattern.IndexOfAny(['+', '-'], end + 1);
            var attribute = pattern[(end + 1)..(next < 0 ? pattern.Length : next)].Trim();
            if (Attributes.Contains(attribute, StringComparer.OrdinalIgnoreCase) != (pattern[end] == '+'))
                return false;
            end = next;
        }
        return true;
    }

    /// <summary>The tag as it is written: <c>#adm1+code</c>.</summary>
    public override string ToString() => Name + string.Concat(Attributes.Select(a => "+" + a));

    /// <inheritdoc />
    public bool Equals(HxlTag? other) => other is not null && ToString() == other.ToString();

    /// <inheritdoc />
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(ToString());

    private static string Lower(string word) => word.ToLowerInvariant();

    private static bool IsWord(string word) =>
        word.Length > 0 && char.IsAsciiLetter(word[0]) && word.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}

/// <summary>A column of a tagged table.</summary>
/// <param name="Index">Its place, from 0.</param>
/// <param name="Header">The text above the tag; null when there is none.</param>
/// <param name="Tag">Its tag; null for a column that is not tagged.</param>
public sealed record HxlColumn(int Index, string? Header, HxlTag? Tag);
