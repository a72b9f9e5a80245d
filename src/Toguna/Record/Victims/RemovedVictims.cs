using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Sealing;
using Toguna.Foundation.Storage;
using Toguna.Record.Incidents;

namespace Toguna.Record.Victims;

/// <summary>Victims that an edit takes out although their name is sealed: the name goes with them, or the edit is refused.</summary>
/// <remarks>
/// A name is removed by those who may replace it. Its key stays until two people destroy it: an older backup holds the name
/// sealed until then.
/// </remarks>
internal static class RemovedVictims
{
    /// <returns>Victims of <paramref name="before"/> whose name is sealed and who are not in <paramref name="after"/>.</returns>
    public static async Task<IReadOnlyList<VictimFacts>> NamedAsync(
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
        var named = await tx.QueryAsync<Guid>(
            "SELECT victim_id FROM victim WHERE incident_id = @IncidentId AND name_sealed IS NOT NULL",
            new { before.Incident.IncidentId }
        );
        return [.. gone.IntersectBy(named, v => v.VictimId)];
    }

    /// <summary>For who may not remove a name: the victims stand in the form again, each with the problem beside it.</summary>
    /// <param name="whole">The form of the incident as it is.</param>
    public static IReadOnlyList<Problem> GiveBack(
        IncidentForm form,
        IncidentForm whole,
        IReadOnlyList<VictimFacts> removed
    )
    {
        var problems = new List<Problem>();
        foreach (var victim in removed)
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
            problems.Add(RecordProblems.VictimNamed(VictimWords.Of(victim)).At($"victim.{at}.description"));
        }
        return problems;
    }

    /// <summary>Takes the rows out, with the sealed names in them; before the incident becomes what it is to be.</summary>
    public static async Task RemoveAsync(
        WriteScope tx,
        AuditLog audit,
        Guid incident,
        IReadOnlyList<VictimFacts> removed,
        Caller caller
    )
    {
        foreach (var victim in removed)
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
