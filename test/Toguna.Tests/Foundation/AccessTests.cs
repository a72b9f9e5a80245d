using System.Net;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;

namespace Toguna.Tests.Foundation;

/// <summary>Who gets in, who does not, and what every answer carries.</summary>
public sealed class AccessTests
{
    private static readonly string[] OpenToStrangers =
    [
        "/health",
        "/sign-in",
        "/sign-in/code",
        "/link",
        "/language",
        "/leave",
        "/tell",
        "/status",
    ];

    [Theory, BothEngines]
    public async Task A_stranger_is_turned_away_at_every_door_but_the_named_ones(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        using var stranger = app.Stranger();
        var doors = app
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") == true)
            .Where(e => e.Metadata.GetMetadata<Microsoft.AspNetCore.StaticAssets.StaticAssetDescriptor>() is null)
            .Select(e => "/" + e.RoutePattern.RawText!.Trim('/'))
            .Distinct()
            .ToList();
        doors.Count.ShouldBeGreaterThan(10);
        foreach (
            var door in doors.Where(d => !OpenToStrangers.Contains(d) && !d.Contains("{**", StringComparison.Ordinal))
        )
        {
            var path = System.Text.RegularExpressions.Regex.Replace(door, @"\{[^}]*guid[^}]*\}", Guid.Empty.ToString());
            path = System.Text.RegularExpressions.Regex.Replace(path, @"\{[^}]*\}", "1");
            using var answer = await stranger.GetAsync(path);
            if (door.StartsWith("/api", StringComparison.Ordinal))
            {
                answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, door);
            }
            else
            {
                answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, door);
                answer.Headers.Location!.ToString().ShouldContain("/sign-in");
            }
        }
    }

    [Theory, BothEngines]
    public async Task A_wrong_password_an_unknown_name_and_a_locked_account_sound_the_same(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await MakeAsync(app, "awa", Role.Analyst);
        using var client = app.Stranger();
        var said = new HashSet<string>();
        for (var i = 0; i < 6; i++)
        {
            said.Add(await SignInAsync(client, "awa", "not the password"));
        }
        said.Add(await SignInAsync(client, "awa", TestApp.Password));
        said.Add(await SignInAsync(client, "nobody", "not the password"));
        said.Count.ShouldBe(1);
        said.Single().ShouldContain("five wrong tries");
    }

    [Theory, BothEngines]
    public async Task A_form_without_its_token_is_refused(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        using var client = await app.AsAsync(Role.Administrator);
        using var content = new FormUrlEncodedContent(new Dictionary<string, string> { ["kind"] = "ged" });
        using var answer = await client.PostAsync("/sign-out", content);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await client.GetAsync("/imports")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory, BothEngines]
    public async Task A_way_back_leads_nowhere_else(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await MakeAsync(app, "issa", Role.Analyst);
        foreach (
            var (back, expected) in new[]
            {
                ("https://evil.example/", "/"),
                ("//evil.example", "/"),
                ("/\\evil.example", "/"),
                ("/imports", "/imports"),
            }
        )
        {
            using var client = app.Stranger();
            using var answer = await client.PostFormAsync(
                "/sign-in",
                new()
                {
                    ["name"] = "issa",
                    ["password"] = TestApp.Password,
                    ["back"] = back,
                }
            );
            answer.Headers.Location!.ToString().ShouldBe(expected, back);
        }
    }

    [Theory, BothEngines]
    public async Task A_role_opens_only_its_doors(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        using var reporter = await app.AsAsync(Role.Reporter);
        (await reporter.GetAsync("/incidents")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await reporter.GetAsync("/imports")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var duty = await app.AsAsync(Role.DutyOfficer);
        (await duty.GetAsync("/incidents")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await duty.GetAsync("/imports")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory, BothEngines]
    public async Task The_link_of_the_first_administrator_opens_once(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var token = await app.Services.GetRequiredService<OneTimeLinks>().MakeAsync(OneTimeLinks.First, null);
        using var client = app.Stranger();
        (await client.GetAsync("/link?token=guess")).StatusCode.ShouldBe(HttpStatusCode.Gone);

        using var weak = await PostLinkAsync(client, token, "short", "short");
        weak.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await weak.DocumentAsync()).QuerySelector("#name")!.GetAttribute("value").ShouldBe("aminata");

        using var made = await PostLinkAsync(client, token, TestApp.Password, TestApp.Password);
        made.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await client.GetAsync("/link?token=" + token)).StatusCode.ShouldBe(HttpStatusCode.Gone);
        (await SignInAsync(client, "aminata", TestApp.Password)).ShouldBe("in");
    }

    [Theory, BothEngines]
    public async Task A_code_of_the_authenticator_opens_once_and_a_recovery_code_once(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await MakeAsync(app, "fanta", Role.HumanRightsOfficer);
        string key;
        string recovery;
        using (var scope = app.Services.CreateScope())
        {
            var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
            var user = (await users.FindByNameAsync("fanta"))!;
            await users.ResetAuthenticatorKeyAsync(user);
            key = (await users.GetAuthenticatorKeyAsync(user))!;
            await users.SetTwoFactorEnabledAsync(user, true);
            recovery = (await users.GenerateNewTwoFactorRecoveryCodesAsync(user, 8))!.First();
        }
        var code = Totp.CodeAt(key, DateTimeOffset.UtcNow);
        (await CodeAsync(app, "fanta", "000000")).ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await CodeAsync(app, "fanta", code)).ShouldBe(HttpStatusCode.Redirect);
        (await CodeAsync(app, "fanta", code)).ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await CodeAsync(app, "fanta", recovery)).ShouldBe(HttpStatusCode.Redirect);
        (await CodeAsync(app, "fanta", recovery)).ShouldBe(HttpStatusCode.UnprocessableEntity);

        // Neither the key nor a code lies in the database in clear.
        await using var c = await app.Database.OpenAsync();
        var kept = string.Join('\n', await c.QueryAsync<string>("SELECT \"Value\" FROM user_token"));
        kept.ShouldNotContain(key);
        kept.ShouldNotContain(recovery);
    }

    [Theory, BothEngines]
    public async Task Every_answer_carries_the_strict_policy(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        using var client = await app.AsAsync(Role.Analyst);
        foreach (var path in new[] { "/incidents", "/nothing-here", "/sign-in", "/css/base.css", "/api/nothing" })
        {
            using var answer = await client.GetAsync(path);
            var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
            policy.ShouldContain("default-src 'none'");
            policy.ShouldNotContain("unsafe");
            answer.Headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
        }
    }

    private static async Task MakeAsync(TestApp app, string name, Role role)
    {
        using var scope = app.Services.CreateScope();
        var (_, problems) = await scope
            .ServiceProvider.GetRequiredService<Accounts>()
            .MakeAsync(name, TestApp.Password, [role], "system");
        problems.ShouldBeEmpty();
    }

    private static async Task<string> SignInAsync(HttpClient client, string name, string password)
    {
        using var answer = await client.PostFormAsync("/sign-in", new() { ["name"] = name, ["password"] = password });
        return answer.StatusCode == HttpStatusCode.Redirect
            ? "in"
            : (await answer.DocumentAsync()).QuerySelector(".errsum")!.TextContent.Trim();
    }

    private static async Task<HttpStatusCode> CodeAsync(TestApp app, string name, string code)
    {
        using var client = app.Stranger();
        using var first = await client.PostFormAsync(
            "/sign-in",
            new() { ["name"] = name, ["password"] = TestApp.Password }
        );
        first.Headers.Location!.ToString().ShouldStartWith("/sign-in/code");
        (await client.GetAsync("/incidents")).StatusCode.ShouldBe(HttpStatusCode.Redirect, "half signed in is not in");
        using var second = await client.PostFormAsync("/sign-in/code", new() { ["code"] = code });
        return second.StatusCode;
    }

    private static Task<HttpResponseMessage> PostLinkAsync(
        HttpClient client,
        string token,
        string password,
        string again
    ) =>
        client.PostFormAsync(
            "/link?token=" + token,
            new()
            {
                ["token"] = token,
                ["name"] = "aminata",
                ["password"] = password,
                ["again"] = again,
            },
            "/link"
        );
}
