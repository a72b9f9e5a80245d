using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Storage;

namespace Toguna.Host;

/// <summary><c>toguna audit verify</c>: walks the chain and finds a changed, removed or reordered line.</summary>
internal static class AuditCommand
{
    public static Command Build()
    {
        var verify = new Command("verify", "Walk the audit chain; exit code 1 when it does not hold.");
        verify.SetAction(
            async (parsed, ct) =>
            {
                await using var services = await Run.OpenAsync(parsed, ct, alsoLocked: true);
                await using var connection = await services.GetRequiredService<Database>().OpenAsync(ct);
                var verdict = await services.GetRequiredService<AuditLog>().VerifyAsync(connection, ct);
                Run.Print(
                    parsed,
                    verdict,
                    [
                        verdict.Verified
                            ? $"{verdict.Entries:N0} entries, the chain is whole. Its head, to be noted elsewhere: {verdict.Head}"
                            : $"The chain is broken at entry {verdict.FirstBroken}.",
                    ]
                );
                return verdict.Verified ? 0 : 1;
            }
        );
        return new Command("audit", "The append-only record of who did what.") { verify };
    }
}
