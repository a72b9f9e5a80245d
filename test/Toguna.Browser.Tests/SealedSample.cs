using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Toguna.Foundation.Access;
using Toguna.Foundation.Sealing;
using Toguna.Foundation.Storage;
using Toguna.Gather;

namespace Toguna.Browser.Tests;

/// <summary>What the pages of keys and destruction show: two key-holders, a recovery copy, one destruction that is done and one that waits.</summary>
internal static class SealedSample
{
    /// <returns>A source with a sealed name for whose destruction nobody has asked.</returns>
    public static async Task<Guid> MakeAsync(IServiceProvider services, string folder)
    {
        var (rights, admin) = (await CallerAsync(services, "rights"), await CallerAsync(services, "admin"));
        var sources = await SealAsync(services, ["Modibo Sangaré", "Hawa Cissé", "Bintou Diarra"]);
        var holders = services.GetRequiredService<KeyHolders>();
        await holders.AddAsync(Caller.CommandLine, "Awa", "balafon sentier mil quarante");
        await holders.AddAsync(Caller.CommandLine, "Bakary", "tamarin pirogue violet onze");
        await services
            .GetRequiredService<RecoverKeys>()
            .MakeAsync(Path.Combine(folder, "copy-1.json"), "corbeau lampe rivière neuf", Caller.CommandLine);
        var shred = services.GetRequiredService<ShredSubject>();
        var done = await shred.AskAsync(rights, new Subject(SealedSources.Kind, sources[0]), ShredReason.Danger);
        await shred.ConfirmAsync(admin, done.ShredId);
        await services
            .GetRequiredService<RecoverKeys>()
            .MakeAsync(Path.Combine(folder, "copy-2.json"), "corbeau lampe rivière neuf", Caller.CommandLine);
        await shred.AskAsync(rights, new Subject(SealedSources.Kind, sources[1]), ShredReason.Asked);
        return sources[2];
    }

    private static Task<Caller> CallerAsync(IServiceProvider services, string name) =>
        services
            .GetRequiredService<Database>()
            .WriteAsync(async tx =>
                await People.CallerAsync(
                    tx,
                    await tx.FindAsync<Guid>("SELECT \"Id\" FROM user_account WHERE \"UserName\" = @name", new { name })
                )
            );

    private static Task<Guid[]> SealAsync(IServiceProvider services, string[] names) =>
        services
            .GetRequiredService<Database>()
            .WriteAsync(async tx =>
            {
                var ids = await tx.QueryAsync<Guid>(
                    "SELECT source_id FROM source ORDER BY source_id LIMIT @Length",
                    new { names.Length }
                );
                var texts = ids.Zip(names, (id, name) => new ToSeal(id, id, name)).ToList();
                var values = await services
                    .GetRequiredService<SealedFields>()
                    .SealAsync(tx, SealedSources.Identity, texts);
                foreach (var (text, value) in texts.Zip(values))
                {
                    await tx.ExecuteAsync(
                        "UPDATE source SET identity_sealed = @Text, identity_index = @Index WHERE source_id = @Row",
                        new
                        {
                            text.Row,
                            value.Text,
                            value.Index,
                        }
                    );
                }
                return texts.Select(t => t.Row).ToArray();
            });
}
