using System.Data.Common;
using System.Text.Json;
using Dapper;
using Toguna.Foundation.Storage;

namespace Toguna.Warn.Signals;

/// <summary>Writes the rows of signals.</summary>
internal static class SignalRows
{
    private static readonly (string, Cell)[] Links = [("signal_id", Cell.Id), ("incident_id", Cell.Id)];

    public static async Task<bool> IsJudgedAsync(
        DbConnection c,
        string detector,
        string period,
        DbTransaction? tx = null
    ) =>
        await c.ExecuteScalarAsync<long>(
            "SELECT count(*) FROM signal_run WHERE detector = @detector AND period = @period",
            new { detector, period },
            tx
        ) > 0;

    /// <summary>Writes a period with what was seen in it.</summary>
    /// <returns>False when it was judged already: who comes second waits for the first, and writes nothing.</returns>
    public static async Task<bool> BeginAsync(WriteScope tx, string detector, string period, Look seen) =>
        await tx.ExecuteAsync(
            """
            INSERT INTO signal_run (detector, period, judged_at, series, signals)
            VALUES (@detector, @period, @Now, @Looked, @signals) ON CONFLICT (detector, period) DO NOTHING
            """,
            new
            {
                detector,
                period,
                tx.Now,
                seen.Looked,
                signals = seen.Signals.Count,
            }
        ) == 1;

    public static async Task KeepAsync(WriteScope tx, string period, Week week, Look seen)
    {
        foreach (var s in seen.Signals)
        {
            var id = tx.NewId();
            await tx.ExecuteAsync(
                """
                INSERT INTO signal (signal_id, number, detector, period, week, created_at, act, country, adm1, area_key, place_id,
                  place_text, latitude, longitude, from_on, to_on, observed, expected, p_value, q_value, weeks)
                VALUES (@id, @number, @Detector, @period, @week, @Now, @Act, @Country, @Adm1, @area, @PlaceId, @PlaceText, @Latitude,
                  @Longitude, @From, @To, @observed, @Expected, @PValue, @QValue, @weeks)
                """,
                new
                {
                    id,
                    number = await tx.FindAsync<long>(
                        "UPDATE counter SET next = next + 1 WHERE name = 'signal' RETURNING next - 1"
                    ),
                    s.Detector,
                    period,
                    week = week.ToString(),
                    tx.Now,
                    s.Act,
                    s.Where.Country,
                    s.Where.Adm1,
                    area = s.Where.AreaKey ?? "",
                    PlaceId = s.Near?.PlaceId,
                    PlaceText = s.Near?.PlaceText,
                    Latitude = s.Near?.Latitude,
                    Longitude = s.Near?.Longitude,
                    s.From,
                    s.To,
                    observed = (long)s.Incidents.Count,
                    s.Expected,
                    s.PValue,
                    s.QValue,
                    weeks = JsonSerializer.Serialize(s.Weeks),
                }
            );
            await BulkInsert.IntoAsync(
                tx,
                "signal_incident",
                Links,
                [.. s.Incidents.Distinct().Select(i => new object?[] { id, i })]
            );
        }
    }

    /// <summary>Signals that ended before a day and of which nobody knows yet what came.</summary>
    public static async Task<IReadOnlyList<Signal>> UnscoredAsync(DbConnection c, DateOnly before) =>
        (
            await c.QueryAsync<Signal>(
                """
                SELECT s.* FROM signal s WHERE s.to_on < @before
                  AND NOT EXISTS (SELECT 1 FROM signal_outcome o WHERE o.signal_id = s.signal_id)
                """,
                new { before }
            )
        ).AsList();

    /// <returns>1, or 0 when it was written already.</returns>
    public static Task<int> ScoreAsync(
        WriteScope tx,
        Signal signal,
        long came,
        (double Expected, double ByChance) usual
    ) =>
        tx.ExecuteAsync(
            """
            INSERT INTO signal_outcome (signal_id, scored_at, followed, observed, expected, by_chance)
            VALUES (@SignalId, @Now, @followed, @came, @Expected, @ByChance) ON CONFLICT (signal_id) DO NOTHING
            """,
            new
            {
                signal.SignalId,
                tx.Now,
                followed = came > usual.Expected,
                came,
                usual.Expected,
                usual.ByChance,
            }
        );
}
