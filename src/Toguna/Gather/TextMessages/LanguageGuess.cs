using Toguna.Methods.Text;

namespace Toguna.Gather.TextMessages;

/// <summary>In which language a short text is, by its small words: French, English, or nobody can say.</summary>
internal static class LanguageGuess
{
    private static readonly HashSet<string> French =
    [
        .. "le la les des du une et est sont dans sur avec nous ils elle vers pour pas qui que ont au aux ce cette leur chez".Split(
            ' '
        ),
    ];
    private static readonly HashSet<string> English =
    [
        .. "the and of to is are was were in with we they on for from at this that have has there our their near been".Split(
            ' '
        ),
    ];

    /// <returns><c>fr</c>, <c>en</c>, or null where neither has more.</returns>
    public static string? Of(string text)
    {
        var words = Fold.Key(text).Split(' ');
        var (french, english) = (words.Count(French.Contains), words.Count(English.Contains));
        return french > english ? "fr"
            : english > french ? "en"
            : null;
    }
}
