using System.Globalization;
using System.Resources;
using System.Text;

namespace Toguna.Respond;

/// <summary>What is said of movements, denials and caveats, in the reader's language.</summary>
public static class MovementWords
{
    private static readonly ResourceManager Resources = new(typeof(MovementWords));

    public static string State(string state) => Say("state_" + state);

    public static string Request(string state) => Say("request_" + state);

    public static string Kind(string kind) => Say("kind_" + kind);

    public static string Event(string what) => Say("event_" + what);

    public static string Escort(string wish) => Say("wish_" + wish);

    public static string DenialKind(string kind) => Say("denial_" + kind);

    public static string ByWhom(string who) => Say("by_" + who);

    public static string Notified(string answer) => Say("notified_" + answer);

    public static string CaveatKind(string kind) => Say("caveat_" + kind);

    public static string Exercise => Say("exercise");

    public static string Conflict(MovementConflict conflict) => Fill("conflict_" + conflict.Kind, conflict.Args);

    /// <summary>A caveat as one line, without whose it is.</summary>
    public static string Caveat(Caveat caveat) =>
        (
            caveat.Kind switch
            {
                Respond.Caveat.Sector => Fill("caveat_line_sector", caveat.PlaceText ?? ""),
                Respond.Caveat.Other => caveat.Words ?? "",
                _ => CaveatKind(caveat.Kind),
            }
        ) + (caveat.Kind != Respond.Caveat.Other && caveat.Words is { } words ? $" ({words})" : "");

    private static string Fill(string key, params object[] args)
    {
        var culture = CultureInfo.CurrentUICulture;
        var pattern = CompositeFormat.Parse(Say(key));
        return string.Format(culture, pattern, args);
    }

    private static string Say(string key) => Resources.GetString(key, CultureInfo.CurrentUICulture) ?? key;
}
