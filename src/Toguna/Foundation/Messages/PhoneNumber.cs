namespace Toguna.Foundation.Messages;

/// <summary>Telephone numbers as E.164 writes them: a plus, the country, at most fifteen digits.</summary>
/// <seealso href="https://www.itu.int/rec/T-REC-E.164">ITU-T E.164</seealso>
public static class PhoneNumber
{
    private const int Fewest = 7;
    private const int Most = 15;

    /// <summary>A number as somebody types it, with spaces, hyphens, dots, brackets, and 00 for the plus.</summary>
    /// <returns><c>+22370123456</c>; null when it is not one, or names no country.</returns>
    public static string? Read(string? typed)
    {
        var text = new string([
            .. (typed ?? "").Where(c => !char.IsWhiteSpace(c) && c is not ('-' or '.' or '(' or ')' or '/')),
        ]);
        text = text.StartsWith("00", StringComparison.Ordinal) ? "+" + text[2..] : text;
        return
            text is ['+', not '0', .. var rest]
            && rest.Length + 1 is >= Fewest and <= Most
            && text.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0
            ? text
            : null;
    }

    /// <summary>A sender as a gateway writes it: many leave the plus away, and not every sender is a number.</summary>
    /// <returns>E.164 where it can be, otherwise what was sent without outer spaces and in capitals; empty for nothing.</returns>
    public static string OfSender(string? sent)
    {
        var text = (sent ?? "").Trim();
        return Read(text) ?? Read("+" + text) ?? text.ToUpperInvariant();
    }
}
