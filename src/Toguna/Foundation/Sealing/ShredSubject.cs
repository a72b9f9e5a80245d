using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dapper;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Storage;

namespace Toguna.Foundation.Sealing;

/// <summary>Forgets a subject everywhere: one person asks, another confirms, the key is destroyed, a certificate stays.</summary>
/// <remarks>
/// In an order in which a crash loses nothing: the confirmation is kept, then the key destroyed, then every master
/// replaced (so that older copies of the key store open nothing), then the sealed values taken out and the certificate
/// written in one transaction. What was cut off in the middle is finished by <see cref="FinishAsync"/> at the next start.
/// </remarks>
public sealed class ShredSubject(
    Database database,
    KeyRing ring,
    SubjectKeys subjects,
    RotateKeys rotation,
    RecoverKeys recovery,
    IEnumerable<SealedColumn> columns,
    IEnumerable<ShredTarget> targets,
    AuditLog audit
)
{
    /// <summary>Asks that a subject be shredded. Nothing is destroyed yet.</summary>
    /// <returns>The request that a second person confirms within 72 hours.</returns>
    /// <exception cref="ProblemException">The caller may not, the subject has no key here, or somebody has asked already.</exception>
    public Task<ShredRequest> AskAsync(Caller caller, Subject subject, ShredReason reason) =>
        database.WriteAsync(async tx =>
        {
            var pending = await tx.QueryAsync<ShredRequest>(
                $"SELECT {ShredRequest.Columns} FROM shred WHERE subject_kind = @Kind AND subject_id = @Id",
                new { subject.Kind, subject.Id }
            );
            var refusal = ShredRequest.RefuseAsking(
                caller,
                subject,
                subjects.Has(subject),
                pending.Any(p => p.IsOpen(tx.Now))
            );
            if (refusal is not null)
            {
                throw refusal.Raise();
            }
            var request = new ShredRequest
            {
                ShredId = tx.NewId(),
                SubjectKind = subject.Kind,
                SubjectId = subject.Id,
                Reason = reason.ToString(),
                AskedBy = caller.Id,
                AskedAt = tx.Now,
            };
            await tx.ExecuteAsync(
                """
                INSERT INTO shred (shred_id, subject_kind, subject_id, reason, asked_by, asked_at)
                VALUES (@ShredId, @SubjectKind, @SubjectId, @Reason, @AskedBy, @AskedAt)
                """,
                request
            );
            await audit.AppendAsync(
                tx,
                caller.Id,
                "shred.asked",
                subject.ToString(),
                new { request.ShredId, reason = request.Reason }
            );
            return request;
        });

    /// <summary>Takes a request back while nobody has confirmed it.</summary>
    public Task WithdrawAsync(Caller caller, Guid shred) =>
        database.WriteAsync(async tx =>
        {
            var request = await FindAsync(tx, shred);
            if (!caller.May(Permission.Destroy))
            {
                throw FoundationProblems.Forbidden().Raise();
            }
            if (request is null || !request.IsOpen(tx.Now))
            {
                throw FoundationProblems.NotFound("request").Raise();
            }
            await DecideAsync(tx, shred, "withdrawn_at = @Now", new { tx.Now, shred });
            await audit.AppendAsync(
                tx,
                caller.Id,
                "shred.withdrawn",
                request.Subject.ToString(),
                new { request.ShredId }
            );
        });

    /// <summary>The second person confirms: the subject is destroyed before this returns.</summary>
    /// <exception cref="ProblemException">The caller may not, asked for it, came too late, or it is decided already.</exception>
    public async Task<ShredCertificate> ConfirmAsync(Caller caller, Guid shred, CancellationToken ct = default) =>
        await DestroyAsync(await DecideAsync(caller, shred, ct), null, CancellationToken.None);

    /// <summary>The second person confirms; what follows is <see cref="DestroyAsync"/>, which can be called again.</summary>
    /// <exception cref="ProblemException">As of <see cref="ConfirmAsync"/>.</exception>
    internal async Task<ShredRequest> DecideAsync(Caller caller, Guid shred, CancellationToken ct)
    {
        // A locked office destroys nothing; better said before anything is decided.
        ring.Need().Dispose();
        return await database.WriteAsync(
            async tx =>
            {
                var found = await FindAsync(tx, shred);
                if (ShredRequest.RefuseConfirming(caller, found, tx.Now) is { } refusal)
                {
                    throw refusal.Raise();
                }
                var before = await HeadAsync(tx);
                await DecideAsync(
                    tx,
                    shred,
                    "confirmed_by = @Id, confirmed_at = @Now, head_before = @before",
                    new
                    {
                        caller.Id,
                        tx.Now,
                        before,
                        shred,
                    }
                );
                await audit.AppendAsync(
                    tx,
                    caller.Id,
                    "shred.confirmed",
                    found!.Subject.ToString(),
                    new { found.ShredId }
                );
                return (await FindAsync(tx, shred))!;
            },
            ct
        );
    }

    /// <summary>Of two who decide in the same moment only the first does.</summary>
    private static async Task DecideAsync(WriteScope tx, Guid shred, string what, object args)
    {
        var decided = await tx.ExecuteAsync(
            $"UPDATE shred SET {what} WHERE shred_id = @shred AND confirmed_at IS NULL AND withdrawn_at IS NULL",
            args
        );
        if (decided == 0)
        {
            throw SealingProblems.ShredDecided(shred).Raise();
        }
    }

    /// <summary>Finishes what two people have decided and a crash has cut off.</summary>
    public async Task FinishAsync(CancellationToken ct = default)
    {
        foreach (var request in await ListAsync("confirmed_at IS NOT NULL AND done_at IS NULL", ct))
        {
            await DestroyAsync(request, null, ct);
        }
    }

    /// <summary>The requests that wait for a second person, and those that are done, the newest first.</summary>
    public Task<IReadOnlyList<ShredRequest>> ListAsync(CancellationToken ct = default) => ListAsync("1 = 1", ct);

    private async Task<IReadOnlyList<ShredRequest>> ListAsync(string condition, CancellationToken ct)
    {
        await using var c = await database.OpenAsync(ct);
        return (
            await c.QueryAsync<ShredRequest>(
                $"SELECT {ShredRequest.Columns} FROM shred WHERE {condition} ORDER BY shred_id DESC"
            )
        ).AsList();
    }

    /// <summary>How many sealed values a subject has: what would be taken out.</summary>
    internal async Task<long> CountValuesAsync(Subject subject, CancellationToken ct)
    {
        await using var c = await database.OpenAsync(ct);
        long count = 0;
        foreach (var column in columns.Where(c => c.Kind == subject.Kind))
        {
            count += await c.ExecuteScalarAsync<long>(
                $"SELECT count(*) FROM {column.Table} WHERE {column.Owner} = @Id AND {column.Column} IS NOT NULL",
                new { subject.Id }
            );
        }
        return count;
    }

    /// <summary>Carries out what two people have decided; called again it goes on where it was cut off.</summary>
    internal async Task<ShredCertificate> DestroyAsync(
        ShredRequest request,
        IProgress<RotationProgress>? progress,
        CancellationToken ct
    )
    {
        var masters = subjects.Destroy(request.Subject);
        await rotation.ReplaceAllAsync(masters, Caller.System, progress, ct);
        var certificate = await database.WriteAsync(tx => CertifyAsync(tx, request, masters), ct);
        await EmptyLogAsync(ct);
        return certificate;
    }

    private async Task<ShredCertificate> CertifyAsync(
        WriteScope tx,
        ShredRequest request,
        IReadOnlyList<string> masters
    )
    {
        await SealingTurn.HoldAsync(tx);
        if ((await FindAsync(tx, request.ShredId))?.Certificate is { } made)
        {
            // Another process has finished it meanwhile.
            return ShredCertificate.Of(made);
        }
        if (tx.Engine == Engine.Sqlite)
        {
            // What is taken out of a page is overwritten in it.
            await tx.ExecuteAsync("PRAGMA secure_delete=ON");
        }
        var (rows, hash) = await TakeOutAsync(tx, request.Subject);
        foreach (var target in targets.Where(t => t.Kind == request.SubjectKind))
        {
            await target.ForgetAsync(tx, request.SubjectId);
        }
        await audit.AppendAsync(
            tx,
            request.ConfirmedBy!,
            "shred.done",
            request.Subject.ToString(),
            new
            {
                request.ShredId,
                rows,
                ciphertexts = hash,
                masters,
            }
        );
        var copies = (await recovery.ListAsync()).Where(c => c.Masters.Intersect(masters).Any()).ToList();
        var certificate = new ShredCertificate(
            request.ShredId,
            request.SubjectKind,
            request.SubjectId,
            Enum.Parse<ShredReason>(request.Reason),
            request.AskedBy,
            request.AskedAt,
            request.ConfirmedBy!,
            request.ConfirmedAt!.Value,
            tx.Now,
            rows,
            hash,
            await tx.FindAsync<string>("SELECT head_before FROM shred WHERE shred_id = @ShredId", request) ?? "",
            await HeadAsync(tx),
            masters,
            copies
        );
        var json = certificate.ToJson();
        await tx.ExecuteAsync(
            "UPDATE shred SET done_at = @Now, certificate = @json WHERE shred_id = @ShredId",
            new
            {
                tx.Now,
                json,
                request.ShredId,
            }
        );
        await audit.AppendAsync(
            tx,
            Caller.System.Id,
            "shred.certified",
            $"shred:{request.ShredId}",
            new { sha256 = ShredCertificate.Fingerprint(json) }
        );
        return certificate;
    }

    /// <summary>Sets every sealed value of the subject to null; gives their number by column and one hash over all.</summary>
    private async Task<(Dictionary<string, int> Rows, string Hash)> TakeOutAsync(WriteScope tx, Subject subject)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var counts = new Dictionary<string, int>();
        foreach (var column in columns.Where(c => c.Kind == subject.Kind).OrderBy(c => c.Name, StringComparer.Ordinal))
        {
            var where = $"{column.Owner} = @Id AND {column.Column} IS NOT NULL";
            var rows = await tx.QueryAsync<Guid>(
                $"SELECT {column.Id} FROM {column.Table} WHERE {where} ORDER BY {column.Id}",
                new { subject.Id }
            );
            foreach (var row in rows)
            {
                // One at a time: they can be films.
                var value = await tx.FindAsync<byte[]>(
                    $"SELECT {column.Column} FROM {column.Table} WHERE {column.Id} = @row",
                    new { row }
                );
                Add(hash, Encoding.UTF8.GetBytes($"{column.Name}|{row}"));
                Add(hash, value);
            }
            var index = column.Index is null ? "" : $", {column.Index} = NULL";
            counts[column.Name] = await tx.ExecuteAsync(
                $"UPDATE {column.Table} SET {column.Column} = NULL{index} WHERE {where}",
                new { subject.Id }
            );
        }
        return (counts, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private static void Add(IncrementalHash hash, ReadOnlySpan<byte> bytes)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }

    /// <summary>SQLite's log still has the pages as they were; a reader may keep it from being emptied now, never for long.</summary>
    private async Task EmptyLogAsync(CancellationToken ct)
    {
        if (database.Engine == Engine.Sqlite)
        {
            await using var c = await database.OpenAsync(ct);
            await c.ExecuteAsync("PRAGMA wal_checkpoint(TRUNCATE)");
        }
    }

    private static Task<ShredRequest?> FindAsync(WriteScope tx, Guid shred) =>
        tx.FindAsync<ShredRequest>($"SELECT {ShredRequest.Columns} FROM shred WHERE shred_id = @shred", new { shred });

    private static async Task<string> HeadAsync(WriteScope tx) =>
        await tx.FindAsync<byte[]>("SELECT mac FROM audit_entry ORDER BY seq DESC LIMIT 1") is { } mac
            ? Convert.ToHexStringLower(mac)
            : "";
}
