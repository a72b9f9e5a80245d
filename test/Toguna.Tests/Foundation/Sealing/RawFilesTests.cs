using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using Dapper;
using Npgsql;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Sealing;
using Toguna.Foundation.Storage;
using Toguna.Foundation.Storage.Backups;

namespace Toguna.Tests.Foundation.Sealing;

/// <summary>Planted names are looked for in everything that lies on a disk, in every spelling a thief would try.</summary>
public sealed class RawFilesTests
{
    private static readonly string[] Names = ["Tiémoko Wambélé", "Ngolo Zzyzzick Traoré", "+223 99 88 77 66 55"];

    [Theory, BothEngines]
    public async Task No_file_dump_or_backup_holds_a_sealed_name(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var ids = await app.Services.SealAsync(Names);
        // Everything that could write it down somewhere: reads, searches, refusals, a rotation, a lock's enrolment.
        await app.Services.OpenAsync(Probe.Officer(), [.. ids]);
        await app.Services.FindAsync(Names[0]);
        await app.Services.FindAsync(Names[1] + "x");
        await app.Get<RotateKeys>().RunAsync(Caller.CommandLine);
        await Probe.RefusedAsync(() =>
            app.Services.OpenAsync(new Caller("x", "x", new HashSet<Role>(), Standing.None), [.. ids])
        );
        var backup = Path.Combine(app.DataFolder, "b.toguna");
        await app.Get<Backup>().MakeAsync(backup, Probe.Passphrase, Caller.CommandLine);
        await app.Get<RecoverKeys>()
            .MakeAsync(Path.Combine(app.DataFolder, "r.json"), Probe.Passphrase, Caller.CommandLine);

        var places = Directory
            .EnumerateFiles(app.DataFolder, "*", SearchOption.AllDirectories)
            .ToDictionary(f => Path.GetRelativePath(app.DataFolder, f), Read);
        foreach (var entry in Unpacked(backup))
        {
            places.Add("backup/" + entry.Name, entry.Bytes);
        }
        if (engine == Engine.Postgres)
        {
            places.Add("pg_dump", await DumpAsync(app.Database.ConnectionString));
        }
        places.Keys.ShouldContain(engine == Engine.Sqlite ? "toguna.db" : "backup/tables/source.copy");
        var found =
            from place in places
            from name in Names
            from spelling in Spellings(name)
            where place.Value.AsSpan().IndexOf(spelling.Bytes) >= 0
            select $"{name} as {spelling.Name} in {place.Key}";
        found.ShouldBeEmpty();

        // The search finds what is there: the ciphertext itself, in every place that must hold it.
        await using var c = await app.Database.OpenAsync();
        var sealedText = (
            await c.ExecuteScalarAsync<byte[]>(
                $"SELECT identity_sealed FROM source WHERE source_id = @id",
                new { id = ids[0] }
            )
        )!;
        places
            .Count(p =>
                p.Value.AsSpan().IndexOf(sealedText) >= 0
                || p.Value.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(sealedText))) >= 0
            )
            .ShouldBeGreaterThanOrEqualTo(2);
    }

    [Fact]
    public void A_planted_name_is_found_in_every_spelling()
    {
        foreach (var spelling in Spellings(Names[0]))
        {
            byte[] place = [1, 2, .. spelling.Bytes, 3];
            place.AsSpan().IndexOf(spelling.Bytes).ShouldBe(2, spelling.Name);
        }
        var inBase64 = Encoding.ASCII.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes("x" + Names[0] + " ")));
        Spellings(Names[0]).Any(s => inBase64.AsSpan().IndexOf(s.Bytes) >= 0).ShouldBeTrue();
    }

    private static IEnumerable<(string Name, byte[] Bytes)> Spellings(string name)
    {
        var utf8 = Encoding.UTF8.GetBytes(name);
        yield return ("UTF-8", utf8);
        yield return ("folded", Encoding.UTF8.GetBytes(Toguna.Methods.Text.Fold.Key(name)));
        yield return ("UTF-16 LE", Encoding.Unicode.GetBytes(name));
        yield return ("UTF-16 BE", Encoding.BigEndianUnicode.GetBytes(name));
        yield return ("hex", Encoding.ASCII.GetBytes(Convert.ToHexStringLower(utf8)));
        yield return ("HEX", Encoding.ASCII.GetBytes(Convert.ToHexString(utf8)));
        yield return ("JSON", Encoding.ASCII.GetBytes(System.Text.Json.JsonSerializer.Serialize(name).Trim('"')));
        for (var offset = 0; offset < 3; offset++)
        {
            // The letters that do not depend on what stands before and behind.
            var text = Convert.ToBase64String([.. new byte[offset], .. utf8]);
            yield return ($"base64 at {offset}", Encoding.ASCII.GetBytes(text[(offset == 0 ? 0 : 4)..^4]));
        }
    }

    private static byte[] Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }

    private static IEnumerable<(string Name, byte[] Bytes)> Unpacked(string backup)
    {
        using var zip = ZipFile.OpenRead(backup);
        foreach (var entry in zip.Entries)
        {
            using var stream = entry.Open();
            using var memory = new MemoryStream();
            stream.CopyTo(memory);
            yield return (entry.FullName, memory.ToArray());
        }
    }

    private static async Task<byte[]> DumpAsync(string connection)
    {
        var at = new NpgsqlConnectionStringBuilder(connection);
        var info = new ProcessStartInfo(
            "pg_dump",
            [
                "-h",
                at.Host!,
                "-p",
                at.Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
                "-U",
                at.Username!,
                at.Database!,
            ]
        )
        {
            RedirectStandardOutput = true,
        };
        info.Environment["PGPASSWORD"] = at.Password;
        try
        {
            using var dump = Process.Start(info)!;
            using var memory = new MemoryStream();
            await dump.StandardOutput.BaseStream.CopyToAsync(memory);
            await dump.WaitForExitAsync();
            dump.ExitCode.ShouldBe(0);
            return memory.ToArray();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("pg_dump is not installed; the tables were searched in the backup");
            return [];
        }
    }
}
