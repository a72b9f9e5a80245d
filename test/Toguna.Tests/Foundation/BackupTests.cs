using System.IO.Compression;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Storage;
using Toguna.Foundation.Storage.Backups;

namespace Toguna.Tests.Foundation;

public sealed class BackupTests
{
    private const string Passphrase = "corbeau lampe rivière neuf";

    [Theory, BothEngines]
    public async Task A_backup_of_a_living_installation_comes_back_whole_with_its_chain(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var audit = app.Services.GetRequiredService<AuditLog>();
        await WriteAsync(app, audit, 200);
        // Others write while the backup is made: what was acknowledged before it is in it, whole transactions only.
        var writing = WriteAsync(app, audit, 200);
        var file = Path.Combine(app.DataFolder, "one.toguna");
        var made = await app.Services.GetRequiredService<Backup>().MakeAsync(file, Passphrase, Caller.CommandLine);
        await writing;
        made.Keys.ShouldBeTrue();

        await using var target = await EmptyAsync(engine);
        await Restore.RunAsync(file, target.Folder, target.Connection, Passphrase, TimeProvider.System);
        await using var database = new Database(target.Folder, target.Connection, TimeProvider.System);
        await using var c = await database.OpenAsync();
        (await c.ExecuteScalarAsync<long>("SELECT count(*) FROM audit_entry")).ShouldBeGreaterThanOrEqualTo(200);
        (await new AuditLog(new KeyFolder(target.Folder)).VerifyAsync(c)).Verified.ShouldBeTrue();
    }

    [Theory, BothEngines]
    public async Task A_restore_is_refused_for_a_wrong_passphrase_a_changed_file_and_a_place_that_holds_data(
        Engine engine
    )
    {
        await using var app = await TestApp.StartAsync(engine);
        await WriteAsync(app, app.Services.GetRequiredService<AuditLog>(), 3);
        var file = Path.Combine(app.DataFolder, "two.toguna");
        await app.Services.GetRequiredService<Backup>().MakeAsync(file, Passphrase, Caller.CommandLine);

        (await CodeAsync(file, app.DataFolder, ConnectionOf(app), Passphrase)).ShouldBe("foundation.restore_not_empty");
        await using var target = await EmptyAsync(engine);
        (await CodeAsync(file, target.Folder, target.Connection, "wrong")).ShouldBe("foundation.backup_unreadable");

        var damaged = file + ".damaged";
        await DamageAsync(file, damaged);
        (await CodeAsync(damaged, target.Folder, target.Connection, Passphrase)).ShouldBe(
            "foundation.backup_unreadable"
        );
        await File.WriteAllTextAsync(damaged, "no zip at all");
        (await CodeAsync(damaged, target.Folder, target.Connection, null)).ShouldBe("foundation.backup_unreadable");
        (await CodeAsync(file + ".absent", target.Folder, target.Connection, null)).ShouldBe("foundation.file_missing");

        // After all these refusals the place is still empty, and the right passphrase works.
        var counts = await Restore.RunAsync(file, target.Folder, target.Connection, Passphrase, TimeProvider.System);
        counts.Rows.ShouldBeGreaterThan(0);
    }

    [Theory, BothEngines]
    public async Task A_chain_is_not_continued_under_a_new_key(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await WriteAsync(app, app.Services.GetRequiredService<AuditLog>(), 3);
        File.Delete(Path.Combine(app.DataFolder, "keys", "audit.key"));
        var refused = await Should.ThrowAsync<ProblemException>(() =>
            AuditLog.DemandKeyAsync(app.Database, new KeyFolder(app.DataFolder))
        );
        refused.Problem.Code.ShouldBe("foundation.keys_missing");
    }

    /// <summary>The same backup with one bit of its largest part turned.</summary>
    private static async Task DamageAsync(string file, string damaged)
    {
        File.Copy(file, damaged);
        await using var zip = await ZipFile.OpenAsync(damaged, ZipArchiveMode.Update);
        await using var part = await zip.Entries.MaxBy(e => e.Length)!.OpenAsync();
        part.Position = part.Length / 2;
        var was = part.ReadByte();
        part.Position--;
        part.WriteByte((byte)(was ^ 1));
    }

    private static async Task WriteAsync(TestApp app, AuditLog audit, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await app.Database.WriteAsync(tx => audit.AppendAsync(tx, "system", "probe", $"probe:{i}"));
        }
    }

    private static string? ConnectionOf(TestApp app) =>
        app.Database.Engine == Engine.Postgres ? app.Database.ConnectionString : null;

    private static async Task<string> CodeAsync(string file, string folder, string? connection, string? passphrase) =>
        (
            await Should.ThrowAsync<ProblemException>(() =>
                Restore.RunAsync(file, folder, connection, passphrase, TimeProvider.System)
            )
        )
            .Problem
            .Code;

    private static async Task<Place> EmptyAsync(Engine engine) =>
        new(
            Directory.CreateTempSubdirectory("toguna-restore-").FullName,
            engine == Engine.Postgres ? await TestPostgres.CreateAsync() : null
        );

    private sealed record Place(string Folder, string? Connection) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            if (Connection is not null)
            {
                await TestPostgres.DropAsync(Connection);
            }
            SqliteConnection.ClearAllPools();
            Directory.Delete(Folder, recursive: true);
        }
    }
}
