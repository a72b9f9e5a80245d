using System.Globalization;
using System.Resources;

namespace Toguna.Respond;

/// <summary>What states, tiers and phases of tasks are called, in the reader's language.</summary>
public static class TaskWords
{
    private static readonly ResourceManager Words = new(typeof(TaskWords));

    public static string State(string state) => Say("state_" + state);

    public static string Tier(int tier) => Say($"tier_{tier}");

    public static string Phase(int phase) => Say($"phase_{phase}");

    private static string Say(string key) => Words.GetString(key, CultureInfo.CurrentUICulture) ?? key;
}
