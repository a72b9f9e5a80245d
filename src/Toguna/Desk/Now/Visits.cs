using Dapper;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;

namespace Toguna.Desk.Now;

/// <summary>Remembers of each person only when they were last here, to say what is new since.</summary>
internal sealed class Visits(Database database, TimeProvider clock)
{
    /// <summary>Who comes back sooner is still on the same visit.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(30);

    /// <summary>A visit that goes on is written down no oftener than this.</summary>
    private static readonly TimeSpan Grain = TimeSpan.FromMinutes(2);

    /// <summary>The person is here.</summary>
    /// <returns>The end of the visit before this one; null on the first.</returns>
    public async Task<DateTimeOffset?> ComeAsync(Caller caller, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var known = await FindAsync(caller, ct);
        if (known is not null && now - known.LastAt < Grain)
        {
            return known.BeforeAt;
        }
        var before =
            known is null ? null
            : now - known.LastAt > Pause ? known.LastAt
            : known.BeforeAt;
        await database.WriteAsync(
            tx =>
                tx.ExecuteAsync(
                    """
                    INSERT INTO visit (user_id, before_at, last_at) VALUES (@Id, @before, @now)
                    ON CONFLICT (user_id) DO UPDATE SET before_at = @before, last_at = @now
                    """,
                    new
                    {
                        caller.Id,
                        before,
                        now,
                    }
                ),
            ct
        );
        return before;
    }

    /// <summary>The end of the visit before this one, without a new visit.</summary>
    public async Task<DateTimeOffset?> BeforeAsync(Caller caller, CancellationToken ct) =>
        (await FindAsync(caller, ct))?.BeforeAt;

    private async Task<Row?> FindAsync(Caller caller, CancellationToken ct)
    {
        await using var c = await database.OpenAsync(ct);
        return await c.QuerySingleOrDefaultAsync<Row>(
            "SELECT before_at, last_at FROM visit WHERE user_id = @Id",
            new { caller.Id }
        );
    }

    private sealed class Row
    {
        public DateTimeOffset? BeforeAt { get; init; }
        public DateTimeOffset LastAt { get; init; }
    }
}
