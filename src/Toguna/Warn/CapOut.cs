using System.Data.Common;
using System.Text.Json;
using Dapper;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;

namespace Toguna.Warn;

/// <summary>What was said of an alert at one moment, as it leaves in the Common Alerting Protocol.</summary>
/// <param name="Number">1 is the alert, the rest update, end or cancel it.</param>
/// <param name="Type">alert, update, end, cancel.</param>
/// <param name="Said">The alert as it stood.</param>
public sealed record CapOut(Alert Alert, int Number, string Type, DateTimeOffset SentAt, Alert Said)
{
    /// <summary>Most messages of a feed.</summary>
    public const int Most = 100;

    /// <summary>Keeps what is said now, in the transaction of the step; drafts say nothing.</summary>
    internal static async Task KeepAsync(WriteScope tx, Guid alert, string type)
    {
        var said = await AlertRows.HereAsync(tx, alert);
        if (said.IssuedAt is null)
        {
            return;
        }
        await tx.ExecuteAsync(
            """
            INSERT INTO cap_out (alert_id, number, type, sent_at, said)
            VALUES (@alert, 1 + coalesce((SELECT max(number) FROM cap_out WHERE alert_id = @alert), 0), @type, @Now, @json)
            """,
            new
            {
                alert,
                type,
                tx.Now,
                json = JsonSerializer.Serialize(said),
            }
        );
    }

    /// <summary>The newest messages of alerts that somebody may know of and hand on, the newest first.</summary>
    public static async Task<IReadOnlyList<CapOut>> NewestAsync(DbConnection c, Caller caller)
    {
        var parameters = new DynamicParameters(new { Most });
        return await QueryAsync(
            c,
            $"{AlertBook.Access(caller.For(Release.Inside), parameters)} ORDER BY m.sent_at DESC, a.number DESC, m.number DESC LIMIT @Most",
            parameters
        );
    }

    /// <summary>All of one alert, the first one first; empty where the caller may not know of it or hand it on.</summary>
    public static async Task<IReadOnlyList<CapOut>> OfAsync(DbConnection c, string reference, Caller caller)
    {
        var parameters = new DynamicParameters(new { number = Alert.NumberIn(reference) ?? -1 });
        return await QueryAsync(
            c,
            $"a.number = @number AND {AlertBook.Access(caller.For(Release.Inside), parameters)} ORDER BY m.number",
            parameters
        );
    }

    private static async Task<IReadOnlyList<CapOut>> QueryAsync(
        DbConnection c,
        string condition,
        DynamicParameters parameters
    ) =>
        [
            .. await c.QueryAsync<Row, Alert, CapOut>(
                $"""
                SELECT m.number AS number_out, m.type, m.sent_at, m.said, a.*
                FROM cap_out m JOIN alert a ON a.alert_id = m.alert_id WHERE {condition}
                """,
                (m, a) => new CapOut(a, m.NumberOut, m.Type, m.SentAt, JsonSerializer.Deserialize<Alert>(m.Said)!),
                parameters,
                splitOn: "alert_id"
            ),
        ];

    private sealed class Row
    {
        public int NumberOut { get; init; }
        public string Type { get; init; } = "";
        public DateTimeOffset SentAt { get; init; }
        public string Said { get; init; } = "";
    }
}
