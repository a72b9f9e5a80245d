using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Toguna.Gather.TextMessages;

/// <summary>Looks twice a minute for text messages whose missing parts have not come.</summary>
public sealed partial class SmsRounds : BackgroundService
{
    private readonly SmsIntake intake;
    private readonly TimeProvider clock;
    private readonly ILogger<SmsRounds> log;

    internal SmsRounds(SmsIntake intake, TimeProvider clock, ILogger<SmsRounds> log) =>
        (this.intake, this.clock, this.log) = (intake, clock, log);

    /// <summary>One round by hand.</summary>
    /// <returns>How many messages were due.</returns>
    public Task<int> DeliverDueAsync(DateTimeOffset now, CancellationToken ct = default) =>
        intake.DeliverDueAsync(now, ct);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(30));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await intake.DeliverDueAsync(clock.GetUtcNow(), stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogBroken(e.GetType().Name);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Text messages could not become reports: {Kind}")]
    private partial void LogBroken(string kind);
}
