using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Toguna.Foundation;
using Toguna.Foundation.Storage;

namespace Toguna.Gather.Imports;

/// <summary>Runs uploaded imports one after the other, and takes over those whose process died.</summary>
public sealed partial class ImportWorker(
    ImportService imports,
    Database database,
    TimeProvider clock,
    ILogger<ImportWorker> log
) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private readonly SemaphoreSlim bell = new(0);

    /// <summary>There is something new on the list.</summary>
    public void Ring() => bell.Release();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            foreach (var id in await WaitingAsync(stoppingToken))
            {
                await RunAsync(id, stoppingToken);
            }
            await bell.WaitAsync(Pause, stoppingToken);
        }
    }

    private async Task<IReadOnlyList<Guid>> WaitingAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await ImportStore.WaitingAsync(connection, clock.GetUtcNow());
    }

    private async Task RunAsync(Guid id, CancellationToken ct)
    {
        try
        {
            await imports.RunAsync(id, again: false, ct: ct);
        }
        catch (ProblemException)
        {
            // Somebody has taken it, or stopped it, since it was seen to wait.
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // One import must not stop the others; its own row says that it is interrupted and can be resumed.
            LogBroken(e, id);
        }
    }

    public override void Dispose()
    {
        bell.Dispose();
        base.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Import {Id} broke off")]
    private partial void LogBroken(Exception e, Guid id);
}
