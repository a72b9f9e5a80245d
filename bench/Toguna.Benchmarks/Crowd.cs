using System.Collections.Concurrent;
using System.Diagnostics;

namespace Toguna.Benchmarks;

/// <summary>People who ask for pages, each again as soon as the answer is there.</summary>
internal static class Crowd
{
    /// <summary>Milliseconds of each answer, the shortest first.</summary>
    /// <exception cref="InvalidOperationException">A page was refused.</exception>
    public static async Task<List<double>> TimesAsync(IEnumerable<HttpClient> people, int rounds, string address)
    {
        var times = new ConcurrentBag<double>();
        await Task.WhenAll(
            people.Select(async client =>
            {
                for (var i = 0; i < rounds; i++)
                {
                    var since = Stopwatch.GetTimestamp();
                    using var answer = await client.GetAsync(address);
                    await answer.Content.ReadAsByteArrayAsync();
                    if (!answer.IsSuccessStatusCode)
                    {
                        throw new InvalidOperationException($"{address} answers {answer.StatusCode}");
                    }
                    times.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
                }
            })
        );
        return [.. times.Order()];
    }

    /// <param name="sorted">The shortest first, at least one.</param>
    public static double At(IReadOnlyList<double> sorted, double share) =>
        sorted[(int)Math.Min(sorted.Count - 1, share * sorted.Count)];
}
