using System.Globalization;
using System.Resources;

namespace Toguna.Gather;

/// <summary>Words of reports: states, urgencies, channels and answers of the form, in the reader's language; see the resource beside it.</summary>
public static class TriageWords
{
    private static readonly ResourceManager Texts = new(typeof(TriageWords));

    public static string State(string state) => Of("state_" + state);

    public static string Urgency(Urgency urgency) => Of("urgency_" + urgency);

    /// <summary>A channel; one that has no word is shown by its name.</summary>
    public static string Channel(string channel) =>
        Texts.GetString("channel_" + channel, CultureInfo.CurrentUICulture) ?? channel;

    /// <summary>Question and answer of a form.</summary>
    public static string Question(string field) => Of("q_" + field);

    public static string Answer(string field, string value) =>
        Texts.GetString($"a_{field}_{value}", CultureInfo.CurrentUICulture) ?? value;

    private static string Of(string key) => Texts.GetString(key, CultureInfo.CurrentUICulture) ?? key;
}
