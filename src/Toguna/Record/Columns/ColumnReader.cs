using System.Data.Common;
using System.Globalization;
using Dapper;
using Toguna.Foundation.Storage;
using Toguna.Methods.Text;

namespace Toguna.Record.Columns;

/// <summary>Reads incidents out of the database into columns: all of them, or those of a condition.</summary>
/// <remarks>
/// Every table is read once in the order of the incidents' ids, which is the order it is kept in: rows meet by walking
/// both lists, without a join and without looking anything up.
/// </remarks>
internal sealed class ColumnReader(Engine engine, DbConnection connection, DbTransaction transaction)
{
    private const char Bar = '|';

    private (Guid Id, string Name) lastImport;
    private (string Text, long Seconds) lastInstant = ("", 0);

    private static readonly Dictionary<string, int> ActBits = ActTypes
        .All.Select((act, i) => (act.Code, Bit: Math.Min(i, 31)))
        .ToDictionary(a => a.Code, a => a.Bit);

    /// <param name="condition">On alias <c>i</c> of table incident; null: all.</param>
    public void Read(IncidentColumns columns, string? condition = null, object? parameters = null)
    {
        var first = columns.Count;
        var rows = condition is null ? "" : $"WHERE {condition}";
        var within = condition is null
            ? ""
            : $"WHERE x.incident_id IN (SELECT i.incident_id FROM incident i WHERE {condition})";
        ReadIncidents(columns, rows, parameters);
        Walk(
            columns,
            first,
            $"SELECT x.incident_id, x.kind FROM act x {within} ORDER BY x.incident_id",
            parameters,
            (row, r) => columns.Acts[row] |= 1u << ActBits.GetValueOrDefault(r.GetString(1), 31)
        );
        Walk(
            columns,
            first,
            $"SELECT x.incident_id, x.actor_id FROM attribution x {within} ORDER BY x.incident_id",
            parameters,
            (row, r) => columns.Perpetrators.AddOnce(row, columns.Actors.NumberOf(Id(r, 1)))
        );
        Walk(
            columns,
            first,
            $"SELECT x.incident_id, x.actor_id, x.role FROM party x {within} ORDER BY x.incident_id",
            parameters,
            (row, r) =>
                columns.Parties.Add(row, IncidentColumns.PartyOf(columns.Actors.NumberOf(Id(r, 1)), r.GetString(2)))
        );
        Walk(
            columns,
            first,
            $"""
            SELECT x.incident_id, x.outcome || '|' || COALESCE(x.sex, '') || '|' || COALESCE(x.age, '') || '|'
              || COALESCE(x.status, '') || '|' || COALESCE(x.cause, ''), x.minimum, x.best, x.maximum
            FROM casualties x {within} ORDER BY x.incident_id
            """,
            parameters,
            (row, r) => AddCasualties(columns, row, r)
        );
        ReadKeys(columns, first, within, parameters);
        Walk(
            columns,
            first,
            $"SELECT x.incident_id, max(x.at) FROM incident_history x {within} GROUP BY x.incident_id ORDER BY x.incident_id",
            parameters,
            (row, r) => columns.Changed[row] = Math.Max(columns.Changed[row], Instant(r, 1))
        );
        columns.Finish(first);
    }

    /// <summary>Reads the names and kinds of all actors.</summary>
    public void ReadActors(IncidentColumns columns)
    {
        var names = connection
            .Query<NameRow>("SELECT actor_id, search_key FROM actor_name", transaction: transaction)
            .ToLookup(n => n.ActorId, n => n.SearchKey);
        foreach (
            var actor in connection.Query<ActorRow>("SELECT actor_id, name, kind FROM actor", transaction: transaction)
        )
        {
            var number = columns.Actors.NumberOf(actor.ActorId);
            var known = columns.Actors[number];
            var keys = names[actor.ActorId].ToList();
            columns.Actors.Put(new Actors.Actor(actor.ActorId, actor.Name, actor.Kind, keys));
            foreach (var key in keys.Append(Fold.Key(actor.Name)).Except(known.Keys))
            {
                columns.Words.Note(Words.In.Actors, number, key);
            }
        }
    }

    private void ReadIncidents(IncidentColumns columns, string where, object? parameters)
    {
        using var r = (DbDataReader)
            connection.ExecuteReader(
                $"""
                SELECT i.incident_id, i.number, i.date_start, i.date_end, i.date_prec, i.where_prec, i.violence_type,
                  i.classification, i.exercise, i.compartment_id, i.warnings IS NOT NULL, i.edited, i.latitude,
                  i.longitude, i.created_at, i.country, i.adm1, i.adm2, i.place_text, i.place_key, i.event_type, i.finding,
                  i.killed_min, i.killed_best, i.killed_max, i.civilians_min, i.civilians_best, i.civilians_max, i.injured_min,
                  i.injured_best, i.injured_max, i.title, i.note, i.component, i.withheld
                FROM incident i {where} ORDER BY i.incident_id
                """,
                parameters,
                transaction
            );
        while (r.Read())
        {
            var row = columns.Add(Id(r, 0));
            columns.Numbers[row] = r.GetInt64(1);
            columns.From[row] = Day(r, 2);
            columns.To[row] = Day(r, 3);
            var day = DateOnly.FromDayNumber(columns.From[row]);
            columns.Month[row] = day.Year * 12 + day.Month - 1;
            columns.DatePrec[row] = Small(r, 4);
            columns.WherePrec[row] = Small(r, 5);
            columns.Type[row] = Small(r, 6);
            columns.Classification[row] = Small(r, 7);
            columns.Flags[row] =
                (r.GetBoolean(8) ? IncidentColumns.Flag.Exercise : 0)
                | (r.GetBoolean(10) ? IncidentColumns.Flag.Warnings : 0)
                | (r.GetBoolean(11) ? IncidentColumns.Flag.Edited : 0);
            columns.Latitude[row] = r.IsDBNull(12) ? double.NaN : r.GetDouble(12);
            columns.Longitude[row] = r.IsDBNull(13) ? double.NaN : r.GetDouble(13);
            columns.Changed[row] = Instant(r, 14);
            columns.Country.Set(row, Text(r, 15));
            columns.Adm1.Set(row, Text(r, 16));
            columns.Adm2.Set(row, Text(r, 17));
            columns.Place.Set(row, Text(r, 18));
            SetPlaceKey(columns, row, r.GetString(19));
            columns.EventType.Set(row, Text(r, 20));
            columns.Finding.Set(row, Text(r, 21));
            for (var f = 0; f < Figures.PerRow; f++)
            {
                columns.Figures.Set(row, f, Figure(r, 22 + f));
            }
            columns.Guards.Set(
                row,
                Guard.TextOf(Small(r, 7), Text(r, 33), r.IsDBNull(9) ? null : Id(r, 9), Small(r, 34))
            );
            columns.Acts[row] = 0;
            columns.Sources.Set(row, Texts.None);
            columns.Imports.Set(row, Texts.None);
            columns.Words.Note(Words.In.Rows, row, Text(r, 31));
            columns.Words.Note(Words.In.Rows, row, Text(r, 32));
            columns.Words.Note(Words.In.Rows, row, Text(r, 20));
        }
    }

    private static void SetPlaceKey(IncidentColumns columns, int row, string key)
    {
        var known = columns.PlaceKey.Count;
        var id = columns.PlaceKey.IdOf(key);
        columns.PlaceKey.Set(row, id);
        if (id == known)
        {
            foreach (var name in key.Split(Bar))
            {
                columns.Words.Note(Words.In.PlaceKeys, id, name);
            }
        }
    }

    private void ReadKeys(IncidentColumns columns, int first, string within, object? parameters)
    {
        Walk(
            columns,
            first,
            $"""
            SELECT x.incident_id, k.scheme, k.import_id FROM incident_key k JOIN incident x ON x.incident_id = k.incident_id
            {within} ORDER BY x.incident_id
            """,
            parameters,
            (row, r) =>
            {
                columns.Sources.Join(row, r.GetString(1));
                if (!r.IsDBNull(2))
                {
                    columns.Imports.Join(row, NameOf(Id(r, 2)));
                }
            }
        );
        Walk(
            columns,
            first,
            $"SELECT x.incident_id, x.import_id FROM incident x {(within.Length == 0 ? "WHERE" : within + " AND")} x.import_id IS NOT NULL ORDER BY x.incident_id",
            parameters,
            (row, r) => columns.Imports.Join(row, NameOf(Id(r, 1)))
        );
    }

    /// <summary>An import brings thousands of incidents: its id is written once.</summary>
    private string NameOf(Guid import)
    {
        if (lastImport.Id != import)
        {
            lastImport = (import, import.ToString());
        }
        return lastImport.Name;
    }

    private static void AddCasualties(IncidentColumns columns, int row, DbDataReader r)
    {
        columns.Casualties.Add(row, columns.CasualtyKinds.IdOf(r.GetString(1)));
        for (var f = 2; f < 5; f++)
        {
            columns.Casualties.Add(row, Figure(r, f));
        }
    }

    /// <summary>Calls for each row of a table that belongs to an incident just read.</summary>
    private void Walk(
        IncidentColumns columns,
        int first,
        string sql,
        object? parameters,
        Action<int, DbDataReader> visit
    )
    {
        using var r = (DbDataReader)connection.ExecuteReader(sql, parameters, transaction);
        var row = first;
        while (r.Read())
        {
            var id = Id(r, 0);
            while (row < columns.Count && columns.Ids[row].CompareTo(id) < 0)
            {
                row++;
            }
            if (row == columns.Count)
            {
                return;
            }
            if (columns.Ids[row] == id)
            {
                visit(row, r);
            }
        }
    }

    private Guid Id(DbDataReader r, int column) =>
        engine == Engine.Postgres ? r.GetGuid(column) : new Guid(r.GetFieldValue<byte[]>(column), bigEndian: true);

    private int Day(DbDataReader r, int column)
    {
        if (engine == Engine.Postgres)
        {
            return r.GetFieldValue<DateOnly>(column).DayNumber;
        }
        var text = r.GetString(column).AsSpan();
        return new DateOnly(
            int.Parse(text[..4], CultureInfo.InvariantCulture),
            int.Parse(text[5..7], CultureInfo.InvariantCulture),
            int.Parse(text[8..10], CultureInfo.InvariantCulture)
        ).DayNumber;
    }

    /// <summary>Seconds since 1970; thousands of rows were written in one transaction and have one instant.</summary>
    private long Instant(DbDataReader r, int column)
    {
        if (engine == Engine.Postgres)
        {
            return new DateTimeOffset(r.GetDateTime(column)).ToUnixTimeSeconds();
        }
        var text = r.GetString(column);
        if (text != lastInstant.Text)
        {
            var at = DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
            lastInstant = (text, at.ToUnixTimeSeconds());
        }
        return lastInstant.Seconds;
    }

    private static string? Text(DbDataReader r, int column) => r.IsDBNull(column) ? null : r.GetString(column);

    private static byte Small(DbDataReader r, int column) =>
        r.IsDBNull(column) ? (byte)0 : (byte)Math.Clamp(r.GetInt32(column), 0, byte.MaxValue);

    /// <remarks>No incident has two thousand million dead; what claims to is cut there.</remarks>
    private static int Figure(DbDataReader r, int column) =>
        r.IsDBNull(column)
            ? IncidentColumns.NotGiven
            : (int)Math.Clamp(r.GetInt64(column), -int.MaxValue, int.MaxValue);

    private sealed class ActorRow
    {
        public Guid ActorId { get; init; }
        public string Name { get; init; } = "";
        public string Kind { get; init; } = "";
    }

    private sealed class NameRow
    {
        public Guid ActorId { get; init; }
        public string SearchKey { get; init; } = "";
    }
}
