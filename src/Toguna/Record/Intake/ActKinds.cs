using Toguna.Methods.Text;

namespace Toguna.Record.Intake;

/// <summary>What people write in the column of acts, in English and French, as the record's kinds of act.</summary>
internal static class ActKinds
{
    /// <summary>Tried in order: the first whose stem occurs in the folded text.</summary>
    private static readonly (string Stem, string Code)[] Stems =
    [
        ("disappear", "enforced_disappearance"),
        ("disparition", "enforced_disappearance"),
        ("sexual", "sexual_violence"),
        ("sexuel", "sexual_violence"),
        ("rape", "sexual_violence"),
        ("viol ", "sexual_violence"),
        ("kill", "killing"),
        ("murder", "killing"),
        ("execut", "killing"),
        ("meurtre", "killing"),
        ("tuerie", "killing"),
        ("assassin", "killing"),
        ("massacre", "killing"),
        ("homicide", "killing"),
        ("abduct", "abduction"),
        ("kidnap", "abduction"),
        ("enlevement", "abduction"),
        ("hostage", "abduction"),
        ("otage", "abduction"),
        ("detention", "arbitrary_detention"),
        ("arrest", "arbitrary_detention"),
        ("tortur", "torture"),
        ("ill treatment", "torture"),
        ("mauvais traitement", "torture"),
        ("beating", "torture"),
        ("injur", "injury"),
        ("wound", "injury"),
        ("bless", "injury"),
        ("school", "attack_on_protected_object"),
        ("hospital", "attack_on_protected_object"),
        ("ecole", "attack_on_protected_object"),
        ("hopital", "attack_on_protected_object"),
        ("protected object", "attack_on_protected_object"),
        ("peacekeeper", "attack_on_protected_object"),
        ("recruit", "recruitment_of_children"),
        ("recrut", "recruitment_of_children"),
        ("child soldier", "recruitment_of_children"),
        ("displac", "forced_displacement"),
        ("deplac", "forced_displacement"),
        ("eviction", "forced_displacement"),
        ("access", "denial_of_access"),
        ("acces", "denial_of_access"),
        ("convoy", "denial_of_access"),
        ("loot", "destruction_pillage"),
        ("pillage", "destruction_pillage"),
        ("burn", "destruction_pillage"),
        ("incendi", "destruction_pillage"),
        ("destr", "destruction_pillage"),
        ("theft", "destruction_pillage"),
        ("vol ", "destruction_pillage"),
        ("threat", "threat"),
        ("menace", "threat"),
        ("intimidat", "threat"),
    ];

    /// <returns>The code; <c>other</c> where nothing fits: the words themselves stay in the incident's event type.</returns>
    public static string CodeOf(string text)
    {
        var key = Fold.Key(text) + " ";
        var code = key.Trim().Replace(' ', '_');
        return Stems.Any(s => s.Code == code) ? code
            : Array.Find(Stems, s => key.Contains(s.Stem, StringComparison.Ordinal)) is { Code: { } known } ? known
            : "other";
    }
}
