using Microsoft.AspNetCore.Http;

namespace Toguna.Foundation;

/// <summary>What the fields of a form say, as every form reads them: without NUL, which no database keeps, and without space around.</summary>
public static class SentText
{
    /// <summary>One field; empty where it was not sent.</summary>
    public static string Text(this IFormCollection sent, string field) => Cleaned(sent[field].ToString());

    /// <summary>These fields and no others; empty where they were not sent.</summary>
    public static Dictionary<string, string> Typed(this IFormCollection sent, IEnumerable<string> fields) =>
        fields.ToDictionary(f => f, sent.Text);

    /// <summary>Everything that was sent but what the framework adds.</summary>
    public static Dictionary<string, string> Typed(this IFormCollection sent) =>
        sent.Where(f => !f.Key.StartsWith('_')).ToDictionary(f => f.Key, f => Cleaned(f.Value.ToString()));

    private static string Cleaned(string text) => text.Replace("\0", "", StringComparison.Ordinal).Trim();
}
