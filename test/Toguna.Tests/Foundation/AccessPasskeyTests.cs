using System.Net;
using AngleSharp.Html.Parser;
using Dapper;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;

namespace Toguna.Tests.Foundation;

/// <summary>Passkeys through the front door, with a device in software: what is refused, and what a verified one opens.</summary>
public sealed class AccessPasskeyTests
{
    [Theory, BothEngines]
    public async Task A_stranger_and_a_form_without_token_add_nothing(Engine engine)
    {
        await using var app = (await TestApp.StartAsync(engine)).ByName();
        using var stranger = app.Stranger();
        (await stranger.PostAsync("/account/passkeys", new FormUrlEncodedContent([]))).StatusCode.ShouldBeOneOf(
            HttpStatusCode.Redirect,
            HttpStatusCode.BadRequest
        );
        using var analyst = await app.AsAsync(Role.Analyst);
        using var bare = await analyst.PostAsync(
            "/account/passkeys",
            new FormUrlEncodedContent([new("credential", "{}"), new("passkey-current", TestApp.Password)])
        );
        bare.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await CountAsync(app)).ShouldBe(0);
    }

    [Theory, BothEngines]
    public async Task Adding_and_removing_ask_for_the_password_and_say_so_beside_the_field(Engine engine)
    {
        await using var app = (await TestApp.StartAsync(engine)).ByName();
        using var analyst = await app.AsAsync(Role.Analyst);
        using var device = new SoftKey(app.Address);
        using var refused = await AddAsync(analyst, device, "a wrong password");
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await refused.DocumentAsync()).QuerySelector("#passkey-current-e").ShouldNotBeNull();
        (await CountAsync(app)).ShouldBe(0);
        (await AuditedAsync(app, "user.password_refused")).ShouldBe(1);

        (await AddAsync(analyst, device)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await CountAsync(app)).ShouldBe(1);
        (await AuditedAsync(app, "user.passkey_added")).ShouldBe(1);

        (await RemoveAsync(analyst, device.Id, "a wrong password")).StatusCode.ShouldBe(
            HttpStatusCode.UnprocessableEntity
        );
        (await CountAsync(app)).ShouldBe(1);
        (await RemoveAsync(analyst, device.Id)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await CountAsync(app)).ShouldBe(0);
        (await AuditedAsync(app, "user.passkey_removed")).ShouldBe(1);
    }

    [Theory, BothEngines]
    public async Task Garbage_another_challenge_and_a_device_that_does_not_ask_are_refused(Engine engine)
    {
        await using var app = (await TestApp.StartAsync(engine)).ByName();
        using var analyst = await app.AsAsync(Role.Analyst);
        foreach (var credential in new[] { "", "[]", "{}", "{\"id\":\"x\"}", new string('{', 40_000) })
        {
            (await PostAddAsync(analyst, credential, TestApp.Password)).StatusCode.ShouldBe(
                HttpStatusCode.UnprocessableEntity,
                credential.Length < 50 ? credential : "40,000 braces"
            );
        }
        using var device = new SoftKey(app.Address);
        var old = device.Make(await OptionsAsync(analyst, "/account", "/account/passkeys/options"));
        await OptionsAsync(analyst, "/account", "/account/passkeys/options");
        (await PostAddAsync(analyst, old, TestApp.Password)).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        using var careless = new SoftKey(app.Address) { Verifies = false };
        (await AddAsync(analyst, careless)).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await CountAsync(app)).ShouldBe(0);
        (await AuditedAsync(app, "user.passkey_added")).ShouldBe(0);
    }

    [Theory, BothEngines]
    public async Task Nobody_removes_or_takes_over_the_passkey_of_another(Engine engine)
    {
        await using var app = (await TestApp.StartAsync(engine)).ByName();
        using var owner = await app.AsAsync(Role.Analyst);
        using var other = await app.AsAsync(Role.DutyOfficer);
        using var device = new SoftKey(app.Address);
        await AddAsync(owner, device);
        (await RemoveAsync(other, device.Id)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await AddAsync(other, device)).StatusCode.ShouldNotBe(HttpStatusCode.Redirect);
        (await CountAsync(app)).ShouldBe(1);
        // The key still opens its owner's account, nobody else's.
        using var back = await SignInAsync(app, device);
        (await back.GetStringAsync("/account")).ShouldContain("analyst");
    }

    [Theory, BothEngines]
    public async Task An_unknown_key_and_a_replayed_answer_open_nothing(Engine engine)
    {
        await using var app = (await TestApp.StartAsync(engine)).ByName();
        using var analyst = await app.AsAsync(Role.Analyst);
        using var device = new SoftKey(app.Address);
        await AddAsync(analyst, device);
        using var unknown = new SoftKey(app.Address);
        unknown.Make(await OptionsAsync(analyst, "/account", "/account/passkeys/options"));
        (await TryAsync(app, unknown)).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        using var stranger = app.Stranger();
        var answer = device.Sign(await OptionsAsync(stranger, "/sign-in", "/sign-in/passkey/options"));
        (
            await stranger.PostFormAsync("/sign-in", new() { ["credential"] = answer }, "/sign-in/passkey")
        ).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var thief = app.Stranger();
        await OptionsAsync(thief, "/sign-in", "/sign-in/passkey/options");
        (
            await thief.PostFormAsync("/sign-in", new() { ["credential"] = answer }, "/sign-in/passkey")
        ).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await AuditedAsync(app, "sign_in.failed")).ShouldBe(2);
    }

    [Theory, BothEngines]
    public async Task A_passkey_is_both_steps_for_the_session_it_opened_and_for_no_other(Engine engine)
    {
        await using var app = (await TestApp.StartAsync(engine, secondStepOptional: false)).ByName();
        using var byPassword = await app.AsAsync(Role.Administrator);
        (await byPassword.GetAsync("/administration")).Headers.Location!.ToString().ShouldBe("/account/second");
        using var device = new SoftKey(app.Address);
        await GiveAsync(app, "administrator", device);

        using var byPasskey = await SignInAsync(app, device);
        (await byPasskey.GetAsync("/administration")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await byPassword.GetAsync("/administration")).StatusCode.ShouldBe(
            HttpStatusCode.Redirect,
            "its own session has one step"
        );

        (await RemoveAsync(byPasskey, device.Id)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await byPasskey.GetAsync("/administration")).StatusCode.ShouldBe(
            HttpStatusCode.Redirect,
            "without the key the door is closed"
        );
    }

    [Theory, BothEngines]
    public async Task Many_first_looks_at_the_set_up_of_the_second_step_show_one_key(Engine engine)
    {
        await using var app = (await TestApp.StartAsync(engine)).ByName();
        using var officer = await app.AsAsync(Role.HumanRightsOfficer);
        var looks = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => officer.GetAsync("/account/second")));
        looks.ShouldAllBe(l => l.StatusCode == HttpStatusCode.OK);
        var keys = await Task.WhenAll(
            looks.Select(async l => (await l.DocumentAsync()).QuerySelector("code")!.TextContent)
        );
        keys.Distinct().Count().ShouldBe(1);
    }

    /// <summary>Gives an account a key the way its owner would, at a time when that was open to them.</summary>
    private static async Task GiveAsync(TestApp app, string role, SoftKey device)
    {
        using var client = app.Stranger();
        await using var c = await app.Database.OpenAsync();
        var name = await c.ExecuteScalarAsync<string>(
            "SELECT \"UserName\" FROM user_account WHERE \"UserName\" LIKE @role",
            new { role = role + "%" }
        );
        await client.PostFormAsync("/sign-in", new() { ["name"] = name!, ["password"] = TestApp.Password });
        await client.PageAsync("/account/second");
        (await AddAsync(client, device, page: "/account/second")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    private static async Task<HttpResponseMessage> AddAsync(
        HttpClient client,
        SoftKey device,
        string password = TestApp.Password,
        string page = "/account"
    ) =>
        await PostAddAsync(
            client,
            device.Make(await OptionsAsync(client, page, "/account/passkeys/options")),
            password,
            page
        );

    private static Task<HttpResponseMessage> PostAddAsync(
        HttpClient client,
        string credential,
        string password,
        string page = "/account"
    ) =>
        client.PostFormAsync(
            page,
            new()
            {
                ["credential"] = credential,
                ["name"] = "telephone",
                ["passkey-current"] = password,
            },
            "/account/passkeys"
        );

    private static Task<HttpResponseMessage> RemoveAsync(
        HttpClient client,
        string id,
        string password = TestApp.Password
    ) =>
        client.PostFormAsync(
            "/account",
            new() { ["id"] = id, ["passkey-remove-current"] = password },
            "/account/passkeys/remove"
        );

    private static async Task<string> OptionsAsync(HttpClient client, string page, string path)
    {
        using var answer = await client.PostFormAsync(page, [], path);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await answer.Content.ReadAsStringAsync();
    }

    private static async Task<HttpResponseMessage> TryAsync(TestApp app, SoftKey device, HttpClient? client = null)
    {
        using var own = client is null ? app.Stranger() : null;
        client ??= own!;
        var answer = device.Sign(await OptionsAsync(client, "/sign-in", "/sign-in/passkey/options"));
        return await client.PostFormAsync("/sign-in", new() { ["credential"] = answer }, "/sign-in/passkey");
    }

    private static async Task<HttpClient> SignInAsync(TestApp app, SoftKey device)
    {
        var client = app.Stranger();
        (await TryAsync(app, device, client)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        return client;
    }

    private static async Task<long> CountAsync(TestApp app)
    {
        await using var c = await app.Database.OpenAsync();
        return await c.ExecuteScalarAsync<long>("SELECT count(*) FROM user_passkey");
    }

    private static async Task<long> AuditedAsync(TestApp app, string action)
    {
        await using var c = await app.Database.OpenAsync();
        return await c.ExecuteScalarAsync<long>(
            "SELECT count(*) FROM audit_entry WHERE action = @action",
            new { action }
        );
    }
}
