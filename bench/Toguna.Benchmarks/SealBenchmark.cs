using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Toguna.Foundation.Access;
using Toguna.Foundation.Sealing;
using Toguna.Foundation.Storage;
using Toguna.Gather;

namespace Toguna.Benchmarks;

/// <summary>Names sealed, opened and searched, beside the bare cipher of the same run; then a rotation and a lock.</summary>
/// <remarks>Each name has a subject, a key and a row of its own, on SQLite.</remarks>
internal static class SealBenchmark
{
    private const int Batch = 2_000;

    public static async Task<int> RunAsync(int names)
    {
        var folder = Directory.CreateTempSubdirectory("toguna-bench-").FullName;
        try
        {
            var bare = Bare(names);
            var services = new ServiceCollection();
            services.AddLogging();
            Server.AddServices(services, new ServerOptions { DataFolder = folder });
            await using var provider = services.BuildServiceProvider();
            await Server.PrepareAsync(provider);
            var database = provider.GetRequiredService<Database>();
            var fields = provider.GetRequiredService<SealedFields>();
            var officer = new Caller("bench", "bench", new HashSet<Role> { Role.HumanRightsOfficer }, Standing.Full);
            var ids = new List<Guid>();

            var first = await RateAsync(names, (from, tx) => SealAsync(tx, fields, from, ids, keep: true), database);
            var again = await RateAsync(names, (from, tx) => SealAsync(tx, fields, from, ids, keep: false), database);
            var open = await RateAsync(
                names,
                (from, tx) =>
                    fields.OpenAsync(tx, officer, ReadPurpose.Matching, SealedSources.Identity, Slice(ids, from)),
                database
            );
            const int searches = 500;
            var clock = Stopwatch.StartNew();
            for (var i = 0; i < searches; i++)
            {
                var name = NameOf(i * (names / searches));
                await database.WriteAsync(tx =>
                    fields.FindAsync(tx, officer, ReadPurpose.Matching, SealedSources.Identity, name)
                );
            }
            var find = searches / clock.Elapsed.TotalSeconds;
            var rotation = await provider.GetRequiredService<RotateKeys>().RunAsync(Caller.CommandLine);
            var holders = provider.GetRequiredService<KeyHolders>();
            await holders.AddAsync(Caller.CommandLine, "one", "bench passphrase one, long enough");
            await holders.AddAsync(Caller.CommandLine, "two", "bench passphrase two, long enough");
            clock.Restart();
            var locked = await provider.GetRequiredService<OfficeLock>().LockAsync(Caller.CommandLine);
            Console.WriteLine(
                $"""
                {names:N0} subjects, one name each
                bare AES-256-GCM           seal {bare.Seal, 10:N0}/s   open {bare.Open, 10:N0}/s   HMAC-SHA256 {bare.Mac:N0}/s
                with a new key and a row   seal {first, 10:N0}/s
                under a key that is there  seal {again, 10:N0}/s   open {open, 10:N0}/s, each with its audit line
                search by blind index      {find:N0}/s, each in its own transaction with its audit lines
                rotate                     {rotation.Seconds:N1} s
                lock                       {locked.Seconds:N3} s until no key was left, {clock.Elapsed.TotalSeconds:N3} s with sessions ended
                """
            );
            return 0;
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string NameOf(int i) => $"Personne numéro {i}";

    private static Guid[] Slice(List<Guid> ids, int from) => [.. ids.Skip(from).Take(Batch)];

    private static async Task<double> RateAsync(int names, Func<int, WriteScope, Task> work, Database database)
    {
        var clock = Stopwatch.StartNew();
        for (var from = 0; from < names; from += Batch)
        {
            await database.WriteAsync(tx => work(from, tx));
        }
        return names / clock.Elapsed.TotalSeconds;
    }

    private static async Task SealAsync(WriteScope tx, SealedFields fields, int from, List<Guid> ids, bool keep)
    {
        var texts = Enumerable
            .Range(from, Batch)
            .Select(i => (Id: keep ? tx.NewId() : ids[i], Name: NameOf(i)))
            .Select(t => new ToSeal(t.Id, t.Id, t.Name))
            .ToList();
        var values = await fields.SealAsync(tx, SealedSources.Identity, texts);
        if (keep)
        {
            ids.AddRange(texts.Select(t => t.Row));
            await tx.ExecuteAsync(
                """
                INSERT INTO source (source_id, code_name, kind, identity_sealed, identity_index, created_at)
                VALUES (@Row, @Code, 'person', @Text, @Index, @Now)
                """,
                texts.Zip(
                    values,
                    (t, v) =>
                        new
                        {
                            t.Row,
                            Code = t.Row.ToString("N"),
                            v.Text,
                            v.Index,
                            tx.Now,
                        }
                )
            );
        }
    }

    private static (double Seal, double Open, double Mac) Bare(int names)
    {
        var key = RandomNumberGenerator.GetBytes(32);
        var nonce = new byte[12];
        var tags = new byte[names][];
        var boxes = new byte[names][];
        var bound = Encoding.UTF8.GetBytes($"source.identity_sealed|{Guid.Empty}");
        using var aes = new AesGcm(key, 16);
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < names; i++)
        {
            var text = Encoding.UTF8.GetBytes(NameOf(i));
            BitConverter.TryWriteBytes(nonce, i);
            (boxes[i], tags[i]) = (new byte[text.Length], new byte[16]);
            aes.Encrypt(nonce, text, boxes[i], tags[i], bound);
        }
        var seal = names / clock.Elapsed.TotalSeconds;
        clock.Restart();
        for (var i = 0; i < names; i++)
        {
            BitConverter.TryWriteBytes(nonce, i);
            var clear = new byte[boxes[i].Length];
            aes.Decrypt(nonce, boxes[i], tags[i], clear, bound);
        }
        var open = names / clock.Elapsed.TotalSeconds;
        clock.Restart();
        Span<byte> mac = stackalloc byte[32];
        for (var i = 0; i < names; i++)
        {
            HMACSHA256.HashData(key, boxes[i], mac);
        }
        return (seal, open, names / clock.Elapsed.TotalSeconds);
    }
}
