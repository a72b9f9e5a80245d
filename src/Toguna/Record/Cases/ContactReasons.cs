using Toguna.Foundation;
using Toguna.Gather;

namespace Toguna.Record.Cases;

/// <summary>Why somebody is interviewed who has not agreed to be contacted. A list and no free text: a reason that is typed can hold a name.</summary>
internal static class ContactReasons
{
    /// <summary>Each is the person's own reason, none the mission's.</summary>
    public static IReadOnlyList<string> All { get; } =
    ["came_themselves", "through_trusted", "own_safety", "own_request"];

    /// <summary>What the person said of being contacted, where it is no yes; null: they have agreed.</summary>
    /// <param name="said">The newest first.</param>
    public static Problem? Refusal(IReadOnlyCollection<ConsentLine> said) =>
        ConsentRule.Answer(said, Consents.Contact) switch
        {
            { Given: true } => null,
            { } no => RecordProblems.ContactRefused(DateWords.Long(DateOnly.FromDateTime(no.At.UtcDateTime))),
            null => RecordProblems.ContactNeverAsked(),
        };

    /// <summary>Nobody is asked in spite of it without a reason of the list.</summary>
    public static Problem? Refuse(Problem? refusal, string reason) =>
        refusal is null || All.Contains(reason) ? null
        : reason.Length == 0 ? refusal
        : RecordProblems.ContactReasonUnknown(reason);
}
