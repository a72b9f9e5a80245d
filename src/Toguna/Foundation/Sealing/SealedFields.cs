using System.Data.Common;
using System.Security.Cryptography;
using Dapper;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Storage;
using Toguna.Methods.Text;

namespace Toguna.Foundation.Sealing;

/// <summary>Seals texts and files into columns, opens them with an audit line, and finds a text by its blind index.</summary>
/// <remarks>
/// Everything happens in the caller's transaction. What <see cref="OpenAsync"/> gives is to be taken as the result of
/// <see cref="Database.WriteAsync{T}"/>: then nobody sees a text or file whose audit line was not kept. A transaction seals before it
/// appends an audit line of its own: the two locks are always taken in that order. Thread-safe.
/// </remarks>
public sealed class SealedFields(KeyRing ring, SubjectKeys subjects, AuditLog audit)
{
    /// <summary>Bytes that a sealed file may have at most: it is sealed and opened in memory, in one piece.</summary>
    public const int MostBytes = 25 << 20;

    /// <summary>Seals one text; the subject gets a key of its own if it has none yet.</summary>
    public async Task<SealedValue> SealAsync(WriteScope tx, SealedColumn column, Guid subject, Guid row, string text) =>
        (await SealAsync(tx, column, [new ToSeal(subject, row, text)]))[0];

    /// <summary>Seals many texts with one write to the key folder.</summary>
    /// <returns>In the order of <paramref name="texts"/>.</returns>
    /// <exception cref="ProblemException">The office is locked, its ring is missing, or a subject was shredded.</exception>
    public async Task<IReadOnlyList<SealedValue>> SealAsync(
        WriteScope tx,
        SealedColumn column,
        IReadOnlyList<ToSeal> texts
    )
    {
        await SealingTurn.ShareAsync(tx);
        var keys = subjects.OfSubjects(column.Kind, texts.Select(t => t.Subject).Distinct().ToList());
        using var now = ring.Need();
        var values = texts
            .Select(t => new SealedValue(SealText(keys[t.Subject], column, t), IndexOf(now.Newest, column, t.Text)))
            .ToList();
        Zero(keys.Values);
        return values;
    }

    /// <summary>Opens the texts of some rows and writes one audit line for each subject, with the purpose.</summary>
    /// <returns>By row; a row that is empty, unknown or shredded is not in it.</returns>
    /// <exception cref="ProblemException">The caller may not, a text was moved or altered, or a key is not here.</exception>
    public async Task<IReadOnlyDictionary<Guid, string>> OpenAsync(
        WriteScope tx,
        Caller caller,
        ReadPurpose purpose,
        SealedColumn column,
        IReadOnlyCollection<Guid> rows
    )
    {
        Demand(caller);
        await SealingTurn.ShareAsync(tx);
        var found = await SealedRow.ReadAsync(tx.Connection, tx.Engine, column, rows, tx.Transaction);
        await NoteReadAsync(tx, caller, purpose, column, found);
        return Open(column, found);
    }

    /// <summary>Seals a file, for the column of its row; the subject gets a key of its own if it has none yet.</summary>
    /// <param name="column">A column of bytes, without blind index.</param>
    /// <param name="bytes">At most <see cref="MostBytes"/>; may be empty.</param>
    /// <returns>For the sealed column: some bytes more than a multiple of 4 KiB.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are more bytes.</exception>
    /// <exception cref="ProblemException">The office is locked, its ring is missing, or the subject was shredded.</exception>
    public async Task<byte[]> SealBytesAsync(
        WriteScope tx,
        SealedColumn column,
        Guid subject,
        Guid row,
        ReadOnlyMemory<byte> bytes
    )
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes.Length, MostBytes, nameof(bytes));
        if (column.Index is not null)
        {
            throw new ArgumentException(
                $"{column.Name} has a blind index, so it is a column of texts.",
                nameof(column)
            );
        }
        await SealingTurn.ShareAsync(tx);
        var keys = subjects.OfSubjects(column.Kind, [subject]);
        // As with texts: nothing is sealed without the ring, which would open it.
        ring.Need().Dispose();
        var clear = SealedBytes.Padded(bytes.Span);
        var value = SealedBox.Seal(SealedBox.Bytes, keys[subject], column, row, clear);
        CryptographicOperations.ZeroMemory(clear);
        Zero(keys.Values);
        return value;
    }

    /// <summary>Opens the file of a row and writes one audit line, with the purpose.</summary>
    /// <returns>Null when the row is empty, unknown or shredded.</returns>
    /// <exception cref="ProblemException">The caller may not, the file was moved or altered, or its key is not here.</exception>
    public async Task<ReadOnlyMemory<byte>?> OpenBytesAsync(
        WriteScope tx,
        Caller caller,
        ReadPurpose purpose,
        SealedColumn column,
        Guid row
    )
    {
        Demand(caller);
        await SealingTurn.ShareAsync(tx);
        var found = await SealedRow.ReadAsync(tx.Connection, tx.Engine, column, [row], tx.Transaction);
        await NoteReadAsync(tx, caller, purpose, column, found);
        return OpenBytes(column, found);
    }

    /// <summary>Opens the file of a row without permission, purpose or audit line.</summary>
    /// <remarks>
    /// Only for a copy from which everything was taken that tells who made it, and only by the slice of a stage that has
    /// looked itself whether its caller may see the thing which the copy belongs to. An original goes through
    /// <see cref="OpenBytesAsync"/>. Outside of a transaction, so that a look at a photo waits for no writer.
    /// </remarks>
    /// <returns>Null when the row is empty, unknown or shredded.</returns>
    /// <exception cref="ProblemException">The office is locked, the file was moved or altered, or its key is not here.</exception>
    internal async Task<ReadOnlyMemory<byte>?> OpenBytesUnauditedAsync(
        DbConnection connection,
        Engine engine,
        SealedColumn column,
        Guid row
    ) => OpenBytes(column, await SealedRow.ReadAsync(connection, engine, column, [row]));

    /// <summary>The rows whose text is the same but for spelling habits; audited as a read of each that is found.</summary>
    public async Task<IReadOnlyList<Guid>> FindAsync(
        WriteScope tx,
        Caller caller,
        ReadPurpose purpose,
        SealedColumn column,
        string text
    )
    {
        Demand(caller);
        var folded = Fold.Key(text);
        var candidates = folded.Length == 0 ? [] : await CandidatesAsync(tx, column, folded);
        var matches = Open(column, candidates).Where(c => Fold.Key(c.Value) == folded).Select(c => c.Key).ToHashSet();
        await audit.AppendAsync(
            tx,
            caller.Id,
            "sealed.found",
            [
                .. candidates
                    .Where(c => matches.Contains(c.Row))
                    .Select(c => Line(column, c.Subject, new { column = column.Name, purpose = purpose.ToString() })),
            ]
        );
        // That nothing was found is an answer too.
        await audit.AppendAsync(
            tx,
            caller.Id,
            "sealed.searched",
            "column:" + column.Name,
            new { purpose = purpose.ToString(), found = matches.Count }
        );
        return [.. matches];
    }

    /// <summary>The rows whose text is the same, and their subjects, for the program itself: it tells nobody, so no line says so.</summary>
    internal async Task<IReadOnlyDictionary<Guid, Guid>> MatchAsync(WriteScope tx, SealedColumn column, string text)
    {
        var folded = Fold.Key(text);
        var candidates = folded.Length == 0 ? [] : await CandidatesAsync(tx, column, folded);
        var same = Open(column, candidates).Where(c => Fold.Key(c.Value) == folded).Select(c => c.Key).ToHashSet();
        return candidates.Where(c => same.Contains(c.Row)).ToDictionary(c => c.Row, c => c.Subject);
    }

    /// <summary>Opens without an audit line: for the rotation, which shows nobody anything.</summary>
    internal IReadOnlyDictionary<Guid, string> Open(SealedColumn column, IReadOnlyCollection<SealedRow> rows)
    {
        var texts = new Dictionary<Guid, string>();
        foreach (var (row, clear) in Clear(SealedBox.Text, column, rows))
        {
            texts[row] = SealedText.Unpadded(clear);
            CryptographicOperations.ZeroMemory(clear);
        }
        return texts;
    }

    private ReadOnlyMemory<byte>? OpenBytes(SealedColumn column, IReadOnlyCollection<SealedRow> rows) =>
        Clear(SealedBox.Bytes, column, rows) is [var (_, clear)]
            ? SealedBytes.Unpadded(clear)
            : default(ReadOnlyMemory<byte>?);

    /// <summary>What lies in the boxes of some rows; of those that were shredded, nothing.</summary>
    private List<(Guid Row, byte[] Clear)> Clear(byte format, SealedColumn column, IReadOnlyCollection<SealedRow> rows)
    {
        var ids = rows.Select(r => SealedBox.KeyOf(format, r.Value)).OfType<Guid>().ToHashSet();
        var (keys, shredded) = subjects.ById(ids);
        var opened = new List<(Guid, byte[])>();
        foreach (var row in rows)
        {
            var id = SealedBox.KeyOf(format, row.Value) ?? throw SealingProblems.Damaged(column.Name).Raise();
            if (shredded.Contains(id))
            {
                continue;
            }
            var key = keys.GetValueOrDefault(id) ?? throw SealingProblems.KeyMissing(column.Kind).Raise();
            opened.Add(
                key.Subject == new Subject(column.Kind, row.Subject)
                && SealedBox.Open(key, column, row.Row, row.Value) is { } clear
                    ? (row.Row, clear)
                    : throw SealingProblems.Damaged(column.Name).Raise()
            );
        }
        Zero(keys.Values);
        return opened;
    }

    private static byte[] SealText(SubjectKeys.DataKey key, SealedColumn column, ToSeal text)
    {
        var clear = SealedText.Padded(text.Text);
        var value = SealedBox.Seal(SealedBox.Text, key, column, text.Row, clear);
        CryptographicOperations.ZeroMemory(clear);
        return value;
    }

    /// <summary>The blind index of a text; null when the column has none or nothing of the text is searchable.</summary>
    internal static byte[]? IndexOf(Master master, SealedColumn column, string text) =>
        column.Index is not null && Fold.Key(text) is { Length: > 0 } folded ? master.Index(column, folded) : null;

    private async Task<IReadOnlyList<SealedRow>> CandidatesAsync(WriteScope tx, SealedColumn column, string folded)
    {
        await SealingTurn.ShareAsync(tx);
        var found = new List<SealedRow>();
        // During a rotation some rows stand under the older master.
        using var now = ring.Find();
        foreach (var master in now?.Masters ?? [])
        {
            found.AddRange(
                await tx.QueryAsync<SealedRow>(
                    $"{SealedRow.Select(column)} WHERE {column.Index} = @Index AND {column.Column} IS NOT NULL",
                    new { Index = master.Index(column, folded) }
                )
            );
        }
        return found.DistinctBy(r => r.Row).ToList();
    }

    private Task NoteReadAsync(
        WriteScope tx,
        Caller caller,
        ReadPurpose purpose,
        SealedColumn column,
        IReadOnlyList<SealedRow> found
    ) =>
        audit.AppendAsync(
            tx,
            caller.Id,
            "sealed.read",
            [
                .. found
                    .GroupBy(r => r.Subject)
                    .Select(s =>
                        Line(
                            column,
                            s.Key,
                            new
                            {
                                column = column.Name,
                                purpose = purpose.ToString(),
                                rows = s.Count(),
                            }
                        )
                    ),
            ]
        );

    private static (string Subject, object? Detail) Line(SealedColumn column, Guid subject, object detail) =>
        (new Subject(column.Kind, subject).ToString(), detail);

    private static void Demand(Caller caller)
    {
        if (!caller.May(Permission.Unseal))
        {
            throw FoundationProblems.Forbidden().Raise();
        }
    }

    private static void Zero(IEnumerable<SubjectKeys.DataKey> keys)
    {
        foreach (var key in keys)
        {
            CryptographicOperations.ZeroMemory(key.Key);
        }
    }
}

/// <summary>A row as the database has it, still sealed.</summary>
internal sealed class SealedRow
{
    public Guid Row { get; init; }
    public Guid Subject { get; init; }
    public byte[] Value { get; init; } = [];

    public static string Select(SealedColumn c) =>
        $"SELECT {c.Id} AS row, {c.Owner} AS subject, {c.Column} AS value FROM {c.Table}";

    /// <param name="transaction">Null to read outside of one.</param>
    public static async Task<IReadOnlyList<SealedRow>> ReadAsync(
        DbConnection connection,
        Engine engine,
        SealedColumn c,
        IReadOnlyCollection<Guid> rows,
        DbTransaction? transaction = null
    ) =>
        (
            await connection.QueryAsync<SealedRow>(
                $"{Select(c)} WHERE {Dialect.InIds(engine, c.Id, "rows")} AND {c.Column} IS NOT NULL",
                new { rows = Dialect.List(engine, rows) },
                transaction
            )
        ).AsList();
}

/// <summary>Who seals and who changes what seals wait for each other. SQLite has one writer anyway.</summary>
internal static class SealingTurn
{
    private const long LockKey = 0x7365616C;

    public static Task ShareAsync(WriteScope tx) => TakeAsync(tx, "pg_advisory_xact_lock_shared");

    /// <summary>When it is there, every transaction that sealed with the ring as it was before has ended.</summary>
    public static Task HoldAsync(WriteScope tx) => TakeAsync(tx, "pg_advisory_xact_lock");

    private static Task TakeAsync(WriteScope tx, string function) =>
        tx.Engine == Engine.Postgres
            ? tx.ExecuteAsync($"SELECT {function}(@LockKey)", new { LockKey })
            : Task.CompletedTask;
}
