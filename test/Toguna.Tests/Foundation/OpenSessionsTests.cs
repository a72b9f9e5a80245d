using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using static Toguna.Tests.Foundation.GrantSteps;

namespace Toguna.Tests.Foundation;

/// <summary>What is taken away is gone with the very next request, also where another server of the mission wrote it down.</summary>
public sealed class OpenSessionsTests
{
    private const string Mara = "00000000-0000-0000-0000-000000000002";

    [Theory, BothEngines]
    public async Task A_session_that_ended_at_one_server_opens_nothing_at_another(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await using var beside = await app.BesideAsync();
        var cookies = new CookieContainer();
        using var here = Browser(app, cookies);
        using var there = Browser(beside, cookies);
        using var another = await app.AsAsync(Role.Analyst);
        await here.PostFormAsync("/sign-in", new() { ["name"] = "analyst.1", ["password"] = TestApp.Password });
        using var copy = Copy(app, cookies);
        await OpensAsync(here, there, copy);
        (await there.PostFormAsync("/account", [], "/sign-out")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await ClosedAsync(copy);
        await OpensAsync(another);
    }

    [Theory, BothEngines]
    public async Task Roles_password_and_account_that_change_elsewhere_end_the_session_at_once(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await using var beside = await app.BesideAsync();
        using var analyst = await app.AsAsync(Role.Analyst);
        using var second = await app.AsAsync(Role.Analyst);
        using var third = await app.AsAsync(Role.Analyst);
        using var fourth = await app.AsAsync(Role.Analyst);
        using var untouched = await app.AsAsync(Role.Analyst);
        await OpensAsync(analyst, second, third, fourth, untouched);

        await ElsewhereAsync(
            "analyst.1",
            (accounts, _, user) => accounts.ChangeRolesAsync(user, [Role.Reporter], "system")
        );
        await ClosedAsync(analyst);
        (
            await analyst.PostFormAsync("/sign-in", new() { ["name"] = "analyst.1", ["password"] = TestApp.Password })
        ).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await analyst.GetAsync("/incidents")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        await ElsewhereAsync(
            "analyst.2",
            async (_, users, user) =>
                (
                    await users.ChangePasswordAsync(user, TestApp.Password, "another roof of dry straw")
                ).Succeeded.ShouldBeTrue()
        );
        await ClosedAsync(second);

        await ElsewhereAsync(
            "analyst.3",
            async (_, users, user) =>
            {
                user.Disabled = true;
                (await users.UpdateSecurityStampAsync(user)).Succeeded.ShouldBeTrue();
            }
        );
        await ClosedAsync(third);

        // Closed by whoever forgot the stamp.
        await beside.Database.WriteAsync(tx =>
            tx.ExecuteAsync(
                """UPDATE user_account SET "Disabled" = @yes WHERE "UserName" = 'analyst.4'""",
                new { yes = true }
            )
        );
        await ClosedAsync(fourth);
        await OpensAsync(untouched);

        async Task ElsewhereAsync(string name, Func<Accounts, UserManager<User>, User, Task> change)
        {
            using var scope = beside.Services.CreateScope();
            var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
            await change(
                scope.ServiceProvider.GetRequiredService<Accounts>(),
                users,
                (await users.FindByNameAsync(name))!
            );
        }
    }

    [Theory, BothEngines]
    public async Task A_grant_that_was_revoked_elsewhere_or_ran_out_is_over_with_the_next_request(Engine engine)
    {
        // Half an hour before midnight, where a grant for today ends.
        var now = TimeProvider.System.GetUtcNow();
        var clock = new SetClock { Ahead = now.Date.AddDays(1).AddMinutes(-30) - now.UtcDateTime };
        await using var app = await TestApp.StartAsync(engine, clock);
        await using var beside = await app.BesideAsync();
        using var officer = await app.AsAsync(Role.HumanRightsOfficer);
        using var adviser = await app.OfAsync(Component.HumanRights, Role.HumanRightsOfficer);
        using var admin = beside.Stranger();
        using (await app.AsAsync(Role.Administrator))
        {
            await admin.PostFormAsync(
                "/sign-in",
                new() { ["name"] = "administrator.3", ["password"] = TestApp.Password }
            );
        }
        var id = await app.IdOfAsync(officer);
        (await MayOpenAsync(officer)).ShouldBe(1);

        (await admin.GrantAsync(id, Mara, Day(clock.GetUtcNow(), 0))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await MayOpenAsync(officer)).ShouldBe(2);
        var revoke = (await admin.PageAsync(Page))
            .QuerySelectorAll("form")
            .Select(f => f.GetAttribute("action"))
            .Single(a => a?.EndsWith("/revoke", StringComparison.Ordinal) == true);
        (await admin.PostFormAsync(Page, [], revoke)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await MayOpenAsync(officer)).ShouldBe(1, "revoked");

        (await admin.GrantAsync(id, Mara, Day(clock.GetUtcNow(), 0))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await MayOpenAsync(officer)).ShouldBe(2);
        // Asked for at the same moment, each is told their own.
        for (var round = 0; round < 5; round++)
        {
            var told = await Task.WhenAll(
                Enumerable.Range(0, 16).Select(i => MayOpenAsync(i % 2 == 0 ? officer : adviser))
            );
            told.ShouldBe(Enumerable.Range(0, 16).Select(i => i % 2 == 0 ? 2 : 1));
        }
        clock.Ahead += TimeSpan.FromHours(1);
        (await MayOpenAsync(officer)).ShouldBe(1, "run out");
    }

    [Theory, BothEngines]
    public async Task Of_many_who_come_at_once_those_who_signed_out_are_turned_away_and_no_others(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var copies = new List<HttpClient>();
        for (var i = 1; i <= 10; i++)
        {
            using (await app.AsAsync(Role.Reporter)) { }
            var cookies = new CookieContainer();
            using var own = Browser(app, cookies);
            await own.PostFormAsync("/sign-in", new() { ["name"] = $"reporter.{i}", ["password"] = TestApp.Password });
            copies.Add(Copy(app, cookies));
            if (i % 2 == 0)
            {
                await own.PostFormAsync("/account", [], "/sign-out");
            }
        }
        for (var round = 0; round < 10; round++)
        {
            var told = await Task.WhenAll(copies.Select(async c => (await c.GetAsync("/account")).StatusCode));
            told.ShouldBe(
                Enumerable.Range(1, 10).Select(i => i % 2 == 0 ? HttpStatusCode.Redirect : HttpStatusCode.OK)
            );
        }
        copies.ForEach(c => c.Dispose());
    }

    [Fact]
    public async Task Nobody_is_given_an_answer_to_a_question_that_was_put_before_they_came()
    {
        var truth = 1;
        var put = new TaskCompletionSource();
        var answer = new TaskCompletionSource();
        var group = new GroupAsk<string, string>(async items =>
        {
            if (items.Contains("fails"))
            {
                throw new TimeoutException();
            }
            var seen = truth;
            put.TrySetResult();
            await answer.Task;
            return [.. items.Select(i => i + seen)];
        });
        var first = group.AskAsync("a");
        await put.Task;
        truth = 2;
        var later = new[] { group.AskAsync("b"), group.AskAsync("c") };
        answer.SetResult();
        (await first).ShouldBe("a1");
        (await Task.WhenAll(later)).ShouldBe(["b2", "c2"]);
        await Should.ThrowAsync<TimeoutException>(() => group.AskAsync("fails"));
        (await group.AskAsync("d")).ShouldBe("d2");
    }

    private static async Task<int> MayOpenAsync(HttpClient client) =>
        (await client.PageAsync(Page)).QuerySelectorAll("#what option").Length;

    private static async Task OpensAsync(params HttpClient[] clients)
    {
        foreach (var client in clients)
        {
            (await client.GetAsync("/incidents")).StatusCode.ShouldBe(HttpStatusCode.OK);
        }
    }

    private static async Task ClosedAsync(HttpClient client)
    {
        using var answer = await client.GetAsync("/incidents");
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        answer.Headers.Location!.ToString().ShouldContain("/sign-in");
    }

    private static HttpClient Browser(TestApp app, CookieContainer cookies) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = cookies })
        {
            BaseAddress = app.Address,
            DefaultRequestHeaders = { { "Origin", app.Address.GetLeftPart(UriPartial.Authority) } },
        };

    private static HttpClient Copy(TestApp app, CookieContainer cookies) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = app.Address,
            DefaultRequestHeaders = { { "Cookie", cookies.GetCookieHeader(app.Address) } },
        };

    private sealed class SetClock : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Ahead;
    }
}
