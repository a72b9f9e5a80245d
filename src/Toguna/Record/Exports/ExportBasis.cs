using System.Data.Common;
using Dapper;
using Toguna.Foundation.Access;
using Toguna.Gather;

namespace Toguna.Record.Exports;

/// <summary>What lets incidents be used so now, and from that what an export relied on: answers of people, and the silence of victims.</summary>
internal sealed class ExportBasis
{
    private readonly ILookup<Guid, Guid> consents;
    private readonly ILookup<Guid, Guid> victims;

    private ExportBasis(ILookup<Guid, Guid> consents, ILookup<Guid, Guid> victims) =>
        (this.consents, this.victims) = (consents, victims);

    /// <summary>Each answer that let an incident of the export be used so.</summary>
    public List<(Guid Incident, Guid Consent)> Consents { get; } = [];

    /// <summary>People who suffered in its incidents, asked or not: one of them may refuse later.</summary>
    /// <remarks>Of incidents of imported lists only those who were named or asked: lists count one where nobody will ever be known.</remarks>
    public List<(Guid Incident, Guid Victim)> Victims { get; } = [];

    public static async Task<ExportBasis> ReadAsync(DbConnection c, Release use)
    {
        var consents = await c.QueryAsync<(Guid Incident, Guid Consent)>(
            $"""
            SELECT DISTINCT ir.incident_id, c.consent_id FROM source s
            JOIN report r ON r.source_id = s.source_id JOIN incident_report ir ON ir.report_id = r.report_id
            JOIN consent c ON c.consent_id = {ConsentRule.Line(SealedSources.Kind, "s.source_id", use)}
            WHERE s.kind = '{ReportAccess.Person}' AND c.given = @yes
            UNION SELECT v.incident_id, c.consent_id FROM victim v
            JOIN consent c ON c.consent_id = {ConsentRule.Line(SealedVictims.Kind, "v.victim_id", use)}
            WHERE v.kind = '{SealedVictims.Person}' AND c.given = @yes
            """,
            new { yes = true }
        );
        var victims = await c.QueryAsync<(Guid Incident, Guid Victim)>(
            $"""
            SELECT incident_id, victim_id FROM victim WHERE kind = '{SealedVictims.Person}'
            UNION SELECT i.incident_id, victim.victim_id FROM incident i JOIN victim ON victim.incident_id = i.incident_id
            WHERE i.import_id IS NULL AND {SealedVictims.IsPerson}
            """
        );
        return new ExportBasis(
            consents.ToLookup(r => r.Incident, r => r.Consent),
            victims.ToLookup(r => r.Incident, r => r.Victim)
        );
    }

    /// <summary>The export holds this incident.</summary>
    public void Add(Guid incident)
    {
        Consents.AddRange(consents[incident].Select(consent => (incident, consent)));
        Victims.AddRange(victims[incident].Select(victim => (incident, victim)));
    }
}
