using System.Globalization;
using Dapper;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Methods.Text;

namespace Toguna.Record;

/// <summary>A filter as a condition on table <c>incident</c> under the alias <c>i</c>.</summary>
public static class IncidentFilterSql
{
    /// <summary>
    /// The condition, without the word WHERE and never empty: what the caller may know of and what the filter asks for.
    /// </summary>
    /// <remarks>Values are parameters, always; nothing that was typed becomes part of the statement.</remarks>
    public static (string Sql, DynamicParameters Parameters) Where(Engine engine, IncidentFilter filter, Caller caller)
    {
        var builder = new Builder(engine);
        builder.And(IncidentAccess.AccessClause(caller, builder.Parameters));
        builder.Found(filter);
        builder.Time(filter);
        builder.Place(filter);
        builder.Who(filter);
        builder.What(filter);
        builder.Changed(filter);
        return (builder.Sql, builder.Parameters);
    }

    private sealed class Builder(Engine engine)
    {
        private readonly List<string> conditions = [];

        public DynamicParameters Parameters { get; } = new();

        public string Sql => string.Join(" AND ", conditions);

        public void And(string condition) => conditions.Add(condition);

        public void Found(IncidentFilter f)
        {
            if (f.Search is not null)
            {
                var found =
                    f.Found ?? throw new InvalidOperationException("Words are found by IncidentBook.FindAsync first.");
                And(
                    engine == Engine.Sqlite
                        ? "i.number IN (SELECT value FROM json_each(@found))"
                        : "i.number = ANY(@found)"
                );
                Parameters.Add(
                    "found",
                    engine == Engine.Sqlite ? System.Text.Json.JsonSerializer.Serialize(found) : found.ToArray()
                );
            }
        }

        public void Time(IncidentFilter f)
        {
            if (f.From is { } from)
            {
                And("i.date_end >= @fromDay");
                Parameters.Add("fromDay", from.From);
            }
            if (f.To is { } to)
            {
                And("i.date_start <= @toDay");
                Parameters.Add("toDay", to.To);
            }
            if (f.Year is { } year)
            {
                And("i.date_start >= @yearFirst AND i.date_start <= @yearLast");
                Parameters.Add("yearFirst", new DateOnly(year, 1, 1));
                Parameters.Add("yearLast", new DateOnly(year, 12, 31));
            }
            if (f.Began is { } months)
            {
                Began(months);
            }
        }

        private void Began(Months months)
        {
            And("i.date_start >= @beganFirst AND i.date_start <= @beganLast");
            Parameters.Add("beganFirst", months.From);
            Parameters.Add("beganLast", months.To);
        }

        private void Victims(string column, IReadOnlyList<string> values)
        {
            if (values.Count > 0)
            {
                And(
                    $"EXISTS (SELECT 1 FROM casualties v WHERE v.incident_id = i.incident_id AND {In("v." + column, "victim_" + column, values)})"
                );
            }
        }

        public void Place(IncidentFilter f)
        {
            // Bars stand apart, so that "Ouaka" is a word of "ouaka prefecture" but not of "mouaka".
            Any(f.Places.Select(p => Words("i.place_key", p)));
            Text("i.country", "country", f.Countries);
            Text("i.adm1", "adm1_", f.Adm1);
            Text("i.adm2", "adm2_", f.Adm2);
            if (f.WherePrecMax is { } prec)
            {
                And("i.where_prec <= @wherePrec");
                Parameters.Add("wherePrec", prec);
            }
            if (f.Near is { } circle)
            {
                Near(circle);
            }
            if (f.Box is { } box)
            {
                And("i.latitude BETWEEN @south AND @north");
                And(
                    box.West <= box.East
                        ? "i.longitude BETWEEN @west AND @east"
                        : "(i.longitude >= @west OR i.longitude <= @east)"
                );
                Parameters.Add("west", box.West);
                Parameters.Add("south", box.South);
                Parameters.Add("east", box.East);
                Parameters.Add("north", box.North);
            }
        }

        /// <summary>As <see cref="GeoCircle.Contains"/>; the box first, because it can use an index.</summary>
        private void Near(GeoCircle circle)
        {
            const string East = "abs(i.longitude - @nearLon)";
            var wide = $"(CASE WHEN {East} > 180 THEN 360 - {East} ELSE {East} END * @nearNarrow)";
            And("i.latitude BETWEEN @nearLat - @nearReach AND @nearLat + @nearReach");
            And($"(i.latitude - @nearLat) * (i.latitude - @nearLat) + {wide} * {wide} <= @nearReach * @nearReach");
            Parameters.Add("nearLat", circle.Latitude);
            Parameters.Add("nearLon", circle.Longitude);
            Parameters.Add("nearReach", circle.Degrees);
            Parameters.Add("nearNarrow", circle.Narrowing);
        }

        public void Who(IncidentFilter f)
        {
            Any(
                f.Perpetrators.Select(p =>
                    p switch
                    {
                        IncidentFilter.Nobody =>
                            "NOT EXISTS (SELECT 1 FROM attribution t WHERE t.incident_id = i.incident_id)",
                        IncidentFilter.Anybody =>
                            "EXISTS (SELECT 1 FROM attribution t WHERE t.incident_id = i.incident_id)",
                        _ => $"i.incident_id IN (SELECT t.incident_id FROM attribution t WHERE t.actor_id {Actor(p)})",
                    }
                )
            );
            if (f.Categories.Count > 0)
            {
                And(
                    $"i.incident_id IN (SELECT t.incident_id FROM attribution t JOIN actor x ON x.actor_id = t.actor_id WHERE {ActorCategories.Sql("x", f.Categories)})"
                );
            }
            Any(
                f.Actors.Select(a =>
                {
                    var actor = Actor(a);
                    return $"i.incident_id IN (SELECT t.incident_id FROM attribution t WHERE t.actor_id {actor} UNION SELECT p.incident_id FROM party p WHERE p.actor_id {actor})";
                })
            );
        }

        public void Changed(IncidentFilter f)
        {
            if (f.Since is { } since)
            {
                And(
                    "(i.created_at >= @since OR EXISTS (SELECT 1 FROM incident_history h WHERE h.incident_id = i.incident_id AND h.at >= @since))"
                );
                Parameters.Add("since", since);
            }
            if (f.Edited is { } edited)
            {
                And("i.edited = @edited");
                Parameters.Add("edited", edited);
            }
            if (f.Import is { } import)
            {
                And(
                    "(i.import_id = @importId OR i.incident_id IN (SELECT k.incident_id FROM incident_key k WHERE k.import_id = @importId))"
                );
                Parameters.Add("importId", import);
            }
        }

        public void What(IncidentFilter f)
        {
            if (f.Types.Count > 0)
            {
                // Checked to be 1 to 3 where it was read; numbers of our own need no parameter.
                And(
                    $"i.violence_type IN ({string.Join(", ", f.Types.Select(t => t.ToString(CultureInfo.InvariantCulture)))})"
                );
            }
            if (f.Findings.Count > 0)
            {
                And(In("i.finding", "findings", f.Findings));
            }
            if (f.Acts.Count > 0)
            {
                And(
                    $"EXISTS (SELECT 1 FROM act a WHERE a.incident_id = i.incident_id AND {In("a.kind", "acts", f.Acts)})"
                );
            }
            Victims("sex", f.VictimSexes);
            Victims("age", f.VictimAges);
            Victims("status", f.VictimStatuses);
            if (f.Sources.Count > 0)
            {
                And(
                    $"EXISTS (SELECT 1 FROM incident_key k WHERE k.incident_id = i.incident_id AND {In("k.scheme", "sources", f.Sources)})"
                );
            }
            if (f.KilledMin is { } killed)
            {
                And("i.killed_best >= @killedMin");
                Parameters.Add("killedMin", killed);
            }
            if (f.KilledMax is { } most)
            {
                And("i.killed_best <= @killedMax");
                Parameters.Add("killedMax", most);
            }
            if (f.Warnings is { } warnings)
            {
                And(warnings ? "i.warnings IS NOT NULL" : "i.warnings IS NULL");
            }
        }

        private void Any(IEnumerable<string> conditions)
        {
            var any = string.Join(" OR ", conditions);
            if (any.Length > 0)
            {
                And($"({any})");
            }
        }

        private string In(string column, string name, IReadOnlyList<string> values)
        {
            Parameters.Add(name, Dialect.List(engine, values));
            return Dialect.In(engine, column, name);
        }

        /// <summary>The name as the source writes it, or in another case.</summary>
        private void Text(string column, string name, IReadOnlyList<string> values)
        {
            if (values.Count > 0)
            {
                And(
                    $"({In(column, name, values)} OR {In($"lower({column})", name + "Lower", [.. values.Select(v => v.ToLowerInvariant())])})"
                );
            }
        }

        /// <summary>An actor by id, or every actor one of whose names has the words.</summary>
        private string Actor(string value)
        {
            var name = Next();
            if (Guid.TryParse(value, out var id))
            {
                Parameters.Add(name, id);
                return $"= @{name}";
            }
            Parameters.Add(name, Pattern(value));
            return $"IN (SELECT n.actor_id FROM actor_name n WHERE ' ' || n.search_key || ' ' LIKE @{name})";
        }

        private string Words(string column, string text)
        {
            var name = Next();
            Parameters.Add(name, Pattern(text));
            return $"replace({column}, '|', ' | ') LIKE @{name}";
        }

        /// <summary>A folded text holds letters, digits and single spaces: nothing that LIKE would read as a sign.</summary>
        private static string Pattern(string text) => $"% {Fold.Key(text)} %";

        private string Next() => "v" + Parameters.ParameterNames.Count().ToString(CultureInfo.InvariantCulture);
    }
}
