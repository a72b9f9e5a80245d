using System.Globalization;
using System.Resources;

namespace Toguna.Foundation.Access;

/// <summary>As whom somebody reads: what stands below every figure that others may see differently. No name.</summary>
public static class ReaderWords
{
    private static readonly ResourceManager Words = new(typeof(AccessText));

    /// <summary>Roles, how far they may read, section, and how many compartments are open to them.</summary>
    public static string Of(Caller caller)
    {
        var reach = caller.Reach;
        var parts = caller.Roles.Order().Select(r => Say($"role_{r}")).ToList();
        if (reach.Clearance >= 0)
        {
            parts.Add(Say("reads_to", Say($"clearance_{reach.Clearance}").ToLower(CultureInfo.CurrentUICulture)));
        }
        if (reach.Component is { } component)
        {
            parts.Add(ComponentWords.Name(component));
        }
        if (reach.Compartments.Count > 0)
        {
            parts.Add(Say(reach.Compartments.Count == 1 ? "reads_one" : "reads_more", reach.Compartments.Count));
        }
        return string.Join(", ", parts);
    }

    private static string Say(string key, params object[] values)
    {
        var culture = CultureInfo.CurrentUICulture;
        return string.Format(culture, Words.GetString(key, culture) ?? key, values);
    }
}
