using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Toguna.Foundation.Access;
using Toguna.Foundation.Sealing;

namespace Toguna.Host;

/// <summary><c>toguna lock</c>, <c>toguna unlock</c> and <c>toguna keyholders add|remove|list</c>.</summary>
internal static class LockCommand
{
    public static Command BuildLock()
    {
        var verb = new Command("lock", "Take the keys away from this office, at once, until two key-holders open it.");
        verb.SetAction(
            async (parsed, ct) =>
            {
                await using var services = await Run.OpenAsync(parsed, ct);
                var counts = await services.GetRequiredService<OfficeLock>().LockAsync(Caller.CommandLine);
                Run.Print(
                    parsed,
                    counts,
                    [$"Locked in {counts.Seconds:N2} s. Two of {counts.Holders} key-holders open it: toguna unlock"]
                );
                return 0;
            }
        );
        return verb;
    }

    public static Command BuildUnlock()
    {
        var verb = new Command("unlock", "Open a locked office with the passphrases of two key-holders.");
        verb.SetAction(
            async (parsed, ct) =>
            {
                await using var services = await Run.OpenAsync(parsed, ct, alsoLocked: true);
                var first = Passphrase.Ask("Passphrase of one key-holder");
                var second = Passphrase.Ask("Passphrase of another");
                await services.GetRequiredService<OfficeLock>().UnlockAsync(Caller.CommandLine, first, second);
                Run.Print(
                    parsed,
                    new { locked = false },
                    ["The office is open. Everybody signs in anew; tokens are made anew."]
                );
                return 0;
            }
        );
        return verb;
    }

    public static Command BuildHolders()
    {
        var name = new Argument<string>("NAME")
        {
            Description = "How the list names the key-holder; never shown while locked.",
        };
        var add = new Command("add", "Enrol a key-holder, who types a passphrase of their own.") { name };
        add.SetAction(
            async (parsed, ct) =>
            {
                await using var services = await Run.OpenAsync(parsed, ct);
                var holders = services.GetRequiredService<KeyHolders>();
                var made = await holders.AddAsync(
                    Caller.CommandLine,
                    parsed.GetValue(name)!,
                    Passphrase.AskNew($"Passphrase of {parsed.GetValue(name)}")
                );
                var count = holders.List().Count;
                Run.Print(
                    parsed,
                    made,
                    [
                        $"{made.Name} is key-holder {made.Number}. "
                            + (
                                count < KeyHolders.Needed
                                    ? "Enrol another before this office can be locked."
                                    : $"{count} are enrolled."
                            ),
                    ]
                );
                return 0;
            }
        );
        var remove = new Command("remove", "From the next lock on, this key-holder opens nothing.") { name };
        remove.SetAction(
            async (parsed, ct) =>
            {
                await using var services = await Run.OpenAsync(parsed, ct);
                await services.GetRequiredService<KeyHolders>().RemoveAsync(Caller.CommandLine, parsed.GetValue(name)!);
                Run.Print(
                    parsed,
                    new { removed = parsed.GetValue(name) },
                    [$"{parsed.GetValue(name)} is no key-holder any more."]
                );
                return 0;
            }
        );
        var list = new Command("list", "Who is enrolled.");
        list.SetAction(
            async (parsed, ct) =>
            {
                await using var services = await Run.OpenAsync(parsed, ct);
                var holders = services.GetRequiredService<KeyHolders>().List();
                Run.Print(
                    parsed,
                    new { holders },
                    holders.Count == 0
                        ? ["Nobody is enrolled: this office cannot be locked."]
                        : holders.Select(h => $"{h.Number}  {h.Name}  since {h.Added:yyyy-MM-dd}")
                );
                return 0;
            }
        );
        return new Command("keyholders", "Those of whom two together open a locked office.") { add, remove, list };
    }
}
