using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;

namespace Toguna.Tests.Foundation;

/// <summary>What a program may do with a token that somebody made for it.</summary>
public sealed class AccessTokenTests
{
    [Theory, BothEngines]
    public async Task A_token_reads_what_it_is_for_until_it_is_revoked(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        using var client = await app.AsAsync(Role.Analyst);
        using var made = await client.PostFormAsync(
            "/account",
            new()
            {
                ["name"] = "export only",
                ["scopes"] = "export",
                ["token-current"] = TestApp.Password,
            },
            "/account/tokens"
        );
        (await ReadAsync(app, TokenOf(await made.Content.ReadAsStringAsync()))).ShouldBe(
            HttpStatusCode.Forbidden,
            "another scope"
        );
        using var reading = await client.PostFormAsync(
            "/account",
            new()
            {
                ["name"] = "reads",
                ["scopes"] = "read",
                ["token-current"] = TestApp.Password,
            },
            "/account/tokens"
        );
        var token = TokenOf(await reading.Content.ReadAsStringAsync());
        (await ReadAsync(app, token)).ShouldBe(HttpStatusCode.OK);
        (await ReadAsync(app, token + "x")).ShouldBe(HttpStatusCode.Unauthorized);
        (await ReadAsync(app, token, "/incidents")).ShouldBe(HttpStatusCode.Redirect, "a token opens the API only");

        // The writer is busy: reading does not wait for it.
        var free = new TaskCompletionSource();
        var writing = app.Database.WriteAsync(_ => free.Task);
        (await ReadAsync(app, token)).ShouldBe(HttpStatusCode.OK);
        free.SetResult();
        await writing;

        using var program = Program(app, token);
        (await program.PostAsync("/api/places", null)).StatusCode.ShouldBe(
            HttpStatusCode.MethodNotAllowed,
            "no form token asked"
        );
        (await client.PostAsync("/api/places", null)).StatusCode.ShouldBe(
            HttpStatusCode.BadRequest,
            "a cookie needs it"
        );

        var revoke = (await client.PageAsync("/account"))
            .QuerySelectorAll("form")
            .Select(f => f.GetAttribute("action")!)
            .Where(a => a.EndsWith("/revoke", StringComparison.Ordinal));
        foreach (var action in revoke)
        {
            await client.PostFormAsync("/account", [], action);
        }
        (await ReadAsync(app, token)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static string TokenOf(string page) => Regex.Match(page, "tgn_[A-Za-z0-9_-]{43}").Value;

    private static HttpClient Program(TestApp app, string token)
    {
        var client = app.Stranger();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    private static async Task<HttpStatusCode> ReadAsync(
        TestApp app,
        string token,
        string path = "/api/places?q=Bambari"
    )
    {
        using var client = Program(app, token);
        using var answer = await client.GetAsync(path);
        return answer.StatusCode;
    }
}
