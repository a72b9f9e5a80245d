using System.Data.Common;
using System.Text.Json;
using Dapper;
using Toguna.Foundation.Storage;

namespace Toguna.Record.Incidents;

/// <summary>Loads and writes an incident as a whole, and keeps its history.</summary>
internal static class IncidentStore
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Columns and parameters of an incident, in one order for insert and update.</summary>
    private static readonly string[] Facts =
    [
        "title",
        "date_start",
        "date_end",
        "date_prec",
        "place_id",
        "place_text",
        "where_prec",
        "latitude",
        "longitude",
        "country",
        "adm1",
        "adm2",
        "place_key",
        "priogrid",
        "violence_type",
        "event_type",
        "clarity",
        "finding",
        "killed_min",
        "killed_best",
        "killed_max",
        "civilians_min",
        "civilians_best",
        "civilians_max",
        "injured_min",
        "injured_best",
        "injured_max",
        "note",
        "warnings",
        "classification",
        "component",
        "edited",
    ];

    private static readonly string UpdateFacts =
        $"UPDATE incident SET version = version + 1, {string.Join(", ", Facts.Select(f => $"{f} = @{Pascal(f)}"))} WHERE incident_id = @IncidentId";

    /// <summary>Many incidents with all under them; those that are not there are left out.</summary>
    public static async Task<IReadOnlyList<IncidentSnapshot>> LoadManyAsync(
        DbConnection c,
        DbTransaction? tx,
        Engine engine,
        IReadOnlyCollection<Guid> ids
    )
    {
        var parameters = new { ids = Dialect.List(engine, ids) };
        var within = Dialect.InIds(engine, "incident_id", "ids");
        async Task<ILookup<Guid, T>> Of<T>(string table, string key)
            where T : ChildFacts =>
            (await c.QueryAsync<T>($"SELECT * FROM {table} WHERE {within} ORDER BY {key}", parameters, tx)).ToLookup(
                r => r.IncidentId
            );
        var incidents = await c.QueryAsync<IncidentFacts>(
            $"SELECT incident_id, number, version, {string.Join(", ", Facts)} FROM incident WHERE {within} ORDER BY number",
            parameters,
            tx
        );
        var parties = await Of<PartyFacts>("party", "role, actor_id");
        var acts = await Of<ActFacts>("act", "act_id");
        var attributions = await Of<AttributionFacts>("attribution", "attribution_id");
        var casualties = await Of<CasualtiesFacts>("casualties", "casualties_id");
        var victims = await Of<VictimFacts>("victim", "victim_id");
        return
        [
            .. incidents.Select(i => new IncidentSnapshot
            {
                Incident = i,
                Parties = [.. parties[i.IncidentId]],
                Acts = [.. acts[i.IncidentId]],
                Attributions = [.. attributions[i.IncidentId]],
                Casualties = [.. casualties[i.IncidentId]],
                Victims = [.. victims[i.IncidentId]],
            }),
        ];
    }

    /// <returns>Null when there is no such incident.</returns>
    public static async Task<IncidentSnapshot?> LoadAsync(DbConnection c, DbTransaction? tx, Guid id)
    {
        var incident = await c.QuerySingleOrDefaultAsync<IncidentFacts>(
            $"SELECT incident_id, number, version, {string.Join(", ", Facts)} FROM incident WHERE incident_id = @id",
            new { id },
            tx
        );
        if (incident is null)
        {
            return null;
        }
        async Task<List<T>> Of<T>(string table, string key) =>
            (
                await c.QueryAsync<T>($"SELECT * FROM {table} WHERE incident_id = @id ORDER BY {key}", new { id }, tx)
            ).AsList();
        return new IncidentSnapshot
        {
            Incident = incident,
            Parties = await Of<PartyFacts>("party", "role, actor_id"),
            Acts = await Of<ActFacts>("act", "act_id"),
            Attributions = await Of<AttributionFacts>("attribution", "attribution_id"),
            Casualties = await Of<CasualtiesFacts>("casualties", "casualties_id"),
            Victims = await Of<VictimFacts>("victim", "victim_id"),
        };
    }

    public static async Task<IncidentSnapshot> LoadAsync(WriteScope tx, Guid id) =>
        await LoadAsync(tx.Connection, tx.Transaction, id)
        ?? throw new InvalidOperationException($"Incident {id} vanished inside a transaction.");

    public static async Task<string> LoadJsonAsync(WriteScope tx, Guid id) => ToJson(await LoadAsync(tx, id));

    public static string ToJson(IncidentSnapshot snapshot) => JsonSerializer.Serialize(snapshot, Json);

    public static IncidentSnapshot FromJson(string json) => JsonSerializer.Deserialize<IncidentSnapshot>(json, Json)!;

    /// <summary>The next number of the row INC-0001, INC-0002, …</summary>
    public static async Task<long> NextNumberAsync(WriteScope tx) =>
        await tx.FindAsync<long>("UPDATE counter SET next = next + 1 WHERE name = 'incident' RETURNING next - 1");

    public static async Task InsertAsync(WriteScope tx, IncidentSnapshot s, string by)
    {
        var parameters = new DynamicParameters(s.Incident);
        parameters.Add("CreatedBy", by);
        parameters.Add("CreatedAt", tx.Now);
        await tx.ExecuteAsync(
            $"""
            INSERT INTO incident (incident_id, number, version, created_by, created_at, {string.Join(", ", Facts)})
            VALUES (@IncidentId, @Number, @Version, @CreatedBy, @CreatedAt, {string.Join(
                ", ",
                Facts.Select(f => "@" + Pascal(f))
            )})
            """,
            parameters
        );
        await InsertChildrenAsync(tx, s);
    }

    /// <summary>The incident lies where the other does: a part of what is in a compartment never leaves it unnoticed.</summary>
    public static Task StayWithAsync(WriteScope tx, Guid id, Guid other) =>
        tx.ExecuteAsync(
            "UPDATE incident SET compartment_id = (SELECT o.compartment_id FROM incident o WHERE o.incident_id = @other) WHERE incident_id = @id",
            new { id, other }
        );

    /// <summary>The incident and all under it are taken out of the record; its history, reports and keys stay.</summary>
    public static async Task RemoveAsync(WriteScope tx, Guid id)
    {
        foreach (var table in new[] { "party", "act", "attribution", "casualties", "victim", "incident" })
        {
            await tx.ExecuteAsync($"DELETE FROM {table} WHERE incident_id = @id", new { id });
        }
    }

    /// <summary>The incident's own row becomes what the snapshot says; its version goes up by one.</summary>
    public static Task UpdateFactsAsync(WriteScope tx, IncidentSnapshot s) => tx.ExecuteAsync(UpdateFacts, s.Incident);

    /// <summary>The incident becomes what the snapshot says; its version goes up by one.</summary>
    public static async Task ReplaceAsync(WriteScope tx, IncidentSnapshot s)
    {
        await UpdateFactsAsync(tx, s);
        foreach (var table in new[] { "party", "act", "attribution", "casualties" })
        {
            await tx.ExecuteAsync($"DELETE FROM {table} WHERE incident_id = @IncidentId", s.Incident);
        }
        await tx.ExecuteAsync(
            $"DELETE FROM victim WHERE incident_id = @IncidentId AND NOT {SealedVictims.Stays}",
            s.Incident
        );
        await InsertChildrenAsync(tx, s);
    }

    /// <summary>Undo of an import: back to the snapshot that history kept.</summary>
    public static async Task RestoreAsync(WriteScope tx, string before, Guid importId)
    {
        var snapshot = FromJson(before);
        var now = await LoadAsync(tx, snapshot.Incident.IncidentId);
        // What people found since is not the import's to take back.
        snapshot.Incident.Finding = now.Incident.Finding;
        await ReplaceAsync(tx, snapshot);
        await KeepHistoryAsync(tx, snapshot.Incident.IncidentId, "restored", "system", importId, null, ToJson(now));
    }

    /// <summary>A line of history with the incident as it was and as it is now.</summary>
    /// <param name="kind">created, edited, revised, restored, merged, split, changed, unmerged, unsplit, unchanged, finding, enclosed, released.</param>
    /// <param name="sending">Of the form that made the change.</param>
    public static async Task KeepHistoryAsync(
        WriteScope tx,
        Guid id,
        string kind,
        string by,
        Guid? importId,
        string? why,
        string? before,
        Guid? sending = null,
        Guid? rearrangement = null
    )
    {
        var after = await LoadAsync(tx, id);
        await AddHistoryAsync(
            tx,
            id,
            after.Incident.Version,
            kind,
            by,
            importId,
            why,
            before,
            ToJson(after),
            sending,
            rearrangement
        );
    }

    /// <summary>Whether the form with that id was saved already.</summary>
    public static async Task<bool> HasSendingAsync(WriteScope tx, Guid id, Guid sending) =>
        await tx.FindAsync<long>(
            "SELECT count(*) FROM incident_history WHERE incident_id = @id AND sending_id = @sending",
            new { id, sending }
        ) > 0;

    /// <summary>The incident as it was at a version; null when its history does not know that one.</summary>
    public static async Task<IncidentSnapshot?> LoadVersionAsync(WriteScope tx, Guid id, int version)
    {
        var kept = await tx.QueryAsync<string>(
            """
            SELECT CASE WHEN version = @version THEN after ELSE before END AS kept FROM incident_history
            WHERE incident_id = @id AND ((version = @version AND after IS NOT NULL) OR (version = @version + 1 AND before IS NOT NULL))
            ORDER BY version, history_id DESC
            """,
            new { id, version }
        );
        return kept.FirstOrDefault() is { } json ? FromJson(json) : null;
    }

    /// <summary>The last line of history of an incident that is being taken out of the record.</summary>
    public static Task KeepLastAsync(
        WriteScope tx,
        IncidentSnapshot before,
        string by,
        string why,
        Guid rearrangement
    ) =>
        AddHistoryAsync(
            tx,
            before.Incident.IncidentId,
            before.Incident.Version + 1,
            "merged_away",
            by,
            null,
            why,
            ToJson(before),
            null,
            null,
            rearrangement
        );

    /// <summary>As the incident was before the rearrangement.</summary>
    public static async Task<IncidentSnapshot> BeforeAsync(WriteScope tx, Guid id, Guid rearrangement) =>
        FromJson(
            await tx.FindAsync<string>(
                "SELECT before FROM incident_history WHERE incident_id = @id AND rearrangement_id = @rearrangement AND before IS NOT NULL ORDER BY history_id LIMIT 1",
                new { id, rearrangement }
            ) ?? throw new InvalidOperationException($"History of {id} does not hold what {rearrangement} changed.")
        );

    /// <summary>A line of history for something that left the incident as it is.</summary>
    public static async Task NoteAsync(WriteScope tx, Guid id, string kind, string by, Guid? importId)
    {
        var version = await tx.FindAsync<int>("SELECT version FROM incident WHERE incident_id = @id", new { id });
        await AddHistoryAsync(tx, id, version, kind, by, importId, null, null, null);
    }

    private static Task AddHistoryAsync(
        WriteScope tx,
        Guid id,
        int version,
        string kind,
        string by,
        Guid? importId,
        string? why,
        string? before,
        string? after,
        Guid? sending = null,
        Guid? rearrangement = null
    ) =>
        tx.ExecuteAsync(
            """
            INSERT INTO incident_history (incident_id, history_id, version, at, by_user, import_id, kind, why, before, after, sending_id, rearrangement_id)
            VALUES (@id, @HistoryId, @version, @Now, @by, @importId, @kind, @why, @before, @after, @sending, @rearrangement)
            """,
            new
            {
                id,
                HistoryId = tx.NewId(),
                version,
                tx.Now,
                by,
                importId,
                kind,
                why,
                before,
                after,
                sending,
                rearrangement,
            }
        );

    private static async Task InsertChildrenAsync(WriteScope tx, IncidentSnapshot s)
    {
        var id = s.Incident.IncidentId;
        await AddAsync("party", "role, actor_id", s.Parties);
        await AddAsync("act", "act_id, kind, summary_execution, target, note", s.Acts);
        await AddAsync(
            "attribution",
            "attribution_id, act_id, actor_id, unit_id, grade, contested, report_id, note",
            s.Attributions
        );
        await AddAsync(
            "casualties",
            "casualties_id, act_id, outcome, sex, age, status, cause, actor_id, minimum, best, maximum, report_id",
            s.Casualties
        );
        await AddAsync(
            "victim",
            "victim_id, act_id, kind, description, sex, age, status, actor_id, minimum, best, maximum",
            s.Victims,
            "ON CONFLICT (incident_id, victim_id) DO UPDATE SET act_id = excluded.act_id, actor_id = excluded.actor_id, "
                + "description = excluded.description, sex = excluded.sex, "
                + "age = excluded.age, status = excluded.status, minimum = excluded.minimum, best = excluded.best, maximum = excluded.maximum"
        );

        async Task AddAsync<T>(string table, string columns, List<T> rows, string onConflict = "")
        {
            var names = columns.Split(", ");
            var sql =
                $"INSERT INTO {table} (incident_id, {columns}) VALUES (@Incident, {string.Join(", ", names.Select(n => "@" + Pascal(n)))}) {onConflict}";
            foreach (var row in rows)
            {
                var parameters = new DynamicParameters(row);
                parameters.Add("Incident", id);
                await tx.ExecuteAsync(sql, parameters);
            }
        }
    }

    private static string Pascal(string snake) =>
        string.Concat(snake.Split('_').Select(p => char.ToUpperInvariant(p[0]) + p[1..]));
}
