using Toguna.Desk.Sample.Events;
using Toguna.Desk.Sample.Files;
using Toguna.Desk.Sample.World;

namespace Toguna.Desk.Sample;

/// <summary>How much, and by which chance.</summary>
/// <param name="Incidents">Rows of the event data set and the mission's log together, 1 to <see cref="Most"/>.</param>
/// <param name="Seed">The same seed and size make the same files, byte by byte.</param>
public sealed record SamplePlan(int Incidents = SamplePlan.Usual, ulong Seed = 1)
{
    public const int Usual = 6_000;
    public const int Most = 1_000_000;
}

/// <summary>The files of the sample, in the formats in which a mission gets its data.</summary>
/// <param name="Truth">What really happened; for judging methods, never imported.</param>
public sealed record SampleFiles(
    string Boundaries,
    string Gazetteer,
    string Events,
    string Log,
    string Reports,
    string Truth
)
{
    /// <summary>The other tables of what really was; docs/sample-mission.md says what stands in them.</summary>
    public static readonly IReadOnlyList<string> Truths =
    [
        "reports",
        "alerts",
        "responses",
        "blackouts",
        "trust",
        "regimes",
        "units",
        "roads",
    ];

    /// <summary>Name of the folder, within the data folder, that the imported files stay in.</summary>
    public const string Folder = "sample";

    public static SampleFiles In(string dataFolder)
    {
        var folder = Path.Combine(dataFolder, Folder);
        return new(
            Path.Combine(folder, "tanvara-boundaries.geojson"),
            Path.Combine(folder, "tanvara-geonames.txt"),
            Path.Combine(folder, "tanvara-ged.csv"),
            Path.Combine(folder, "mistav-incident-log.csv"),
            Path.Combine(folder, "mistav-reports.csv"),
            Path.Combine(dataFolder, "sample-truth.csv")
        );
    }

    /// <summary>Where one of <see cref="Truths"/> lies: beside <see cref="Truth"/>.</summary>
    public string TruthOf(string table) => Path.ChangeExtension(Truth, null) + $"-{table}.csv";

    /// <summary>Writes them, event by event: time grows with the number of events, memory does not.</summary>
    public static SampleFiles Write(string dataFolder, SamplePlan plan, CancellationToken ct = default)
    {
        var files = In(dataFolder);
        Directory.CreateDirectory(Path.Combine(dataFolder, Folder));
        var country = Country.Make();
        using (var boundaries = File.Create(files.Boundaries))
        {
            BoundariesFile.Write(boundaries, country);
        }
        using (var gazetteer = File.Create(files.Gazetteer))
        {
            GazetteerFile.Write(gazetteer, country);
        }
        using var events = File.Create(files.Events);
        using var log = File.Create(files.Log);
        using var truth = File.Create(files.Truth);
        using var ged = new GedFile(events, country, plan.Seed);
        using var office = new LogFile(log, country, plan.Seed);
        using var known = new TruthFile(truth);
        var series = new SeriesFiles(country, plan.Seed);
        using var outputs = new SampleOutputs(files, plan.Seed);
        var actors = new Actors(country);
        var quota = new EventQuota(plan.Incidents);
        var aftermath = new Aftermath(country, actors, outputs, quota.Events, plan.Seed);
        WorldTruth.Write(files, actors, aftermath);
        foreach (var e in new EventStream(country, quota, aftermath, actors, plan.Seed).Read())
        {
            ct.ThrowIfCancellationRequested();
            int? id = e.Seen.HasFlag(Seen.DataSet) ? ged.Write(e) : null;
            var reference = e.Seen.HasFlag(Seen.Log) ? office.Write(e) : null;
            var alert = aftermath.Happened(e, GedFile.About(id), LogFile.About(reference));
            known.Write(e, id, reference, alert);
            series.Add(e);
        }
        aftermath.Finish();
        series.Write(dataFolder);
        return files;
    }
}
