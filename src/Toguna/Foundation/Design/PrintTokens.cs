using System.Text.RegularExpressions;

namespace Toguna.Foundation.Design;

/// <summary>Style sheets that documents carry with them, and the colours of print by role, read from the sheet that pages use.</summary>
public static partial class PrintTokens
{
    private static readonly Lazy<Dictionary<string, string>> Colours = new(Read);

    /// <summary>RGB of a role on paper, six hexadecimal digits.</summary>
    public static string Of(string role) => Colours.Value[role];

    /// <summary>A style sheet of <c>wwwroot/css</c>.</summary>
    /// <param name="name">One that the build embeds.</param>
    public static string Sheet(string name)
    {
        using var stream =
            typeof(PrintTokens).Assembly.GetManifestResourceStream("css/" + name)
            ?? throw new InvalidOperationException($"The program was built without css/{name}");
        using var text = new StreamReader(stream);
        return text.ReadToEnd();
    }

    private static Dictionary<string, string> Read()
    {
        var tokens = Sheet("tokens.css");
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        // The last word on a role counts, as in the browser.
        foreach (Match match in Token().Matches(tokens[tokens.IndexOf("@media print", StringComparison.Ordinal)..]))
        {
            found[match.Groups[1].Value] = match.Groups[2].Value.ToUpperInvariant();
        }
        return found;
    }

    [GeneratedRegex(@"--([\w-]+):\s*#([0-9a-fA-F]{6});")]
    private static partial Regex Token();
}
