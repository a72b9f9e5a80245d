using System.Diagnostics;
using Dapper;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;

namespace Toguna.Record.Columns;

/// <summary>
/// The record in memory, column by column, so that any filter, figure or map of it takes milliseconds: 350,000 incidents
/// are about 100 MB.
/// </summary>
/// <remarks>
/// A server loads it in the background at its start; until then, and on the command line, the database answers the same
/// questions in SQL. Before each answer it asks the database whether anything has changed and reads only that, so that
/// it never says what is no longer so, whoever wrote. Thread-safe.
/// </remarks>
internal sealed class IncidentIndex(Database database, ILogger<IncidentIndex> log) : BackgroundService
{
    /// <summary>So many new or changed incidents are read on the way; more are read in the background.</summary>
    private const int MostOnTheWay = 50_000;

    /// <summary>From so many incidents on, reading them leaves behind what is worth a full collection.</summary>
    private const int Large = 50_000;

    private readonly ReaderWriterLockSlim gate = new();
    private readonly SemaphoreSlim loading = new(1, 1);
    private IncidentColumns? columns;
    private ColumnMemory memory = new();
    private Stamp stamp = new();

    /// <summary>Whether questions are answered from memory.</summary>
    public bool IsLoaded => columns is not null;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(LoadBeside, stoppingToken);

    /// <summary>In the background: a failure is written down, and the database goes on answering.</summary>
    private void LoadBeside()
    {
        try
        {
            Load();
        }
        catch (Exception e)
        {
            IndexLog.Failed(log, e);
        }
    }

    /// <summary>Reads everything, and answers from it from then on.</summary>
    public void Load()
    {
        loading.Wait();
        try
        {
            var since = Stopwatch.GetTimestamp();
            using var c = database.Open();
            using var tx = Snapshot(c);
            var at = StampOf(c, tx);
            if (columns is not null && !IsFar(at))
            {
                // Somebody else has loaded it while this one waited.
                return;
            }
            var fresh = new IncidentColumns();
            var reader = new ColumnReader(database.Engine, c, tx);
            reader.ReadActors(fresh);
            reader.Read(fresh);
            gate.EnterWriteLock();
            try
            {
                (columns, memory, stamp) = (fresh, new ColumnMemory(), at);
            }
            finally
            {
                gate.ExitWriteLock();
            }
            if (fresh.Count >= Large)
            {
                // What reading left behind goes back to the system at once: the columns will not grow like that again.
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            }
            IndexLog.Loaded(log, fresh.Count, Stopwatch.GetElapsedTime(since).TotalSeconds);
        }
        finally
        {
            loading.Release();
        }
    }

    /// <summary>Asks the record as it is now.</summary>
    /// <returns>False where it is not in memory: the database has to be asked.</returns>
    public bool TryAsk<T>(Func<ColumnQuestions, T> question, out T answer)
        where T : class
    {
        answer = null!;
        if (columns is null || !IsFresh())
        {
            return false;
        }
        gate.EnterReadLock();
        try
        {
            answer = question(new ColumnQuestions(columns, memory));
            return true;
        }
        finally
        {
            gate.ExitReadLock();
        }
    }

    /// <summary>Asks the record as it is now; reads it first where it is not in memory.</summary>
    public async Task<T> AskAsync<T>(Func<ColumnQuestions, T> question, CancellationToken ct)
        where T : class
    {
        T answer;
        while (!TryAsk(question, out answer))
        {
            await Task.Run(Load, ct);
        }
        return answer;
    }

    /// <summary>Reads what has changed since the last question; false when that is too much to wait for.</summary>
    private bool IsFresh()
    {
        using var c = database.Open();
        var now = StampOf(c, null);
        if (now == stamp)
        {
            return true;
        }
        if (IsFar(now))
        {
            if (loading.CurrentCount > 0)
            {
                _ = Task.Run(LoadBeside);
            }
            return false;
        }
        gate.EnterWriteLock();
        try
        {
            using var tx = Snapshot(c);
            now = StampOf(c, tx);
            if (now != stamp)
            {
                Follow(new ColumnReader(database.Engine, c, tx), c, tx);
                (memory, stamp) = (new ColumnMemory(), now);
            }
        }
        finally
        {
            gate.ExitWriteLock();
        }
        return true;
    }

    /// <summary>Too much has changed to be read on the way, or more rows are dead than pay: time for a new copy.</summary>
    private bool IsFar(Stamp now) =>
        now.Number - stamp.Number + now.Change - stamp.Change > MostOnTheWay
        || (columns!.Dead > 10_000 && columns.Dead > columns.Count / 4);

    private void Follow(ColumnReader reader, System.Data.Common.DbConnection c, System.Data.Common.DbTransaction tx)
    {
        var changes = c.Query<Change>(
                "SELECT DISTINCT what, id FROM record_change WHERE seq > @Change",
                new { stamp.Change },
                tx
            )
            .AsList();
        if (changes.Exists(x => x.What == "actor"))
        {
            reader.ReadActors(columns!);
        }
        var incidents = changes.Where(x => x.What == "incident" && x.Id is not null).Select(x => x.Id!.Value).ToList();
        foreach (var id in incidents)
        {
            columns!.Remove(id);
        }
        reader.Read(
            columns!,
            $"(i.number >= @Number OR {Dialect.InIds(database.Engine, "i.incident_id", "ids")})",
            new { stamp.Number, ids = Dialect.List(database.Engine, incidents) }
        );
    }

    private System.Data.Common.DbTransaction Snapshot(System.Data.Common.DbConnection c) =>
        c is Microsoft.Data.Sqlite.SqliteConnection sqlite
            ? sqlite.BeginTransaction(deferred: true)
            : c.BeginTransaction(System.Data.IsolationLevel.RepeatableRead);

    private static Stamp StampOf(System.Data.Common.DbConnection c, System.Data.Common.DbTransaction? tx) =>
        c.QuerySingle<Stamp>(
            """
            SELECT (SELECT next FROM counter WHERE name = 'incident') AS number,
              COALESCE((SELECT max(seq) FROM record_change), 0) AS change
            """,
            transaction: tx
        );

    public override void Dispose()
    {
        gate.Dispose();
        loading.Dispose();
        base.Dispose();
    }

    private sealed record Stamp
    {
        public long Number { get; init; } = 1;
        public long Change { get; init; }
    }

    private sealed class Change
    {
        public string What { get; init; } = "";
        public Guid? Id { get; init; }
    }
}

internal static partial class IndexLog
{
    [LoggerMessage(Level = LogLevel.Debug, Message = "{Incidents} incidents in memory after {Seconds:0.0} s")]
    public static partial void Loaded(ILogger log, int incidents, double seconds);

    [LoggerMessage(Level = LogLevel.Error, Message = "The record could not be read into memory; the database answers")]
    public static partial void Failed(ILogger log, Exception why);
}
