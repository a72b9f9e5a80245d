using System.Globalization;
using Toguna.Desk.Sample;

namespace Toguna.Benchmarks;

/// <summary>The sample mission at growing sizes: making its files, and making and importing it whole. Time should grow with the size, memory not.</summary>
internal static class SampleBenchmark
{
    private static readonly int[] Usual = [50_000, 100_000, 200_000];

    /// <param name="only">One size; null: the usual three.</param>
    /// <param name="whole">Whether the whole load is measured as well as the making of the files.</param>
    public static async Task<int> RunAsync(int? only, bool whole)
    {
        Console.WriteLine("                incidents        s   ratio   peak MiB   ratio   size");
        await EachAsync("files", only, SampleFilesAsync);
        if (whole)
        {
            await EachAsync(
                "whole load",
                only,
                (size, folder) =>
                    Child.MeasureAsync("sample", "--incidents", Text(size), "--seed", "1", "--data", folder, "--json")
            );
        }
        return 0;
    }

    /// <summary>Only makes the files; run in a process of its own, so that its memory can be told.</summary>
    public static int Write(string folder, int incidents)
    {
        SampleFiles.Write(folder, new SamplePlan(incidents));
        return 0;
    }

    private static Task<(double Seconds, double Peak)> SampleFilesAsync(int size, string folder) =>
        Child.MeasureOwnAsync("sample-files", folder, Text(size));

    private static async Task EachAsync(
        string what,
        int? only,
        Func<int, string, Task<(double Seconds, double Peak)>> measure
    )
    {
        (int Size, double Seconds, double Peak)? first = null;
        foreach (var size in only is { } one ? [one] : Usual)
        {
            var folder = Directory.CreateTempSubdirectory("toguna-bench-").FullName;
            try
            {
                var (seconds, peak) = await measure(size, folder);
                first ??= (size, seconds, peak);
                Console.WriteLine(
                    $"{what, -12} {size, 12:N0} {seconds, 8:N1} {seconds / first.Value.Seconds, 7:N2} {peak, 10:N0} {peak / first.Value.Peak, 7:N2} {(double)size / first.Value.Size, 6:N2}"
                );
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private static string Text(int size) => size.ToString(CultureInfo.InvariantCulture);
}
