using System.Data.Common;
using Dapper;
using Toguna.Foundation.Storage;

namespace Toguna.Foundation.Access;

/// <summary>A session as its cookie tells of it.</summary>
/// <param name="Stamp">The account's stamp when it was opened: another password, other roles, a closed account change it.</param>
/// <param name="Name">Its own name, by which <see cref="EndedSessions"/> knows it.</param>
internal sealed record SessionOf(Guid Account, string Stamp, string Name);

/// <summary>Whether a session still opens anything, and the standing of its account: one question to the database.</summary>
/// <remarks>
/// Asked with each request and never remembered: several servers share a database, and what one of them writes down holds for
/// the next request to any other. On PostgreSQL those who come together ask together. Thread-safe.
/// </remarks>
internal sealed class OpenSessions
{
    private readonly Database database;
    private readonly TimeProvider clock;
    private readonly GroupAsk<SessionOf, Standing?> together;

    public OpenSessions(Database database, TimeProvider clock)
    {
        (this.database, this.clock) = (database, clock);
        together = new(AskAsync);
    }

    /// <returns>Null: signed out, closed, changed or unknown; it opens nothing any more.</returns>
    public async Task<Standing?> StandingAsync(SessionOf session) =>
        database.Engine == Engine.Postgres ? await together.AskAsync(session) : (await AskAsync([session]))[0];

    /// <param name="sessions">On SQLite one.</param>
    private async Task<IReadOnlyList<Standing?>> AskAsync(IReadOnlyList<SessionOf> sessions)
    {
        var isMany = database.Engine == Engine.Postgres;
        var asked = isMany
            ? "unnest(@accounts, @stamps, @names) WITH ORDINALITY AS q (account, stamp, name, number)"
            : "(SELECT @Account AS account, @Stamp AS stamp, @Name AS name, 1 AS number) q";
        var parameters = new DynamicParameters(
            isMany
                ? new
                {
                    accounts = sessions.Select(s => s.Account).ToArray(),
                    stamps = sessions.Select(s => s.Stamp).ToArray(),
                    names = sessions.Select(s => s.Name).ToArray(),
                }
                : sessions[0]
        );
        parameters.Add("now", clock.GetUtcNow());
        parameters.Add("no", false);
        await using var c = await database.OpenAsync();
        var rows = await c.QueryAsync<Row>(
            $"""
            SELECT q.number, {Standing.Columns}
            FROM {asked} JOIN user_account u ON u."Id" = q.account AND u."SecurityStamp" = q.stamp AND u."Disabled" = @no
              LEFT JOIN access_grant g ON {Standing.OpenGrant}
            WHERE NOT EXISTS (SELECT 1 FROM user_token e
              WHERE e."UserId" = q.account AND e."LoginProvider" = '{EndedSessions.Provider}' AND e."Name" = q.name)
            """,
            parameters
        );
        var standings = rows.GroupBy(r => r.Number).ToDictionary(r => r.Key, Standing.Of);
        return [.. sessions.Select((_, i) => standings.GetValueOrDefault(i + 1))];
    }

    private sealed class Row : Standing.Row
    {
        public long Number { get; init; }
    }
}

/// <summary>What was read of a session's account when its cookie was looked at.</summary>
internal sealed record StandingOfSession(Guid Account, Standing Standing);
