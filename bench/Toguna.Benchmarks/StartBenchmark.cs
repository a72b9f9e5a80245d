using System.Diagnostics;

namespace Toguna.Benchmarks;

/// <summary>From starting the program on an existing database to its first whole page.</summary>
internal static class StartBenchmark
{
    public static async Task<int> RunAsync(int rows)
    {
        var folder = Directory.CreateTempSubdirectory("toguna-bench-").FullName;
        try
        {
            var data = Path.Combine(folder, "data");
            await Child.MeasureAsync("import", "ged", GedFile.Write(folder, rows), "--data", data, "--json");
            var seconds = new List<double>();
            for (var round = 0; round < 5; round++)
            {
                seconds.Add(await FirstPageAsync(data, 5290 + round));
            }
            seconds.Sort();
            Console.WriteLine(
                $"start to first page, {rows:N0} incidents: median {seconds[2]:N2} s, slowest {seconds[^1]:N2} s"
            );
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<double> FirstPageAsync(string data, int port)
    {
        var clock = Stopwatch.StartNew();
        using var server = Child.Start("serve", "--data", data, "--urls", $"http://127.0.0.1:{port}");
        try
        {
            using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
            while (clock.Elapsed < TimeSpan.FromSeconds(30))
            {
                try
                {
                    using var answer = await client.GetAsync("/sign-in");
                    await answer.Content.ReadAsStringAsync();
                    if (answer.IsSuccessStatusCode)
                    {
                        return clock.Elapsed.TotalSeconds;
                    }
                    throw new InvalidOperationException($"/sign-in answers {answer.StatusCode}");
                }
                catch (HttpRequestException)
                {
                    await Task.Delay(20);
                }
            }
            throw new TimeoutException("No page within 30 s.");
        }
        finally
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync();
        }
    }
}
