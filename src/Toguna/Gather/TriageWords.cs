using System.Globalization;
using System.Resources;

namespace Toguna.Gather;

/// <summary>Words of the queue, in the reader's language; see the resource beside it.</summary>
public static class TriageWords
{
    private static readonly ResourceManager Texts = new(typeof(TriageWords));

    public static string State(string state) => Of("state_" + state);

    public static string Urgency(Urgency urgency) => Of("urgency_" + urgency);

    public static string Channel(string channel) => Of("channel_" + channel);

    /// <summary>Question and answer of a form.</summary>
    public static string Question(string field) => Of("q_" + field);

    public static string Answer(string field, string value) =>
        Texts.GetString($"a_{field}_{value}", CultureInfo.CurrentUICulture) ?? value;

    private static string Of(string key) => Texts.GetString(key, CultureInfo.CurrentUICulture) ?? key;
}
