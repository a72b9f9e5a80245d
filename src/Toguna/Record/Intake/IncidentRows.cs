using Toguna.Foundation.Storage;
using Toguna.Methods.Text;

namespace Toguna.Record.Intake;

/// <summary>The rows of a step, table by table, so that each table is written in one go.</summary>
internal sealed class IncidentRows
{
    /// <summary>The tables that a step fills, the incident first.</summary>
    public static readonly string[] Tables =
    [
        "incident",
        "party",
        "act",
        "attribution",
        "casualties",
        "victim",
        "incident_key",
        "incident_report",
    ];

    private static readonly (string, Cell)[] IncidentColumns =
    [
        ("incident_id", Cell.Id),
        ("number", Cell.Long),
        ("title", Cell.Text),
        ("date_start", Cell.Day),
        ("date_end", Cell.Day),
        ("date_prec", Cell.Small),
        ("place_text", Cell.Text),
        ("where_prec", Cell.Small),
        ("latitude", Cell.Real),
        ("longitude", Cell.Real),
        ("country", Cell.Text),
        ("adm1", Cell.Text),
        ("adm2", Cell.Text),
        ("place_key", Cell.Text),
        ("priogrid", Cell.Int),
        ("violence_type", Cell.Small),
        ("event_type", Cell.Text),
        ("clarity", Cell.Small),
        ("finding", Cell.Text),
        ("killed_min", Cell.Long),
        ("killed_best", Cell.Long),
        ("killed_max", Cell.Long),
        ("civilians_min", Cell.Long),
        ("civilians_best", Cell.Long),
        ("civilians_max", Cell.Long),
        ("injured_min", Cell.Long),
        ("injured_best", Cell.Long),
        ("injured_max", Cell.Long),
        ("note", Cell.Text),
        ("warnings", Cell.Text),
        ("version", Cell.Int),
        ("created_at", Cell.Instant),
        ("created_by", Cell.Text),
        ("import_id", Cell.Id),
    ];

    private static readonly (string, Cell)[] PartyColumns =
    [
        ("incident_id", Cell.Id),
        ("role", Cell.Text),
        ("actor_id", Cell.Id),
    ];

    private static readonly (string, Cell)[] ActColumns =
    [
        ("incident_id", Cell.Id),
        ("act_id", Cell.Id),
        ("kind", Cell.Text),
        ("summary_execution", Cell.Bool),
        ("target", Cell.Text),
    ];

    private static readonly (string, Cell)[] AttributionColumns =
    [
        ("incident_id", Cell.Id),
        ("attribution_id", Cell.Id),
        ("act_id", Cell.Id),
        ("actor_id", Cell.Id),
        ("grade", Cell.Text),
        ("report_id", Cell.Id),
    ];

    private static readonly (string, Cell)[] CasualtiesColumns =
    [
        ("incident_id", Cell.Id),
        ("casualties_id", Cell.Id),
        ("act_id", Cell.Id),
        ("outcome", Cell.Text),
        ("sex", Cell.Text),
        ("age", Cell.Text),
        ("status", Cell.Text),
        ("cause", Cell.Text),
        ("actor_id", Cell.Id),
        ("minimum", Cell.Long),
        ("best", Cell.Long),
        ("maximum", Cell.Long),
        ("report_id", Cell.Id),
    ];

    private static readonly (string, Cell)[] VictimColumns =
    [
        ("incident_id", Cell.Id),
        ("victim_id", Cell.Id),
        ("act_id", Cell.Id),
        ("kind", Cell.Text),
        ("description", Cell.Text),
        ("status", Cell.Text),
        ("minimum", Cell.Long),
        ("best", Cell.Long),
        ("maximum", Cell.Long),
    ];

    private static readonly (string, Cell)[] KeyColumns =
    [
        ("scheme", Cell.Text),
        ("external_id", Cell.Text),
        ("incident_id", Cell.Id),
        ("report_id", Cell.Id),
        ("fingerprint", Cell.Bytes),
        ("import_id", Cell.Id),
    ];

    private static readonly (string, Cell)[] RestsOnColumns = [("incident_id", Cell.Id), ("report_id", Cell.Id)];

    private readonly List<object?[]> incidents = [];
    private readonly List<object?[]> parties = [];
    private readonly List<object?[]> acts = [];
    private readonly List<object?[]> attributions = [];
    private readonly List<object?[]> casualties = [];
    private readonly List<object?[]> victims = [];
    private readonly List<object?[]> keys = [];
    private readonly List<object?[]> restsOn = [];

    public void AddIncident(WriteScope tx, Guid id, long number, IncidentDraft d, Guid importId, string by) =>
        incidents.Add([
            id,
            number,
            d.Title,
            d.DateStart,
            d.DateEnd,
            d.DatePrec,
            d.PlaceText,
            d.WherePrec,
            d.Latitude,
            d.Longitude,
            d.Country,
            d.Adm1,
            d.Adm2,
            PlaceKey.Of(d.PlaceText, d.Adm2, d.Adm1, d.Country),
            d is { Latitude: { } lat, Longitude: { } lon } ? Formats.Ged.Priogrid.Gid(lat, lon) : null,
            d.ViolenceType,
            d.EventType,
            d.Clarity,
            d.Finding,
            d.Killed.Minimum,
            d.Killed.Best,
            d.Killed.Maximum,
            d.Civilians.Minimum,
            d.Civilians.Best,
            d.Civilians.Maximum,
            d.Injured.Minimum,
            d.Injured.Best,
            d.Injured.Maximum,
            d.Note,
            d.Warnings.Count == 0 ? null : string.Join(',', d.Warnings),
            1,
            tx.Now,
            by,
            importId,
        ]);

    /// <summary>All that hangs under the incident: who, what, to whom, how many.</summary>
    public void AddChildren(WriteScope tx, Guid id, IncidentDraft d, Guid reportId, ActorBook actors)
    {
        foreach (var party in d.Parties)
        {
            parties.Add([id, party.Role, actors.IdOf(tx, party.Actor)]);
        }
        Guid? firstAct = null;
        foreach (var act in d.Acts)
        {
            var actId = tx.NewId();
            firstAct ??= actId;
            acts.Add([id, actId, act.Kind, act.SummaryExecution, act.Target]);
            foreach (var perpetrator in act.Perpetrators)
            {
                attributions.Add([id, tx.NewId(), actId, actors.IdOf(tx, perpetrator), act.Grade, reportId]);
            }
        }
        foreach (var c in d.Casualties)
        {
            casualties.Add([
                id,
                tx.NewId(),
                null,
                c.Outcome,
                c.Sex,
                c.Age,
                c.Status,
                c.Cause,
                c.Party is null ? null : actors.IdOf(tx, c.Party),
                c.Count.Minimum,
                c.Count.Best,
                c.Count.Maximum,
                reportId,
            ]);
        }
        foreach (var v in d.Victims)
        {
            victims.Add([
                id,
                tx.NewId(),
                firstAct,
                "group",
                v.Description,
                v.Status,
                v.Count.Minimum,
                v.Count.Best,
                v.Count.Maximum,
            ]);
        }
    }

    public void AddKey(string scheme, DraftRow row, Guid id, Guid reportId, Guid importId) =>
        keys.Add([scheme, row.Draft.ExternalId, id, reportId, row.Fingerprint, importId]);

    public void RestOn(Guid id, Guid reportId) => restsOn.Add([id, reportId]);

    /// <summary>The incident itself follows its revised row; its number, place in the gazetteer and finding stay.</summary>
    public static Task UpdateAsync(WriteScope tx, Guid id, IncidentDraft d) =>
        tx.ExecuteAsync(
            """
            UPDATE incident SET title = @Title, date_start = @DateStart, date_end = @DateEnd, date_prec = @DatePrec,
              place_text = @PlaceText, where_prec = @WherePrec, latitude = @Latitude, longitude = @Longitude,
              country = @Country, adm1 = @Adm1, adm2 = @Adm2, place_key = @PlaceKey, priogrid = @Priogrid,
              violence_type = @ViolenceType, event_type = @EventType, clarity = @Clarity, killed_min = @KilledMin,
              killed_best = @KilledBest, killed_max = @KilledMax, civilians_min = @CiviliansMin,
              civilians_best = @CiviliansBest, civilians_max = @CiviliansMax, injured_min = @InjuredMin,
              injured_best = @InjuredBest, injured_max = @InjuredMax, note = @Note, warnings = @Warnings,
              version = version + 1
            WHERE incident_id = @id
            """,
            new
            {
                id,
                d.Title,
                d.DateStart,
                d.DateEnd,
                d.DatePrec,
                d.PlaceText,
                d.WherePrec,
                d.Latitude,
                d.Longitude,
                d.Country,
                d.Adm1,
                d.Adm2,
                PlaceKey = PlaceKey.Of(d.PlaceText, d.Adm2, d.Adm1, d.Country),
                Priogrid = d is { Latitude: { } lat, Longitude: { } lon }
                    ? Formats.Ged.Priogrid.Gid(lat, lon)
                    : (int?)null,
                d.ViolenceType,
                d.EventType,
                d.Clarity,
                KilledMin = d.Killed.Minimum,
                KilledBest = d.Killed.Best,
                KilledMax = d.Killed.Maximum,
                CiviliansMin = d.Civilians.Minimum,
                CiviliansBest = d.Civilians.Best,
                CiviliansMax = d.Civilians.Maximum,
                InjuredMin = d.Injured.Minimum,
                InjuredBest = d.Injured.Best,
                InjuredMax = d.Injured.Maximum,
                d.Note,
                Warnings = d.Warnings.Count == 0 ? null : string.Join(',', d.Warnings),
            }
        );

    public async Task WriteAsync(WriteScope tx, CancellationToken ct)
    {
        await BulkInsert.IntoAsync(tx, "incident", IncidentColumns, incidents, ct);
        await BulkInsert.IntoAsync(tx, "party", PartyColumns, parties, ct);
        await BulkInsert.IntoAsync(tx, "act", ActColumns, acts, ct);
        await BulkInsert.IntoAsync(tx, "attribution", AttributionColumns, attributions, ct);
        await BulkInsert.IntoAsync(tx, "casualties", CasualtiesColumns, casualties, ct);
        await BulkInsert.IntoAsync(tx, "victim", VictimColumns, victims, ct);
        await BulkInsert.IntoAsync(tx, "incident_key", KeyColumns, keys, ct);
        await BulkInsert.IntoAsync(tx, "incident_report", RestsOnColumns, restsOn, ct);
    }
}
