using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Toguna.Foundation.Messages;

/// <summary>Has the courier look every few seconds, for as long as the server runs.</summary>
public sealed partial class CourierRounds : BackgroundService
{
    private readonly Courier courier;
    private readonly TimeProvider clock;
    private readonly ILogger<CourierRounds> log;

    internal CourierRounds(Courier courier, TimeProvider clock, ILogger<CourierRounds> log) =>
        (this.courier, this.clock, this.log) = (courier, clock, log);

    /// <summary>One round by hand.</summary>
    /// <returns>How many messages were taken up, whatever became of them.</returns>
    public Task<int> DeliverDueAsync(DateTimeOffset now, CancellationToken ct = default) =>
        courier.DeliverDueAsync(now, ct);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var timer = new PeriodicTimer(Pause);
        do
        {
            try
            {
                while (await courier.DeliverDueAsync(clock.GetUtcNow(), stoppingToken) == Courier.Batch) { }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // Its kind alone: what it says may hold an address.
                LogBroken(e.GetType().Name);
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Messages could not be sent: {Kind}")]
    private partial void LogBroken(string kind);
}
