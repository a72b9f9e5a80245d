using System.Globalization;
using Toguna.Desk.Sample;
using Toguna.Formats;

namespace Toguna.Tests.Desk;

/// <summary>A large sample with what was really behind it, made once for the tests of what the generator promises.</summary>
public sealed class SampleTruth : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("toguna-sample-").FullName;
    private readonly Dictionary<string, IReadOnlyList<Dictionary<string, string>>> tables = [];

    public SampleTruth()
    {
        Files = SampleFiles.Write(folder, new SamplePlan(20_000, 31));
        Events = Rows(Files.Truth);
        Messages = Rows(Files.Reports);
    }

    public SampleFiles Files { get; }

    public IReadOnlyList<Dictionary<string, string>> Events { get; }

    /// <summary>The rows that are imported.</summary>
    public IReadOnlyList<Dictionary<string, string>> Messages { get; }

    /// <summary>One of the other tables of truth.</summary>
    public IReadOnlyList<Dictionary<string, string>> Table(string name)
    {
        lock (tables)
        {
            return tables.TryGetValue(name, out var rows) ? rows : tables[name] = Rows(Files.TruthOf(name));
        }
    }

    public static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    public static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    public static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static List<Dictionary<string, string>> Rows(string path)
    {
        using var reader = new RowReader(File.OpenRead(path));
        var header = reader.Header.ToList();
        return [.. reader.Read().Select(i => header.Zip(i.Row!.Cells).ToDictionary(p => p.First, p => p.Second))];
    }
}
