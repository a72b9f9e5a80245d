using System.Net;
using System.Text.RegularExpressions;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;

namespace Toguna.Tests.Foundation;

/// <summary>What people do with their own account, and administrators with those of others, through the pages.</summary>
public sealed class AccessAccountTests
{
    private const string Other = "quatre mots de plus";

    [Theory, BothEngines]
    public async Task The_authenticator_is_set_up_once_and_no_look_at_the_page_breaks_it(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        using var client = await app.AsAsync(Role.Analyst);
        var key = await KeyAsync(client);
        (await KeyAsync(client)).ShouldBe(key, "a reload shows the same key");
        using (var wrong = await client.PostFormAsync("/account/second", new() { ["code"] = "000000" }))
        {
            wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            KeyOf(await wrong.DocumentAsync()).ShouldBe(key, "a wrong code keeps the key");
        }
        using (var on = await client.PostFormAsync("/account/second", new() { ["code"] = CodeOf(key) }))
        {
            on.StatusCode.ShouldBe(HttpStatusCode.OK);
            (await on.DocumentAsync()).QuerySelectorAll("main .lines li").Length.ShouldBe(10);
        }
        var kept = await StateAsync(app, "analyst.1");
        using (var again = await client.GetAsync("/account/second"))
        {
            again.Headers.Location!.ToString().ShouldBe("/account");
        }
        using (var post = await client.PostFormAsync("/account", new() { ["code"] = CodeOf(key) }, "/account/second"))
        {
            post.Headers.Location!.ToString().ShouldBe("/account");
        }
        (await StateAsync(app, "analyst.1")).ShouldBe(kept, "neither changed anything");
        (await client.GetAsync("/account")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory, BothEngines]
    public async Task A_copied_cookie_opens_nothing_once_its_person_has_signed_out(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        using var elsewhere = await app.AsAsync(Role.Analyst);
        var cookies = new CookieContainer();
        using var own = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = cookies })
        {
            BaseAddress = app.Address,
            DefaultRequestHeaders = { { "Origin", app.Address.GetLeftPart(UriPartial.Authority) } },
        };
        (
            await own.PostFormAsync("/sign-in", new() { ["name"] = "analyst.1", ["password"] = TestApp.Password })
        ).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var thief = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = app.Address,
            DefaultRequestHeaders = { { "Cookie", cookies.GetCookieHeader(app.Address) } },
        };
        (await thief.GetAsync("/account")).StatusCode.ShouldBe(HttpStatusCode.OK, "a copy is as good, until then");
        (await own.PostFormAsync("/account", [], "/sign-out")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await thief.GetAsync("/account")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await elsewhere.GetAsync("/account")).StatusCode.ShouldBe(HttpStatusCode.OK, "another session goes on");
    }

    [Theory, BothEngines]
    public async Task Setting_up_and_turning_off_keep_the_persons_own_session(Engine engine)
    {
        var clock = new MovedClock();
        await using var app = await TestApp.StartAsync(engine, clock);
        using var client = await app.AsAsync(Role.Analyst);
        var key = await KeyAsync(client);
        clock.Move(TimeSpan.FromMinutes(3));
        (await client.GetAsync("/account")).StatusCode.ShouldBe(HttpStatusCode.OK, "while the person scans");
        using var on = await client.PostFormAsync(
            "/account/second",
            new() { ["code"] = Totp.CodeAt(key, clock.GetUtcNow()) }
        );
        on.StatusCode.ShouldBe(HttpStatusCode.OK);
        clock.Move(TimeSpan.FromMinutes(3));
        using var off = await client.PostFormAsync(
            "/account",
            new() { ["second-current"] = TestApp.Password },
            "/account/second/off"
        );
        off.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        clock.Move(TimeSpan.FromMinutes(3));
        (await client.GetAsync("/account")).StatusCode.ShouldBe(HttpStatusCode.OK, "after turning off");
        (await KeyAsync(client)).ShouldNotBe(key);
    }

    [Theory, BothEngines]
    public async Task What_outlives_a_session_asks_for_the_password_and_counts_wrong_ones(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        using var client = await app.AsAsync(Role.Analyst);
        (
            await client.PostFormAsync("/account/second", new() { ["code"] = CodeOf(await KeyAsync(client)) })
        ).StatusCode.ShouldBe(HttpStatusCode.OK);
        var before = await StateAsync(app, "analyst.1");
        foreach (
            var (action, field) in new[]
            {
                ("second/off", "second-current"),
                ("second/codes", "second-current"),
                ("tokens", "token-current"),
            }
        )
        {
            using var refused = await client.PostFormAsync(
                "/account",
                new() { [field] = "wrong", ["name"] = "x" },
                "/account/" + action
            );
            refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, action);
            (await refused.DocumentAsync()).QuerySelector($"#{field}-e").ShouldNotBeNull(action);
        }
        (await StateAsync(app, "analyst.1")).ShouldBe(before);
        for (var i = 0; i < 2; i++)
        {
            await client.PostFormAsync("/account", new() { ["second-current"] = "wrong" }, "/account/second/off");
        }
        using var locked = await client.PostFormAsync(
            "/account",
            new() { ["second-current"] = TestApp.Password },
            "/account/second/off"
        );
        locked.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, "five wrong ones lock");
    }

    [Theory, BothEngines]
    public async Task A_password_is_changed_with_the_old_one_only(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        using var client = await app.AsAsync(Role.Analyst);
        (await PasswordAsync(client, "wrong", Other, Other)).ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await PasswordAsync(client, TestApp.Password, Other, "different")).ShouldBe(
            HttpStatusCode.UnprocessableEntity
        );
        (await PasswordAsync(client, TestApp.Password, "short", "short")).ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await PasswordAsync(client, TestApp.Password, Other, Other)).ShouldBe(HttpStatusCode.Redirect);
        (await client.GetAsync("/account")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await SignInAsync(app, "analyst.1", TestApp.Password)).ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await SignInAsync(app, "analyst.1", Other)).ShouldBe(HttpStatusCode.Redirect);
    }

    [Theory, BothEngines]
    public async Task Of_two_who_use_the_first_link_at_once_one_becomes_administrator(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var token = await app.Services.GetRequiredService<OneTimeLinks>().MakeAsync(OneTimeLinks.First, null);
        var answers = await Task.WhenAll(Enumerable.Range(1, 6).Select(i => ChooseAsync(app, token, "admin" + i)));
        answers.Count(a => a == HttpStatusCode.Redirect).ShouldBe(1);
        answers.Count(a => a == HttpStatusCode.Gone).ShouldBe(5);
        await using var c = await app.Database.OpenAsync();
        (await c.ExecuteScalarAsync<long>("SELECT count(*) FROM user_account")).ShouldBe(1);
    }

    [Theory, BothEngines]
    public async Task An_invited_person_chooses_a_password_and_gets_in_and_roles_change(Engine engine)
    {
        var clock = new MovedClock();
        await using var app = await TestApp.StartAsync(engine, clock);
        using var admin = await app.AsAsync(Role.Administrator);
        (await AddAsync(admin, "oumar", "12")).StatusCode.ShouldBe(
            HttpStatusCode.UnprocessableEntity,
            "a number is no role"
        );
        using var added = await AddAsync(admin, "oumar", "Reporter");
        var link = new Uri((await added.DocumentAsync()).QuerySelector("code.cmd")!.TextContent);
        link.Authority.ShouldBe(app.Address.Authority);
        var token = link.Query["?token=".Length..];
        (await ChooseAsync(app, token, "ignored")).ShouldBe(HttpStatusCode.Redirect);
        (await ChooseAsync(app, token, "ignored")).ShouldBe(HttpStatusCode.Gone);
        using var oumar = app.Stranger();
        await oumar.PostFormAsync("/sign-in", new() { ["name"] = "oumar", ["password"] = Other });
        (await oumar.GetAsync("/incidents")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        var id = await IdAsync(app, "oumar");
        (
            await admin.PostFormAsync(
                "/administration",
                new() { ["roles"] = "99" },
                $"/administration/users/{id}/roles"
            )
        ).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        await admin.PostFormAsync(
            "/administration",
            new() { ["roles"] = "Analyst" },
            $"/administration/users/{id}/roles"
        );
        using var analyst = app.Stranger();
        await analyst.PostFormAsync("/sign-in", new() { ["name"] = "oumar", ["password"] = Other });
        (await analyst.GetAsync("/incidents")).StatusCode.ShouldBe(HttpStatusCode.OK);

        await admin.PostFormAsync("/administration", [], $"/administration/users/{id}/close");
        clock.Move(TimeSpan.FromMinutes(2));
        (await analyst.GetAsync("/incidents")).StatusCode.ShouldBe(
            HttpStatusCode.Redirect,
            "closing ends the open session"
        );
        (await SignInAsync(app, "oumar", Other)).ShouldBe(HttpStatusCode.UnprocessableEntity);
        await using var c = await app.Database.OpenAsync();
        var lines = await c.QueryAsync<string>(
            "SELECT action FROM audit_entry WHERE subject = @s ORDER BY seq",
            new { s = $"user:{id}" }
        );
        lines
            .Where(l => l.StartsWith("user.", StringComparison.Ordinal))
            .ShouldBe(["user.made", "user.password_set", "user.roles_changed", "user.closed"]);
    }

    [Theory, BothEngines]
    public async Task A_refused_change_of_an_account_leaves_neither_change_nor_audit_line(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        using var scope = app.Services.CreateScope();
        var accounts = scope.ServiceProvider.GetRequiredService<Accounts>();
        (await accounts.MakeAsync("binta", "short", [Role.Leadership], "system")).Problems.ShouldNotBeEmpty();
        await using var c = await app.Database.OpenAsync();
        (await c.ExecuteScalarAsync<long>("SELECT count(*) FROM audit_entry")).ShouldBe(0);
        (await c.ExecuteScalarAsync<long>("SELECT count(*) FROM user_role")).ShouldBe(0);
        (await accounts.MakeAsync("binta", Other, [Role.Leadership], "system")).Problems.ShouldBeEmpty();
        (await c.ExecuteScalarAsync<long>("SELECT count(*) FROM audit_entry")).ShouldBe(1);
    }

    [Theory, BothEngines]
    public async Task The_audit_chain_is_walked_when_somebody_asks(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        using var admin = await app.AsAsync(Role.Administrator);
        var page = await admin.PageAsync("/administration/audit");
        page.QuerySelector(".answer")!.TextContent.ShouldNotContain("chain");
        page.QuerySelector("a[href='/administration/audit?verify=1']").ShouldNotBeNull();
        (await admin.PageAsync("/administration/audit?verify=1"))
            .QuerySelector(".answer")!
            .TextContent.ShouldContain("whole");
    }

    [Theory, BothEngines]
    public async Task Nothing_can_be_posted_by_a_stranger(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        using var stranger = app.Stranger();
        string[] open = ["/sign-in", "/sign-in/code", "/link", "/language"];
        var doors = app
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("POST") == true)
            .Where(e => e.Metadata.GetMetadata<Microsoft.AspNetCore.Authorization.IAllowAnonymous>() is null)
            .Select(e => "/" + e.RoutePattern.RawText!.Trim('/'))
            .Distinct()
            .Except(open)
            .ToList();
        doors.Count.ShouldBeGreaterThan(12);
        foreach (var door in doors)
        {
            var path = Regex.Replace(door, @"\{[^}]*guid[^}]*\}", Guid.Empty.ToString());
            using var answer = await stranger.PostAsync(Regex.Replace(path, @"\{[^}]*\}", "1"), null);
            if (door.StartsWith("/api/", StringComparison.Ordinal))
            {
                answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, door);
                continue;
            }
            answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, door);
            answer.Headers.Location!.ToString().ShouldContain("/sign-in");
        }
    }

    private static async Task<string> KeyAsync(HttpClient client) => KeyOf(await client.PageAsync("/account/second"));

    private static string KeyOf(AngleSharp.Html.Dom.IHtmlDocument page) =>
        page.QuerySelector("main code.cmd")!.TextContent.Replace(" ", "", StringComparison.Ordinal);

    private static string CodeOf(string key) => Totp.CodeAt(key, DateTimeOffset.UtcNow);

    /// <summary>Everything of the account that turning on, off or resetting would change.</summary>
    private static async Task<string> StateAsync(TestApp app, string name)
    {
        await using var c = await app.Database.OpenAsync();
        var id = await IdAsync(app, name);
        var stamp = await c.ExecuteScalarAsync<string>(
            "SELECT \"SecurityStamp\" FROM user_account WHERE \"UserName\" = @name",
            new { name }
        );
        var values = await c.QueryAsync<string>(
            "SELECT \"Value\" FROM user_token WHERE \"UserId\" = @id ORDER BY \"Name\"",
            new { id }
        );
        return string.Join('|', values.Prepend(stamp));
    }

    private static async Task<Guid> IdAsync(TestApp app, string name)
    {
        await using var c = await app.Database.OpenAsync();
        return await c.QuerySingleAsync<Guid>(
            "SELECT \"Id\" FROM user_account WHERE \"UserName\" = @name",
            new { name }
        );
    }

    private static async Task<HttpStatusCode> PasswordAsync(
        HttpClient client,
        string current,
        string password,
        string again
    )
    {
        using var answer = await client.PostFormAsync(
            "/account",
            new()
            {
                ["current"] = current,
                ["password"] = password,
                ["again"] = again,
            },
            "/account/password"
        );
        return answer.StatusCode;
    }

    private static async Task<HttpStatusCode> SignInAsync(TestApp app, string name, string password)
    {
        using var client = app.Stranger();
        using var answer = await client.PostFormAsync("/sign-in", new() { ["name"] = name, ["password"] = password });
        return answer.StatusCode;
    }

    private static async Task<HttpStatusCode> ChooseAsync(TestApp app, string token, string name)
    {
        using var client = app.Stranger();
        using var answer = await client.PostFormAsync(
            "/sign-in",
            new()
            {
                ["token"] = token,
                ["name"] = name,
                ["password"] = Other,
                ["again"] = Other,
            },
            "/link"
        );
        return answer.StatusCode;
    }

    private static Task<HttpResponseMessage> AddAsync(HttpClient admin, string name, string role) =>
        admin.PostFormAsync(
            "/administration",
            new()
            {
                ["name"] = name,
                ["roles"] = role,
                ["clearance"] = "2",
            },
            "/administration/users"
        );

    private sealed class MovedClock : TimeProvider
    {
        private TimeSpan moved;

        public void Move(TimeSpan by) => moved += by;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + moved;
    }
}
