using Microsoft.Extensions.DependencyInjection;
using Toguna.Foundation.Storage;
using Toguna.Gather;

namespace Toguna.Record.Places;

/// <summary>The kinds of file that become places.</summary>
internal static class GazetteerKinds
{
    public static ImportKind Geonames(IServiceProvider services) =>
        Kind(services, GazetteerKind.Geonames, 5, (stream, _) => GazetteerSources.Geonames(stream));

    public static ImportKind Pcodes(IServiceProvider services) =>
        Kind(services, GazetteerKind.Pcodes, 6, (stream, _) => GazetteerSources.Pcodes(stream));

    public static ImportKind Boundaries(IServiceProvider services) =>
        Kind(services, GazetteerKind.Boundaries, 7, BoundarySource.Read);

    private static ImportKind Kind(
        IServiceProvider services,
        GazetteerKind kind,
        int order,
        Func<Stream, string, IEnumerable<GazetteerItem>> read
    )
    {
        var database = services.GetRequiredService<Database>();
        return new ImportKind(
            GazetteerImport.Name(kind),
            order,
            [],
            (run, ct) => RunAsync(database, kind, run, read, ct),
            // A place is not edited by hand, so there is nothing that an undo could discard.
            async (tx, importId, _) => new UndoCounts(await GazetteerImport.UndoAsync(tx, importId), 0)
        );
    }

    private static async Task RunAsync(
        Database database,
        GazetteerKind kind,
        ImportRun run,
        Func<Stream, string, IEnumerable<GazetteerItem>> read,
        CancellationToken ct
    )
    {
        await using var stream = run.Open();
        await GazetteerImport.RunAsync(
            database,
            kind,
            read(stream, run.FileName),
            run.Id,
            CommitAsync,
            run.RowsDone,
            ct
        );

        async Task<GazetteerCounts> CommitAsync(
            GazetteerStep step,
            Func<WriteScope, Task<GazetteerCounts>> work,
            CancellationToken token
        )
        {
            var done = GazetteerCounts.None;
            // The readers close the file when they are through it.
            var bytes = stream.CanRead ? stream.Position : run.FileSize;
            var rejects = step.Refused.Select(RejectOf).ToList();
            await run.CommitAsync(
                step.RowsRead,
                bytes,
                rejects,
                async tx =>
                {
                    done = await work(tx);
                    return new StepCounts(done.Created, done.Updated, done.Unchanged, done.Warnings, []);
                },
                token
            );
            return done;
        }
    }

    /// <summary>One line per row: the first fault names the value, the reasons of the others follow.</summary>
    private static Reject RejectOf(GazetteerItem item) =>
        new(item.Faults[0] with { Reason = string.Join(" · ", item.Faults.Select(f => f.Reason)) }, item.Verbatim);
}
