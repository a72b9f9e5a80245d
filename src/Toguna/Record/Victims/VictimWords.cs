using Toguna.Record.Incidents;

namespace Toguna.Record.Victims;

/// <summary>A victim in words that hold no name.</summary>
internal static class VictimWords
{
    /// <summary>"trader, woman, adult".</summary>
    public static string Of(VictimFacts victim)
    {
        var words = string.Join(
            ", ",
            new[]
            {
                victim.Description,
                victim.Status is { } status and not "unknown" ? IncidentWords.Status(status) : null,
                victim.Sex is { } sex and not "unknown" ? IncidentWords.Sex(sex) : null,
                victim.Age is { } age and not "unknown" ? IncidentWords.Age(age) : null,
            }.Where(w => !string.IsNullOrWhiteSpace(w))
        );
        return words.Length > 0 ? words : IncidentWords.NotGiven();
    }
}
