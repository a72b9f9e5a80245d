using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Sealing;
using Toguna.Foundation.Storage;
using Toguna.Record.Incidents;

namespace Toguna.Record.Victims;

/// <summary>Victims that an edit takes out although their name is sealed: the name goes with them, or the edit is refused.</summary>
/// <remarks>
/// Who has said what they allow stays in the record, whoever edits: with the victim their refusal would go.
/// A name is removed by those who may replace it. Its key stays until two people destroy it: an older backup holds the name
/// sealed until then.
/// </remarks>
internal static class RemovedVictims
{
    /// <returns>
    /// Victims of <paramref name="before"/> who are not in <paramref name="after"/> although their name is sealed or they have said
    /// what they allow.
    /// </returns>
    public static async Task<IReadOnlyList<RemovedVictim>> KeptAsync(
        WriteScope tx,
        IncidentSnapshot before,
        IncidentSnapshot after
    )
    {
        var gone = before.Victims.Where(v => !after.Victims.Exists(a => a.VictimId == v.VictimId)).ToList();
        if (gone.Count == 0)
        {
            return [];
        }
        var kept = (
            await tx.QueryAsync<(Guid Id, bool Said)>(
                $"""
                SELECT victim_id, EXISTS (SELECT 1 FROM consent k WHERE k.subject_kind = '{SealedVictims.Kind}'
                  AND k.subject_id = victim.victim_id) FROM victim
                WHERE incident_id = @IncidentId AND {SealedVictims.Stays}
                """,
                new { before.Incident.IncidentId }
            )
        ).ToDictionary(k => k.Id, k => k.Said);
        return [.. gone.Where(v => kept.ContainsKey(v.VictimId)).Select(v => new RemovedVictim(v, kept[v.VictimId]))];
    }

    /// <summary>For who may not remove a name: the victims stand in the form again, each with the problem beside it.</summary>
    /// <param name="whole">The form of the incident as it is.</param>
    public static IReadOnlyList<Problem> GiveBack(
        IncidentForm form,
        IncidentForm whole,
        IReadOnlyList<RemovedVictim> removed
    )
    {
        var problems = new List<Problem>();
        foreach (var (victim, said) in removed)
        {
            var id = victim.VictimId.ToString();
            var row = whole.Victims.Find(v => v.GetValueOrDefault("id") == id)!;
            var at = form.Victims.FindIndex(v => v.GetValueOrDefault("id") == id);
            if (at < 0)
            {
                at = form.Victims.Count;
                form.Victims.Add(row);
            }
            else
            {
                form.Victims[at] = row;
            }
            var words = VictimWords.Of(victim);
            problems.Add(
                (said ? RecordProblems.VictimHasSaid(words) : RecordProblems.VictimNamed(words)).At(
                    $"victim.{at}.description"
                )
            );
        }
        return problems;
    }

    /// <summary>Takes the rows out, with the sealed names in them; before the incident becomes what it is to be.</summary>
    public static async Task RemoveAsync(
        WriteScope tx,
        AuditLog audit,
        Guid incident,
        IReadOnlyList<RemovedVictim> removed,
        Caller caller
    )
    {
        foreach (var (victim, _) in removed)
        {
            await tx.ExecuteAsync(
                "DELETE FROM victim WHERE incident_id = @incident AND victim_id = @VictimId",
                new { incident, victim.VictimId }
            );
            await audit.AppendAsync(
                tx,
                caller.Id,
                "victim.name_removed",
                new Subject(SealedVictims.Kind, victim.VictimId).ToString(),
                new { incident }
            );
        }
    }
}

/// <summary>A victim that an edit takes out.</summary>
/// <param name="Said">They have said what they allow.</param>
internal sealed record RemovedVictim(VictimFacts Facts, bool Said);
