using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Microsoft.Data.Sqlite;
using Toguna.Foundation.Storage;

namespace Toguna.Foundation.Sealing;

/// <summary>The data keys of subjects, each wrapped under a master, in a small SQLite file of the key folder.</summary>
/// <remarks>
/// Beside the database and never in it: who forgets a key here has forgotten the subject everywhere. A key is on the disk
/// before it is handed out. Safe for several processes on one machine; a network folder is not supported. Thread-safe.
/// </remarks>
public sealed class SubjectKeys(KeyFolder keys, KeyRing ring, TimeProvider clock)
{
    internal const string FileName = "subjects.db";

    /// <summary>Seconds to wait for another process.</summary>
    private const int Busy = 30;
    private const int Step = 2_000;

    private readonly string connectionString = new SqliteConnectionStringBuilder
    {
        DataSource = keys.PathOf(FileName),
        DefaultTimeout = Busy,
    }.ToString();

    /// <summary>A data key and where it belongs.</summary>
    internal sealed record DataKey(Guid Id, Subject Subject, byte[] Key);

    /// <summary>The keys of these subjects; who has none gets one.</summary>
    /// <exception cref="ProblemException">A subject was shredded, the office is locked, or the ring is missing.</exception>
    internal IReadOnlyDictionary<Guid, DataKey> OfSubjects(string kind, IReadOnlyCollection<Guid> subjects)
    {
        var found = Read(c => Opened(Select(c, "subject_id", subjects).Where(r => r.Kind == kind)));
        var missing = subjects.Except(found.Select(k => k.Subject.Id)).ToList();
        var made = missing.Count == 0 ? [] : Change(c => Make(c, kind, missing));
        return found.Concat(made).ToDictionary(k => k.Subject.Id);
    }

    /// <summary>The keys of these identifiers, as far as they are here; and the identifiers of those that were shredded.</summary>
    internal (IReadOnlyDictionary<Guid, DataKey> Keys, IReadOnlySet<Guid> Shredded) ById(
        IReadOnlyCollection<Guid> ids
    ) =>
        Read(c =>
            (
                (IReadOnlyDictionary<Guid, DataKey>)Opened(Select(c, "key_id", ids)).ToDictionary(k => k.Id),
                (IReadOnlySet<Guid>)
                    c.Query<Guid>(
                            $"SELECT key_id FROM shredded WHERE {Dialect.InIds(Engine.Sqlite, "key_id", "ids")}",
                            new { ids = Dialect.List(Engine.Sqlite, ids) }
                        )
                        .ToHashSet()
            )
        );

    internal bool Has(Subject subject) =>
        Read(c =>
            c.ExecuteScalar<bool>(
                "SELECT EXISTS (SELECT 1 FROM subject_key WHERE kind = @Kind AND subject_id = @Id)",
                subject
            )
        );

    /// <summary>How many keys lie under each master.</summary>
    internal IReadOnlyDictionary<string, long> CountByMaster() => Read(CountByMaster);

    internal static IReadOnlyDictionary<string, long> CountByMaster(SqliteConnection c) =>
        c.Query<(string Master, long Count)>("SELECT master, count(*) FROM subject_key GROUP BY master")
            .ToDictionary(r => r.Master, r => r.Count);

    /// <summary>Wraps some keys anew that lie under an older master than the newest.</summary>
    /// <returns>How many; 0 when all lie under the newest.</returns>
    internal int Rewrap() =>
        Change(c =>
        {
            using var now = ring.Need();
            var rows = c.Query<Row>(
                    "SELECT key_id, kind, subject_id, master, wrapped FROM subject_key WHERE master <> @Id LIMIT @Step",
                    new { now.Newest.Id, Step }
                )
                .ToList();
            foreach (var key in Opened(rows))
            {
                c.Execute(
                    "UPDATE subject_key SET master = @Master, wrapped = @Wrapped WHERE key_id = @KeyId",
                    Wrapped(key, now.Newest)
                );
                CryptographicOperations.ZeroMemory(key.Key);
            }
            return rows.Count;
        });

    /// <summary>Destroys the key of a subject, for ever: no new one is made for it, and none is taken back.</summary>
    /// <returns>The masters of that moment, also when it was done before: an older copy of this store needs one of them.</returns>
    internal IReadOnlyList<string> Destroy(Subject subject) =>
        Change(c =>
        {
            c.Execute(
                """
                INSERT INTO shredded (kind, subject_id, key_id, masters, at)
                SELECT kind, subject_id, key_id, @Masters, @At FROM subject_key WHERE kind = @Kind AND subject_id = @Id
                """,
                new
                {
                    subject.Kind,
                    subject.Id,
                    Masters = string.Join(',', ring.Need().Masters.Select(m => m.Id)),
                    At = Dialect.Instant(clock.GetUtcNow()),
                }
            );
            c.Execute("DELETE FROM subject_key WHERE kind = @Kind AND subject_id = @Id", subject);
            return c.QuerySingle<string>(
                    "SELECT masters FROM shredded WHERE kind = @Kind AND subject_id = @Id",
                    subject
                )
                .Split(',');
        });

    /// <summary>A consistent copy, keys still wrapped: useless without the ring.</summary>
    internal byte[] Copy()
    {
        // By SQLite itself: a process that opens and closes the file on its own loses the locks it has on it.
        var name = $"{FileName}.{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
        keys.Touch(name);
        try
        {
            using (var copy = new SqliteConnection($"Data Source={keys.PathOf(name)};Pooling=False"))
            {
                copy.Open();
                Read(c =>
                {
                    c.BackupDatabase(copy);
                    return true;
                });
            }
            return File.ReadAllBytes(keys.PathOf(name));
        }
        finally
        {
            keys.Destroy(name);
        }
    }

    /// <summary>Runs <paramref name="work"/> while no other process changes keys or ring; keeps all of it or nothing.</summary>
    internal T Change<T>(Func<SqliteConnection, T> work)
    {
        keys.Touch(FileName);
        using var c = Open();
        using var transaction = c.BeginTransaction(deferred: false);
        Tables(c);
        var result = work(c);
        transaction.Commit();
        return result;
    }

    /// <summary>The ring as it is now, made when this installation has never sealed anything. Only inside <see cref="Change{T}"/>.</summary>
    /// <exception cref="ProblemException">Keys are here and the ring that opens them is not.</exception>
    internal Ring EnsureRing(SqliteConnection c)
    {
        if (ring.Find() is { } found)
        {
            return found;
        }
        if (c.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM subject_key UNION ALL SELECT 1 FROM shredded)"))
        {
            throw SealingProblems.RingMissing(keys.Path).Raise();
        }
        ring.Save(new Ring { Masters = [Master.New(clock.GetUtcNow())] });
        return ring.Need();
    }

    private List<DataKey> Make(SqliteConnection c, string kind, List<Guid> subjects)
    {
        using var now = EnsureRing(c);
        var shredded = c.Query<Guid>(
                $"SELECT subject_id FROM shredded WHERE kind = @kind AND {Dialect.InIds(Engine.Sqlite, "subject_id", "ids")} LIMIT 1",
                new { kind, ids = Dialect.List(Engine.Sqlite, subjects) }
            )
            .ToList();
        if (shredded.Count > 0)
        {
            throw SealingProblems.Shredded(kind, shredded[0]).Raise();
        }
        // Another process may have been faster.
        var made = Opened(Select(c, "subject_id", subjects).Where(r => r.Kind == kind));
        foreach (var subject in subjects.Except(made.Select(k => k.Subject.Id)).ToList())
        {
            var key = new DataKey(
                new Guid(RandomNumberGenerator.GetBytes(16)),
                new Subject(kind, subject),
                RandomNumberGenerator.GetBytes(AesBox.KeyLength)
            );
            c.Execute(
                """
                INSERT INTO subject_key (key_id, kind, subject_id, master, wrapped, made_at)
                VALUES (@KeyId, @Kind, @SubjectId, @Master, @Wrapped, @MadeAt)
                """,
                Wrapped(key, now.Newest)
            );
            made.Add(key);
        }
        return made;
    }

    private T Read<T>(Func<SqliteConnection, T> work)
    {
        if (!File.Exists(keys.PathOf(FileName)))
        {
            Change(Tables);
        }
        using var c = Open();
        using var transaction = c.BeginTransaction(deferred: true);
        // A read transaction starts at its first statement.
        _ = c.ExecuteScalar<long>("SELECT count(*) FROM sqlite_master");
        return work(c);
    }

    private static int Tables(SqliteConnection c) =>
        c.Execute(
            """
            CREATE TABLE IF NOT EXISTS subject_key (
              key_id BLOB PRIMARY KEY, kind TEXT NOT NULL, subject_id BLOB NOT NULL, master TEXT NOT NULL,
              wrapped BLOB NOT NULL, made_at TEXT NOT NULL, UNIQUE (subject_id, kind)) WITHOUT ROWID;
            CREATE INDEX IF NOT EXISTS subject_key_master ON subject_key (master);
            CREATE TABLE IF NOT EXISTS shredded (
              kind TEXT NOT NULL, subject_id BLOB NOT NULL, key_id BLOB NOT NULL UNIQUE, masters TEXT NOT NULL, at TEXT NOT NULL,
              PRIMARY KEY (kind, subject_id)) WITHOUT ROWID;
            """
        );

    private SqliteConnection Open()
    {
        var c = new SqliteConnection(connectionString);
        c.Open();
        // What is deleted is overwritten; the journal is gone from the folder, on the disk, before a commit returns.
        c.Execute("PRAGMA busy_timeout=30000; PRAGMA synchronous=EXTRA; PRAGMA secure_delete=ON");
        return c;
    }

    private static List<Row> Select(SqliteConnection c, string column, IReadOnlyCollection<Guid> ids) =>
        c.Query<Row>(
                $"""
                SELECT key_id, kind, subject_id, master, wrapped FROM subject_key
                WHERE {Dialect.InIds(Engine.Sqlite, column, "ids")}
                """,
                new { ids = Dialect.List(Engine.Sqlite, ids) }
            )
            .ToList();

    private List<DataKey> Opened(IEnumerable<Row> rows)
    {
        using var now = ring.Find();
        var opened = new List<DataKey>();
        foreach (var row in rows)
        {
            var master = now is null
                ? throw SealingProblems.RingMissing(keys.Path).Raise()
                : now.Find(row.Master) ?? throw SealingProblems.MasterMissing(row.Master).Raise();
            var subject = new Subject(row.Kind, row.SubjectId);
            var key =
                AesBox.Open(master.Key, Bound(row.KeyId, subject), row.Wrapped)
                ?? throw SealingProblems.Damaged(FileName).Raise();
            opened.Add(new DataKey(row.KeyId, subject, key));
        }
        return opened;
    }

    private object Wrapped(DataKey key, Master master) =>
        new
        {
            KeyId = key.Id,
            key.Subject.Kind,
            SubjectId = key.Subject.Id,
            Master = master.Id,
            Wrapped = AesBox.Seal(master.Key, Bound(key.Id, key.Subject), key.Key),
            MadeAt = Dialect.Instant(clock.GetUtcNow()),
        };

    private static byte[] Bound(Guid id, Subject subject) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"toguna.subject.1|{subject}|{id}"));

    private sealed class Row
    {
        public Guid KeyId { get; init; }
        public string Kind { get; init; } = "";
        public Guid SubjectId { get; init; }
        public string Master { get; init; } = "";
        public byte[] Wrapped { get; init; } = [];
    }
}
