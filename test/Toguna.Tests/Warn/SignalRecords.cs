using Dapper;
using Toguna.Foundation.Storage;
using Toguna.Tests.Foundation;

namespace Toguna.Tests.Warn;

/// <summary>Writes incidents as an import would, many at once: signals are made of half a year.</summary>
internal static class SignalRecords
{
    /// <summary>A file is being brought in by another server.</summary>
    public static Task BringingInAsync(TestApp app, DateTimeOffset now) =>
        app.Database.WriteAsync(tx =>
            tx.ExecuteAsync(
                """
                INSERT INTO import (import_id, kind, file_name, file_size, file_hash, stored_as, state, worker, heartbeat_at, queued_at, by_user)
                VALUES (@id, 'ged', 'big.csv', 1, '', 'big.csv', 'running', 'another', @far, @far, 'system')
                """,
                new { id = tx.NewId(), far = now.AddYears(40) }
            )
        );

    /// <summary>One incident with one act; what is not said is exact, open and in no compartment.</summary>
    public static async Task<Guid> AddAsync(
        TestApp app,
        DateOnly day,
        string area,
        string act = "killing",
        double latitude = 14,
        double longitude = -4,
        string more = ""
    )
    {
        var id = Guid.CreateVersion7();
        await app.Database.WriteAsync(tx => WriteAsync(tx, id, day, area, act, latitude, longitude, more));
        return id;
    }

    /// <summary>Half a year with one incident in every other week, so that nothing in it is unusual.</summary>
    /// <param name="until">The last day of the window.</param>
    public static Task QuietAsync(TestApp app, DateOnly until, string area, string act = "killing") =>
        app.Database.WriteAsync(async tx =>
        {
            for (var week = 2; week < 29; week += 2)
            {
                // Far apart from each other, so that none repeats another.
                var day = until.AddDays(-7 * week);
                await WriteAsync(tx, Guid.CreateVersion7(), day, area, act, 10 + week * 0.2, -4, "");
            }
        });

    private static async Task WriteAsync(
        WriteScope tx,
        Guid id,
        DateOnly day,
        string area,
        string act,
        double latitude,
        double longitude,
        string more
    )
    {
        var number = await tx.FindAsync<long>(
            "UPDATE counter SET next = next + 1 WHERE name = 'incident' RETURNING next - 1"
        );
        await tx.ExecuteAsync(
            """
            INSERT INTO incident (incident_id, number, title, date_start, date_end, date_prec, place_text, where_prec, latitude,
              longitude, country, adm1, created_at, created_by)
            VALUES (@id, @number, @title, @day, @day, 1, @place, 1, @latitude, @longitude, 'Tanvara', @area, @Now, 'system')
            """,
            new
            {
                id,
                number,
                title = $"Incident {number}",
                day,
                place = "Village " + area,
                latitude,
                longitude,
                area,
                tx.Now,
            }
        );
        await tx.ExecuteAsync(
            "INSERT INTO act (incident_id, act_id, kind) VALUES (@id, @act_id, @act)",
            new
            {
                id,
                act_id = tx.NewId(),
                act,
            }
        );
        if (more.Length > 0)
        {
            await tx.ExecuteAsync(
                $"UPDATE incident SET {more} WHERE incident_id = @id",
                new
                {
                    id,
                    @case = Toguna.Foundation.Access.Compartments.Conduct,
                    yes = true,
                }
            );
        }
    }
}
