using System.Text.Json;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Toguna.Desk.Sample.Events;
using Toguna.Desk.Sample.Files;
using Toguna.Desk.Sample.Responding;
using Toguna.Desk.Sample.World;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Design;
using Toguna.Foundation.Storage;
using Toguna.Gather;
using Toguna.Mandate;
using Toguna.Record;
using Toguna.Warn;

namespace Toguna.Desk.Sample;

/// <summary>What stands in the installation after the sample was loaded.</summary>
/// <param name="Loaded">False when it was there already.</param>
/// <param name="TruthFile">What really happened, beside the data; see <see cref="SampleFiles.Truth"/>.</param>
/// <param name="NotLoaded">Kinds of file that this program cannot take in.</param>
public sealed record SampleSummary(
    bool Loaded,
    long Incidents,
    long Reports,
    long Sources,
    long Places,
    ulong Seed,
    string TruthFile,
    IReadOnlyList<string> NotLoaded
);

/// <param name="File">What is being taken in.</param>
/// <param name="Share">How much of it, 0 to 1.</param>
public sealed record SampleProgress(string File, double Share);

/// <summary>
/// The mission MISTAV in Tanvara, a country that does not exist: made by a seeded generator, written as the files a
/// mission gets, and taken in by the same imports as those. Every incident rests on a row that can be read.
/// </summary>
public static class SampleMission
{
    /// <summary>The mission and the office that keeps this installation.</summary>
    public const string Mission = "MISTAV · Velna-Est";

    /// <summary>One hour ahead of UTC, in no real country.</summary>
    public const string Zone = "Etc/GMT-1";

    /// <summary>What time it is in the mission when it is made: the morning after the last day of its record.</summary>
    private static readonly DateTimeOffset Begins = new(
        Events.Calendar.Last.AddDays(1).ToDateTime(new TimeOnly(7, 30)),
        TimeSpan.Zero
    );

    /// <summary>Past months that are forecast as if they were to come.</summary>
    private const int ForecastsBack = 12;

    /// <summary>Weeks at the end of the record that signals are looked for in.</summary>
    private const int WeeksBack = 12;

    private static readonly string[] MustBeEmpty = ["incident", "report", "source", "import", "place", "actor"];

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Loads the sample into an empty installation; goes on where it was interrupted; does nothing when it is there.</summary>
    /// <param name="plan">Null: whatever sample is there, and the usual one where there is none.</param>
    /// <exception cref="ProblemException">
    /// The installation holds other data or another sample, the size is out of range, or a file was not taken in.
    /// </exception>
    public static async Task<SampleSummary> LoadAsync(
        IServiceProvider services,
        SamplePlan? plan = null,
        IProgress<SampleProgress>? progress = null,
        CancellationToken ct = default
    )
    {
        if (plan is { Incidents: < 1 or > SamplePlan.Most })
        {
            throw DeskProblems.SampleSize(plan.Incidents, SamplePlan.Most).Raise();
        }
        var database = services.GetRequiredService<Database>();
        var marker = await MarkAsync(services, database, plan, ct);
        var house = services.GetRequiredService<Installation>();
        house.Forget();
        house.KeepTime();
        IReadOnlyList<string> missing = [];
        var files = SampleFiles.In(database.DataFolder);
        // Made again where they are missing, as after a restore: the same plan makes the same files.
        if (!marker.Complete || !File.Exists(files.Truth))
        {
            SampleFiles.Write(database.DataFolder, marker.Plan, ct);
        }
        if (!marker.Complete)
        {
            missing = await BringInAsync(services, files, progress, ct);
            await SampleTimeline.DrawAsync(services.GetRequiredService<ContextBook>(), ct);
            await PastAlerts.LiveAsync(services, files, Begins, ct);
            await LookBackAsync(services.GetRequiredService<Detectors>(), ct);
            // A first look shows how forecasts have done, marked as made afterwards; with them, what is to come.
            await services.GetRequiredService<ForecastIssues>().IssueAsync(ForecastsBack, ct);
            await CompleteAsync(services, database, marker, ct);
        }
        return await SummaryAsync(database, marker, missing, ct);
    }

    /// <summary>Finds the marker, or sets it before anything else is written: from then on every page says what this is.</summary>
    private static Task<Marker> MarkAsync(
        IServiceProvider services,
        Database database,
        SamplePlan? plan,
        CancellationToken ct
    ) =>
        database.WriteAsync(
            async tx =>
            {
                var text = await tx.FindAsync<string>(
                    "SELECT value FROM setting WHERE name = @name",
                    new { name = Installation.SampleSetting }
                );
                if (text is not null)
                {
                    var marker = JsonSerializer.Deserialize<Marker>(text, Json)!;
                    return plan is null || plan == marker.Plan
                        ? marker
                        : throw DeskProblems.SampleOther(database.DataFolder, marker.Incidents, marker.Seed).Raise();
                }
                foreach (var table in MustBeEmpty)
                {
                    var count = await tx.FindAsync<long>($"SELECT count(*) FROM {table}");
                    if (count > 0)
                    {
                        throw DeskProblems.SampleNotEmpty(database.DataFolder, count, table).Raise();
                    }
                }
                plan ??= new SamplePlan();
                var fresh = new Marker(plan.Incidents, plan.Seed, false);
                await SetAsync(tx, Installation.SampleSetting, JsonSerializer.Serialize(fresh, Json));
                await SetAsync(tx, Installation.NameSetting, Mission);
                await SetAsync(tx, Installation.ZoneSetting, Zone);
                var outside = MissionClock.Outside(services.GetRequiredService<TimeProvider>()).GetUtcNow();
                await SetAsync(tx, Installation.ClockSetting, $"{Dialect.Instant(Begins)} {Dialect.Instant(outside)}");
                await FileIntake.SaveMappingAsync(tx, LogFile.Mapping, Caller.System);
                await services
                    .GetRequiredService<AuditLog>()
                    .AppendAsync(tx, Caller.System.Id, "sample.started", "sample", new { plan.Incidents, plan.Seed });
                return fresh;
            },
            ct
        );

    /// <returns>The kinds of file that nobody in this program takes.</returns>
    private static async Task<IReadOnlyList<string>> BringInAsync(
        IServiceProvider services,
        SampleFiles files,
        IProgress<SampleProgress>? progress,
        CancellationToken ct
    )
    {
        var intake = services.GetRequiredService<FileIntake>();
        var database = services.GetRequiredService<Database>();
        (string Kind, string Path, ColumnMapping? Mapping)[] all =
        [
            ("boundaries", files.Boundaries, null),
            ("geonames", files.Gazetteer, null),
            ("ged", files.Events, null),
            ("csv", files.Log, LogFile.Mapping),
            .. SeriesFiles.In(database.DataFolder),
            ("reports", files.Reports, null),
        ];
        var missing = new List<string>();
        foreach (var (kind, path, mapping) in all)
        {
            var name = Path.GetFileName(path);
            if (!intake.Knows(kind))
            {
                missing.Add(kind);
                continue;
            }
            if (kind == "csv")
            {
                await IdentifyActorsAsync(database, ct);
            }
            progress?.Report(new(name, 0));
            var end = await intake.BringInAsync(kind, path, mapping, Caller.System, Follow(progress, name), ct);
            if (!end.IsDone || end.Rejected > 0)
            {
                throw DeskProblems
                    .SampleFailed(name, end.IsDone ? $"{end.Rejected} rows rejected" : end.Message ?? "")
                    .Raise();
            }
            progress?.Report(new(name, 1));
        }
        return missing;
    }

    /// <summary>The parties that the log names are those of the event data set: said here as a person would say it.</summary>
    private static Task IdentifyActorsAsync(Database database, CancellationToken ct) =>
        database.WriteAsync(
            async tx =>
            {
                foreach (var row in SampleData.Read("actors"))
                {
                    await ActorIdentity.SameAsync(
                        tx,
                        ("ucdp", row["id"]),
                        "csv:" + LogFile.Mapping.Name,
                        row["log_name"]
                    );
                }
            },
            ct
        );

    /// <summary>The last weeks of the record, which ends on a fixed day, are judged as each Monday would have.</summary>
    private static async Task LookBackAsync(Detectors detectors, CancellationToken ct)
    {
        for (var weeks = WeeksBack; weeks >= 0; weeks--)
        {
            await detectors.RunAsync(Week.Of(Calendar.Last).Monday.AddDays(-7 * weeks), ct);
        }
    }

    private static Task CompleteAsync(
        IServiceProvider services,
        Database database,
        Marker marker,
        CancellationToken ct
    ) =>
        database.WriteAsync(
            async tx =>
            {
                await SetAsync(
                    tx,
                    Installation.SampleSetting,
                    JsonSerializer.Serialize(marker with { Complete = true }, Json)
                );
                await services
                    .GetRequiredService<AuditLog>()
                    .AppendAsync(tx, Caller.System.Id, "sample.loaded", "sample");
            },
            ct
        );

    private static Task SetAsync(WriteScope tx, string name, string value) =>
        tx.ExecuteAsync(
            "INSERT INTO setting (name, value) VALUES (@name, @value) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            new { name, value }
        );

    private static async Task<SampleSummary> SummaryAsync(
        Database database,
        Marker marker,
        IReadOnlyList<string> missing,
        CancellationToken ct
    )
    {
        await using var c = await database.OpenAsync(ct);
        return new(
            !marker.Complete,
            await c.ExecuteScalarAsync<long>("SELECT count(*) FROM incident"),
            await c.ExecuteScalarAsync<long>("SELECT count(*) FROM report"),
            await c.ExecuteScalarAsync<long>("SELECT count(*) FROM source"),
            await c.ExecuteScalarAsync<long>("SELECT count(*) FROM place"),
            marker.Seed,
            SampleFiles.In(database.DataFolder).Truth,
            missing
        );
    }

    private static Share? Follow(IProgress<SampleProgress>? progress, string name) =>
        progress is null ? null : new Share(progress, name);

    /// <summary>Passes on at once, in order; <see cref="Progress{T}"/> would not.</summary>
    private sealed class Share(IProgress<SampleProgress> progress, string name) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) =>
            progress.Report(new(name, value.FileSize == 0 ? 0 : Math.Min(1, (double)value.BytesRead / value.FileSize)));
    }

    /// <summary>What the setting <c>sample</c> says.</summary>
    private sealed record Marker(int Incidents, ulong Seed, bool Complete)
    {
        [System.Text.Json.Serialization.JsonIgnore]
        public SamplePlan Plan => new(Incidents, Seed);
    }
}
