using System.Text;
using Shouldly;
using Toguna.Formats.GeoJson;

namespace Toguna.Formats.Tests.GeoJson;

/// <summary>Measures what the process holds, so nothing else may run meanwhile.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

[Collection(nameof(Alone))]
public sealed class GeoJsonMemoryTests
{
    [Fact]
    public void A_large_file_is_read_in_little_memory()
    {
        var head = "{\"features\":["u8.ToArray();
        var feature = Encoding.UTF8.GetBytes(
            $"{{\"geometry\":{{\"type\":\"Point\",\"coordinates\":[1,2]}},\"properties\":{{\"a\":\"b\"}}}},"
        );
        const int count = 200_000;
        var stream = new MadeStream(
            head.Length + (long)count * feature.Length,
            i => i < head.Length ? head[i] : feature[(i - head.Length) % feature.Length]
        );
        using var reader = new GeoJsonReader(stream);
        var good = 0;
        var least = long.MaxValue;
        var most = 0L;
        foreach (var item in reader.Read())
            if (item.Feature is not null && ++good % 20_000 == 0)
            {
                var held = GC.GetTotalMemory(true);
                (least, most) = (Math.Min(least, held), Math.Max(most, held));
            }
        good.ShouldBe(count);
        (most - least).ShouldBeLessThan(20_000_000);
    }
}
