using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Toguna.Gather.TextMessages;

/// <summary>Looks twice a minute for text messages whose missing parts have not come.</summary>
internal sealed partial class SmsRounds(SmsIntake intake, TimeProvider clock, ILogger<SmsRounds> log)
    : BackgroundService
{
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
