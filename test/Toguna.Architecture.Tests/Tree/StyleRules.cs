using System.Text.RegularExpressions;

namespace Toguna.Architecture.Tests.Tree;

/// <summary>Rules on source files that no analyzer keeps. Each returns findings in words; none is an empty list.</summary>
public static partial class StyleRules
{
    public const int LongestFile = 400;

    private static readonly string[] Written = [".cs", ".razor", ".css", ".js", ".mjs", ".sql"];

    private static readonly string[] Shipped = [".razor", ".css", ".js", ".mjs", ".html", ".svg", ".webmanifest"];

    private static readonly string[] VagueEndings =
    [
        "Helper",
        "Helpers",
        "Manager",
        "Managers",
        "Util",
        "Utils",
        "Utility",
        "Utilities",
    ];

    /// <summary>
    /// Addresses that may stand in shipped pages because no browser fetches them: names of XML vocabularies, and the
    /// machine itself. An address that a person may follow belongs in the documentation.
    /// </summary>
    private static readonly string[] AllowedAddresses =
    [
        "http://www.w3.org/",
        "https://www.w3.org/",
        "http://localhost",
        "https://localhost",
        "http://127.0.0.1",
    ];

    public static bool IsVendored(string path) => path.Contains("/wwwroot/vendor/", StringComparison.Ordinal);

    /// <summary>A file that people read ends before they tire of it.</summary>
    public static IEnumerable<string> TooLong(string path, string text)
    {
        var lines = text.AsSpan().Count('\n') + (text.Length > 0 && text[^1] != '\n' ? 1 : 0);
        return HasEnding(path, Written) && !IsVendored(path) && lines > LongestFile
            ? [$"{path} has {lines} lines; the most is {LongestFile}"]
            : [];
    }

    /// <summary>A name says what a thing is; these endings say that nobody knew.</summary>
    public static IEnumerable<string> VaguelyNamed(string path)
    {
        var name = Path.GetFileName(path);
        var stem = name.Split('.')[0];
        return
            HasEnding(path, Written)
            && !IsVendored(path)
            && VagueEndings.Any(e => stem.EndsWith(e, StringComparison.OrdinalIgnoreCase))
            ? [$"{path}: name it after what it does"]
            : [];
    }

    /// <summary>Nothing that a browser receives names an outside host. Comments that never leave the server are not counted.</summary>
    public static IEnumerable<string> OutsideHosts(string path, string text)
    {
        if (!HasEnding(path, Shipped) || IsVendored(path))
        {
            return [];
        }

        var sent = WithoutComments(path, text);
        var absolute = Address()
            .Matches(sent)
            .Select(m => m.Value)
            .Where(a => !AllowedAddresses.Any(allowed => a.StartsWith(allowed, StringComparison.OrdinalIgnoreCase)));
        return absolute
            .Concat(AddressWithoutScheme().Matches(sent).Select(m => m.Value))
            .Select(address => $"{path} names the outside host '{address}'");
    }

    private static string WithoutComments(string path, string text) =>
        Path.GetExtension(path) switch
        {
            ".razor" => LineComment().Replace(RazorComment().Replace(text, ""), ""),
            ".css" => BlockComment().Replace(text, ""),
            ".js" or ".mjs" => LineComment().Replace(BlockComment().Replace(text, ""), ""),
            _ => text,
        };

    private static bool HasEnding(string path, string[] endings) =>
        endings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    [GeneratedRegex("""(?:https?|wss?|ftp)://[^\s"'<>)`]*""", RegexOptions.IgnoreCase)]
    private static partial Regex Address();

    [GeneratedRegex(
        """(?:(?:src|href|action|srcset|poster|hx-get|hx-post)\s*=\s*["']?|url\(\s*["']?|(?:import|from)\s*\(?\s*["'])//[\w.-]+""",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex AddressWithoutScheme();

    [GeneratedRegex(@"@\*.*?\*@", RegexOptions.Singleline)]
    private static partial Regex RazorComment();

    [GeneratedRegex(@"/\*.*?\*/", RegexOptions.Singleline)]
    private static partial Regex BlockComment();

    // Only whole lines: '//' further in may be the middle of an address.
    [GeneratedRegex(@"^[ \t]*//.*$", RegexOptions.Multiline)]
    private static partial Regex LineComment();
}
