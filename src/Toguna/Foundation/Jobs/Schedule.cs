using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Quartz;
using Toguna.Foundation.Storage;

namespace Toguna.Foundation.Jobs;

/// <summary>Runs every <see cref="Tick"/> by Quartz.NET: one server of a cluster at a time, also after the one that had it died.</summary>
/// <remarks>
/// The schedule of a laptop lies in a file of its own, so that it never waits for those who write the record, nor they for it;
/// that of a cluster lies in the database that its servers share. Neither is in a backup: a start makes it anew.
/// </remarks>
internal static class Schedule
{
    /// <summary>What the tables of the schedule are called, in lower case.</summary>
    public const string TablePrefix = "qrtz_";

    private const string FileName = "jobs.db";

    public static IServiceCollection AddSchedule(
        this IServiceCollection services,
        string dataFolder,
        string? connection
    ) =>
        services
            .AddTransient<TickJob>()
            .AddQuartz(q =>
            {
                q.ConfigureScheduler(o =>
                {
                    o.InstanceName = "toguna";
                    o.GenerateInstanceId = true;
                });
                q.UsePersistentStore(store =>
                {
                    store.ProvisionSchema();
                    if (connection is null)
                    {
                        var file = Path.Combine(dataFolder, FileName);
                        store.UseSqlite(
                            SqliteFactory.Instance,
                            new SqliteConnectionStringBuilder { DataSource = file, DefaultTimeout = 60 }.ToString()
                        );
                    }
                    else
                    {
                        store.UsePostgres(NpgsqlFactory.Instance, connection);
                        store.UseClustering();
                    }
                });
                foreach (var tick in TicksOf(services))
                {
                    var key = new JobKey(tick.Name);
                    q.AddJob<TickJob>(j => j.WithIdentity(key).StoreDurably().UsingJobData(TickJob.NameKey, tick.Name));
                    q.AddTrigger(t =>
                        t.WithIdentity(tick.Name)
                            .ForJob(key)
                            .StartNow()
                            .WithSimpleSchedule(s =>
                                s.WithInterval(tick.Every)
                                    .RepeatForever()
                                    .WithMisfireInstruction(SimpleTriggerMisfireInstruction.NextWithRemainingCount)
                            )
                    );
                }
            })
            .AddQuartzHostedService(o =>
            {
                o.WaitForJobsToComplete = true;
                o.AwaitApplicationStarted = true;
            });

    private static IReadOnlyList<Tick> TicksOf(IServiceCollection services) =>
        [.. services.Where(s => s.ServiceType == typeof(Tick)).Select(s => (Tick)s.ImplementationInstance!)];
}

/// <summary>Runs the tick that it is named after.</summary>
/// <remarks>Two may overlap, which ticks bear: forbidding it would have the next one wait until a cluster has noticed that a server died.</remarks>
internal sealed partial class TickJob(IEnumerable<Tick> ticks, IServiceProvider services, ILogger<TickJob> log) : IJob
{
    public const string NameKey = "tick";

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken ct)
    {
        var name = context.MergedJobDataMap.GetString(NameKey);
        if (ticks.FirstOrDefault(t => t.Name == name) is not { } tick)
        {
            // Of another version of the program that shares the database.
            return;
        }
        try
        {
            await tick.RunAsync(services, ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The next tick finds the same work; what went wrong may name nobody.
            Failed(log, tick.Name, e.GetType().Name);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The tick {name} failed ({problem}); the next one tries again.")]
    private static partial void Failed(ILogger log, string name, string problem);
}
