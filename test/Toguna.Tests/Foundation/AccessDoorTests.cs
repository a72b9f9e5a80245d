using System.Net;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;

namespace Toguna.Tests.Foundation;

/// <summary>What stands before every page: the second step of those whose role needs it, and the name of the server.</summary>
public sealed class AccessDoorTests
{
    [Theory, BothEngines]
    public async Task Nothing_opens_for_an_administrator_before_the_second_step(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine, secondStepOptional: false);
        foreach (var role in new[] { Role.Administrator, Role.HumanRightsOfficer })
        {
            using var client = await app.AsAsync(role);
            foreach (var path in new[] { "/", "/incidents", "/account", "/administration", "/no-such-page" })
            {
                using var led = await client.GetAsync(path);
                led.StatusCode.ShouldBe(HttpStatusCode.Redirect, path);
                led.Headers.Location!.ToString().ShouldBe("/account/second");
            }
            (await client.GetAsync("/api/places?q=Bambari")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
            using var posted = await client.PostFormAsync("/account/second", [], "/account/everywhere");
            posted.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
            (await client.GetAsync("/css/base.css")).StatusCode.ShouldBe(HttpStatusCode.OK);

            var page = await client.PageAsync("/account/second");
            page.QuerySelector("main")!.TextContent.ShouldContain("Your role needs it");
            var key = page.QuerySelector("main code.cmd")!.TextContent.Replace(" ", "", StringComparison.Ordinal);
            using var on = await client.PostFormAsync(
                "/account/second",
                new() { ["code"] = Totp.CodeAt(key, DateTimeOffset.UtcNow) }
            );
            on.StatusCode.ShouldBe(HttpStatusCode.OK);
            (await client.GetAsync("/incidents")).StatusCode.ShouldBe(HttpStatusCode.OK);
        }
        using var analyst = await app.AsAsync(Role.Analyst);
        (await analyst.GetAsync("/incidents")).StatusCode.ShouldBe(HttpStatusCode.OK, "other roles may do without");
    }

    [Theory, BothEngines]
    public async Task It_answers_under_its_own_names_only(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine, hosts: ["toguna.example.org", "2001:db8::7"]);
        foreach (
            var name in new[]
            {
                "localhost",
                "127.0.0.1",
                "[::1]",
                "toguna.example.org",
                "TOGUNA.example.org:8443",
                "[2001:db8::7]",
            }
        )
        {
            (await AskAsync(app, name)).ShouldBe(HttpStatusCode.OK, name);
        }
        foreach (
            var name in new[]
            {
                "evil.example",
                "toguna.example.org.evil.example",
                "127.0.0.1.evil.example",
                "10.0.0.1",
                "0.0.0.0",
            }
        )
        {
            (await AskAsync(app, name)).ShouldBe(HttpStatusCode.BadRequest, name);
        }
    }

    private static async Task<HttpStatusCode> AskAsync(TestApp app, string host)
    {
        using var client = app.Stranger();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/sign-in");
        request.Headers.Host = host;
        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }
}
