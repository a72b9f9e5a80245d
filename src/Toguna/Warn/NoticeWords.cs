using System.Globalization;
using System.Resources;

namespace Toguna.Warn;

/// <summary>What somebody was told, and why they, in the reader's language.</summary>
public static class NoticeWords
{
    private static readonly ResourceManager Words = new(typeof(NoticeWords));

    public static string What(Notice notice) =>
        notice.Step is { } step ? Say("what_" + notice.What, Say("step_" + step)) : Say("what_" + notice.What);

    public static string Why(Notice notice) => Say("why_" + notice.Why);

    /// <summary>Of the rungs: <em>next in line</em>.</summary>
    public static string Of(Rung rung) => Say($"rung_{(int)rung}");

    private static string Say(string key, params object[] values)
    {
        var culture = CultureInfo.CurrentUICulture;
        var words = Words.GetString(key, culture) ?? key;
        return values.Length == 0 ? words : string.Format(culture, words, values);
    }
}
