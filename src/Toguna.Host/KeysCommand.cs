using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Spectre.Console;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Sealing;

namespace Toguna.Host;

/// <summary><c>toguna keys list|rotate|recovery|recover|certificates</c>: the key ring of sealed names.</summary>
internal static class KeysCommand
{
    public static Command Build() =>
        new("keys", "The key ring under which names are sealed.")
        {
            BuildList(),
            BuildRotate(),
            BuildRecovery(),
            BuildRecover(),
            BuildCertificates(),
        };

    private static Command BuildList()
    {
        var verb = new Command(
            "list",
            "The master keys, what lies under each, and the recovery copies that were made."
        );
        verb.SetAction(
            async (parsed, ct) =>
            {
                await using var services = await Run.OpenAsync(parsed, ct);
                var list = await services.GetRequiredService<ListKeys>().RunAsync(ct);
                Run.Print(
                    parsed,
                    list,
                    [
                        list.Masters.Count == 0
                            ? "No key ring yet; it is made when the first name is sealed."
                            : "Masters:",
                        .. list.Masters.Select(m =>
                            $"  {m.Id}  {m.Made:yyyy-MM-dd HH:mm} UTC  {m.Subjects:N0} keys{(m.Seals ? "  seals" : "")}"
                        ),
                        $"Key-holders: {list.Holders}.",
                        .. list.Copies.Select(c =>
                            $"Recovery copy {c.Copy} of {c.MadeAt:yyyy-MM-dd HH:mm} UTC: {(c.OpensNow ? "good" : "of destroyed masters, to be destroyed")}"
                        ),
                        .. WarningOf(list),
                    ]
                );
                return 0;
            }
        );
        return verb;
    }

    private static Command BuildRotate()
    {
        var verb = new Command(
            "rotate",
            "Make a new master, bring every key and index under it, destroy the old one. Goes on where it was interrupted."
        );
        verb.SetAction(
            async (parsed, ct) =>
            {
                await using var services = await Run.OpenAsync(parsed, ct);
                var rotation = services.GetRequiredService<RotateKeys>();
                var counts = parsed.GetValue(Run.Json)
                    ? await rotation.RunAsync(Caller.CommandLine, null, ct)
                    : await WithBarAsync(p => rotation.RunAsync(Caller.CommandLine, p, ct));
                Run.Print(
                    parsed,
                    counts,
                    [
                        $"Master {counts.Master} seals now{(counts.Resumed ? " (went on with an interrupted rotation)" : "")}: {counts.Rewrapped:N0} keys, {counts.Reindexed:N0} indexes, {counts.Seconds:N1} s.",
                        .. counts.Unreadable == 0
                            ? Array.Empty<string>()
                            : [$"{counts.Unreadable:N0} sealed values are opened by no key."],
                        "Make a new recovery copy now (toguna keys recovery --out FILE) and destroy the older ones.",
                    ]
                );
                return 0;
            }
        );
        return verb;
    }

    private static Command BuildRecovery()
    {
        var target = new Option<FileInfo>("--out")
        {
            Description = "The file to write; it must not exist. Keep it elsewhere.",
            Required = true,
        };
        var verb = new Command("recovery", "Write the masters to a file under a passphrase, to be kept elsewhere.")
        {
            target,
        };
        verb.SetAction(
            async (parsed, ct) =>
            {
                await using var services = await Run.OpenAsync(parsed, ct);
                var file = parsed.GetValue(target)!.FullName;
                var copy = await services
                    .GetRequiredService<RecoverKeys>()
                    .MakeAsync(file, Passphrase.AskNew("Passphrase of the recovery copy"), Caller.CommandLine);
                Run.Print(
                    parsed,
                    copy,
                    [
                        $"{file}: recovery copy {copy.Copy}, masters {string.Join(", ", copy.Masters)}.",
                        "Keep it away from the backups, and its passphrase away from it: the three together open everything.",
                    ]
                );
                return 0;
            }
        );
        return verb;
    }

    private static Command BuildRecover()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "A recovery copy." };
        var verb = new Command("recover", "Put the masters back that something here is wrapped under.") { file };
        verb.SetAction(
            async (parsed, ct) =>
            {
                await using var services = Run.Services(parsed);
                var recovery = services.GetRequiredService<RecoverKeys>();
                var back = recovery.Recover(
                    parsed.GetValue(file)!.FullName,
                    Passphrase.Ask("Passphrase of the recovery copy"),
                    Caller.CommandLine
                );
                await Server.PrepareAsync(services, ct);
                await recovery.NoteAsync(Caller.CommandLine, back);
                Run.Print(
                    parsed,
                    back,
                    [$"Masters {string.Join(", ", back.Masters)} are back; they open {back.Subjects:N0} keys."]
                );
                return 0;
            }
        );
        return verb;
    }

    private static Command BuildCertificates()
    {
        var verb = new Command("certificates", "The certificates of destruction, to be printed and signed.");
        verb.SetAction(
            async (parsed, ct) =>
            {
                await using var services = await Run.OpenAsync(parsed, ct);
                var texts = services.GetRequiredService<IStringLocalizer<SealingText>>();
                var certificates = (await services.GetRequiredService<ShredSubject>().ListAsync(ct))
                    .Where(r => r.Certificate is not null)
                    .Select(r => ShredCertificate.Of(r.Certificate!))
                    .ToList();
                Run.Print(
                    parsed,
                    new { certificates },
                    certificates.Count == 0
                        ? ["Nothing has been destroyed here."]
                        : certificates.SelectMany(c => c.Lines(texts).Append(""))
                );
                return 0;
            }
        );
        return verb;
    }

    /// <summary>What an operator must do, from the state of the ring; empty: nothing.</summary>
    public static IEnumerable<string> WarningOf(KeyList list) =>
        list.Masters.Count > 0 && !list.Copies.Any(c => c.OpensNow)
            ?
            [
                "No recovery copy of the present master exists: if this machine is lost, every sealed name is lost with it.",
            ]
            : [];

    private static Task<RotationCounts> WithBarAsync(Func<IProgress<RotationProgress>, Task<RotationCounts>> work) =>
        AnsiConsole
            .Progress()
            .HideCompleted(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn())
            .StartAsync(c => work(new Bar(c.AddTask("keys and indexes"))));

    private sealed class Bar(ProgressTask bar) : IProgress<RotationProgress>
    {
        public void Report(RotationProgress value)
        {
            bar.MaxValue = Math.Max(1, value.Total);
            bar.Value = Math.Min(value.Done, bar.MaxValue);
        }
    }
}
