using System.Net;
using System.Net.Http.Headers;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Testing;
using Toguna.Tests.Foundation;

namespace Toguna.Tests.Record.Map;

/// <summary>The PMTiles file of the ground: in ranges, to those who are signed in; a broken one is said in words.</summary>
public sealed class DetailFileTests
{
    private const string Address = "/map/detail.pmtiles";

    [Fact]
    public async Task A_range_of_it_is_served_with_its_tag_and_nothing_else()
    {
        await using var app = await TestApp.StartAsync(Engine.Sqlite);
        using var client = await app.AsAsync(Role.Researcher);
        using (var absent = await RangeAsync(client, 0, 126))
        {
            absent.StatusCode.ShouldBe(HttpStatusCode.NotFound);
            (await absent.Content.ReadAsStringAsync()).ShouldContain("map/detail.pmtiles");
        }
        (await client.GetStringAsync("/map")).ShouldNotContain("layer-detail");
        var bytes = PmTilesFile.Write();
        await PutAsync(app, bytes);

        using var head = await RangeAsync(client, 0, 126);
        head.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        head.Content.Headers.ContentType!.MediaType.ShouldBe("application/vnd.pmtiles");
        head.Content.Headers.ContentRange!.ToString().ShouldBe($"bytes 0-126/{bytes.Length}");
        head.Headers.ETag!.IsWeak.ShouldBeFalse();
        (await head.Content.ReadAsByteArrayAsync()).ShouldBe(bytes[..127]);
        head.Headers.GetValues("Content-Security-Policy").ShouldNotBeEmpty();

        // A range that begins in the file and ends behind it is cut at its end.
        using (var rest = await RangeAsync(client, 100, 16_383))
        {
            rest.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
            (await rest.Content.ReadAsByteArrayAsync()).ShouldBe(bytes[100..]);
        }
        using (var behind = await RangeAsync(client, bytes.Length, bytes.Length + 10))
        {
            behind.StatusCode.ShouldBe(HttpStatusCode.RequestedRangeNotSatisfiable);
            behind.Content.Headers.ContentRange!.Length.ShouldBe(bytes.Length);
        }
        using (var whole = await client.GetAsync(Address))
        {
            whole.StatusCode.ShouldBe(HttpStatusCode.RequestedRangeNotSatisfiable);
        }
        using (var several = new HttpRequestMessage(HttpMethod.Get, Address))
        {
            several.Headers.Add("Range", "bytes=0-1,5-9");
            using var answer = await client.SendAsync(several);
            answer.StatusCode.ShouldBe(HttpStatusCode.RequestedRangeNotSatisfiable);
        }
        var page = await client.GetStringAsync("/map");
        page.ShouldContain("id=\"layer-detail\"");
        page.ShouldContain($"data-detail=\"{Address}\"");

        using var stranger = app.Stranger();
        using var closed = await RangeAsync(stranger, 0, 126);
        closed.StatusCode.ShouldBeOneOf(HttpStatusCode.Redirect, HttpStatusCode.Unauthorized);

        // Another file has another tag: what a browser knows of the old one is void.
        var other = PmTilesFile.Write();
        other[118] = 3;
        await PutAsync(app, other, later: true);
        using var changed = await RangeAsync(client, 0, 126);
        changed.Headers.ETag!.Tag.ShouldNotBe(head.Headers.ETag.Tag);
    }

    [Fact]
    public async Task Nobody_gets_gigabytes_in_one_range()
    {
        await using var app = await TestApp.StartAsync(Engine.Sqlite);
        using var client = await app.AsAsync(Role.Analyst);
        var bytes = PmTilesFile.Write();
        Array.Resize(ref bytes, 5 << 20);
        await PutAsync(app, bytes);
        using var most = await RangeAsync(client, 0, (4 << 20) - 1);
        most.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        using var more = await RangeAsync(client, 0, 4 << 20);
        more.StatusCode.ShouldBe(HttpStatusCode.RequestedRangeNotSatisfiable);
        using var open = await RangeAsync(client, 0, null);
        open.StatusCode.ShouldBe(HttpStatusCode.RequestedRangeNotSatisfiable);
    }

    [Fact]
    public async Task A_broken_file_is_named_on_the_page_and_the_map_goes_on()
    {
        await using var app = await TestApp.StartAsync(Engine.Sqlite);
        using var client = await app.AsAsync(Role.Analyst);
        var sound = PmTilesFile.Write();
        foreach (
            var (bytes, said) in new[]
            {
                ("This is a text."u8.ToArray(), "is not a PMTiles archive"),
                (sound[..^3], "the copy was probably broken off"),
                (PmTilesFile.Write(tileOffset: 1_000_000), "points outside of the file"),
                ([], "is not a PMTiles archive"),
            }
        )
        {
            await PutAsync(app, bytes);
            using var answer = await client.GetAsync("/map");
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            var page = await answer.Content.ReadAsStringAsync();
            page.ShouldContain(said);
            page.ShouldContain("id=\"in-view\"");
            page.ShouldNotContain("data-detail=\"");
            page.ShouldNotContain(app.DataFolder);
            using var range = await RangeAsync(client, 0, 126);
            range.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        }
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("fr");
        (await client.GetStringAsync("/map")).ShouldContain("La carte se passe de lui");
    }

    private static async Task PutAsync(TestApp app, byte[] bytes, bool later = false)
    {
        var path = Path.Combine(
            Directory.CreateDirectory(Path.Combine(app.DataFolder, "map")).FullName,
            "detail.pmtiles"
        );
        await File.WriteAllBytesAsync(path, bytes);
        if (later)
        {
            File.SetLastWriteTimeUtc(path, File.GetLastWriteTimeUtc(path).AddSeconds(5));
        }
    }

    private static async Task<HttpResponseMessage> RangeAsync(HttpClient client, long from, long? to)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Address);
        request.Headers.Range = new RangeHeaderValue(from, to);
        return await client.SendAsync(request);
    }
}
