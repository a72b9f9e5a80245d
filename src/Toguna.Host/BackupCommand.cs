using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Toguna.Foundation.Access;
using Toguna.Foundation.Sealing;
using Toguna.Foundation.Storage.Backups;

namespace Toguna.Host;

/// <summary><c>toguna backup --out FILE</c> of a live installation, and <c>toguna restore FILE</c> into an empty one.</summary>
internal static class BackupCommand
{
    private const string PassphraseVariable = "TOGUNA_KEYS_PASSPHRASE";

    public static Command BuildBackup()
    {
        var target = new Option<FileInfo>("--out")
        {
            Description = "The file to write; it must not exist.",
            Required = true,
        };
        var verb = new Command(
            "backup",
            $"Back up a running installation. The keys go in only under the passphrase in {PassphraseVariable}."
        )
        {
            target,
        };
        verb.SetAction(
            async (parsed, ct) =>
            {
                await using var services = await Run.OpenAsync(parsed, ct);
                var counts = await services
                    .GetRequiredService<Backup>()
                    .MakeAsync(parsed.GetValue(target)!.FullName, Passphrase(), Caller.CommandLine, ct);
                var list = await services.GetRequiredService<ListKeys>().RunAsync(ct);
                Run.Print(
                    parsed,
                    counts,
                    [
                        $"{counts.File}: {counts.Tables} tables, {counts.Rows:N0} rows, {counts.Bytes:N0} bytes.",
                        counts.Keys
                            ? "The keys are in it, under the passphrase; the masters of sealed names are in recovery copies alone."
                            : $"The keys are not in it: keep a copy of the folder “keys” in another place, or set {PassphraseVariable}.",
                        .. KeysCommand.WarningOf(list),
                    ]
                );
                return 0;
            }
        );
        return verb;
    }

    public static Command BuildRestore()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "A backup made by toguna backup." };
        var verb = new Command("restore", "Restore a backup into an empty place (--data, --database).") { file };
        verb.SetAction(
            async (parsed, ct) =>
            {
                var counts = await Restore.RunAsync(
                    parsed.GetValue(file)!.FullName,
                    parsed.GetValue(Run.Data)!,
                    parsed.GetValue(Run.Connection),
                    Passphrase(),
                    TimeProvider.System,
                    ct
                );
                Run.Print(
                    parsed,
                    counts,
                    [
                        $"{counts.Tables} tables, {counts.Rows:N0} rows are back.",
                        counts.Keys
                            ? "The keys are back; those of sealed names open with “toguna keys recover FILE”."
                            : "The keys were not in the backup: put the folder “keys” back before starting Toguna.",
                    ]
                );
                return 0;
            }
        );
        return verb;
    }

    private static string? Passphrase() =>
        Environment.GetEnvironmentVariable(PassphraseVariable) is { Length: > 0 } given ? given : null;
}
