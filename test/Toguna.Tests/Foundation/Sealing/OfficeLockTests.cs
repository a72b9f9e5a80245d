using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Sealing;
using Toguna.Foundation.Storage;

namespace Toguna.Tests.Foundation.Sealing;

public sealed class OfficeLockTests
{
    private const string Awa = "baobab lanterne quatorze sel";
    private const string Bakary = "tamarin pirogue violet onze";
    private const string Coumba = "griot marmite silence trente";

    [Theory, BothEngines]
    public async Task An_office_that_is_locked_while_it_serves_opens_to_two_key_holders_and_to_nobody_else(
        Engine engine
    )
    {
        await using var app = await TestApp.StartAsync(engine);
        var id = await app.Services.SealAsync("Hawa Cissé");
        using var officer = await app.AsAsync(Role.HumanRightsOfficer);
        (await officer.GetAsync("/account")).StatusCode.ShouldBe(HttpStatusCode.OK);

        var holders = app.Get<KeyHolders>();
        (await Probe.RefusedAsync(() => app.Get<OfficeLock>().LockAsync(Caller.CommandLine))).ShouldBe(
            "sealing.holders_missing"
        );
        (await app.RunAsync(Awa + "\n", "keyholders", "add", "Awa")).Exit.ShouldBe(0);
        (await AddAsync("Bakary", "short")).ShouldBe("sealing.passphrase_weak");
        (await AddAsync("Bakary", Awa)).ShouldBe("sealing.passphrase_taken");
        (await AddAsync("awa", Bakary)).ShouldBe("sealing.holder_exists");
        await holders.AddAsync(Caller.CommandLine, "Bakary", Bakary);
        await holders.AddAsync(Caller.CommandLine, "Coumba", Coumba);
        await holders.RemoveAsync(Caller.CommandLine, "Coumba");
        var keys = Path.Combine(app.DataFolder, "keys");
        var ring = await File.ReadAllBytesAsync(Path.Combine(keys, "ring.json"));

        // As a process leaves it that dies while it writes the ring.
        await File.WriteAllBytesAsync(Path.Combine(keys, "ring.json.0123abcd"), ring);

        var (exit, output) = await app.RunAsync("", "lock", "--json");
        exit.ShouldBe(0, output);
        using (var page = await officer.GetAsync("/account"))
        {
            page.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            var text = await page.Content.ReadAsStringAsync();
            text.ShouldContain("This office is locked");
            text.ShouldNotContain("humanrightsofficer");
            // The fingerprints of style sheets are small letters by chance and may spell a name.
            text.ShouldNotContain("Awa", Case.Sensitive);
        }
        using var stranger = app.Stranger();
        (await stranger.GetAsync("/sign-in")).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await stranger.GetAsync("/css/base.css")).StatusCode.ShouldBe(HttpStatusCode.OK);
        using (var api = await stranger.GetAsync("/api/incidents"))
        {
            api.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            (await api.Content.ReadAsStringAsync()).ShouldContain("sealing.locked");
        }
        (await Probe.RefusedAsync(() => app.Services.OpenAsync(Probe.Officer(), id))).ShouldBe("sealing.locked");
        Directory.EnumerateFiles(keys, "ring.json*").ShouldBeEmpty();
        File.Exists(Path.Combine(keys, "tokens.key")).ShouldBeFalse();
        (await File.ReadAllTextAsync(Path.Combine(keys, "ring.locked"))).ShouldNotContain("\"Awa");
        (await app.RunAsync("", "totals")).Output.ShouldContain("sealing.locked");
        (await app.RunAsync("", "audit", "verify")).Exit.ShouldBe(0);

        foreach (var (one, other) in new[] { (Awa, Awa), (Awa, Coumba), (Awa, "something else entirely") })
        {
            (
                await Probe.RefusedAsync(() => app.Get<OfficeLock>().UnlockAsync(Caller.CommandLine, one, other))
            ).ShouldBe("sealing.unlock_refused");
        }
        // A ring that somebody put back beside the lock, or a crash left there, opens nothing and is taken away.
        await File.WriteAllBytesAsync(Path.Combine(keys, "ring.json"), ring);
        (await Probe.RefusedAsync(() => app.Services.OpenAsync(Probe.Officer(), id))).ShouldBe("sealing.locked");
        app.Get<OfficeLock>().Finish();
        File.Exists(Path.Combine(keys, "ring.json")).ShouldBeFalse();

        (exit, output) = await app.RunAsync($"{Bakary}\n{Awa}\n", "unlock");
        exit.ShouldBe(0, output);
        (await app.Services.OpenAsync(Probe.Officer(), id))[id].ShouldBe("Hawa Cissé");
        (await officer.GetAsync("/account")).StatusCode.ShouldBe(
            HttpStatusCode.Redirect,
            "the session of before is none"
        );
        using var again = await app.AsAsync(Role.HumanRightsOfficer);
        (await again.GetAsync("/account")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await app.CountAsync("office.unlock_refused")).ShouldBe(3);
        await app.Services.ChainHoldsAsync();

        Task<string> AddAsync(string name, string passphrase) =>
            Probe.RefusedAsync(() => holders.AddAsync(Caller.CommandLine, name, passphrase));
    }

    [Theory, BothEngines]
    public async Task A_token_of_before_the_lock_opens_nothing_after_it(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        Guid user;
        using (var scope = app.Services.CreateScope())
        {
            user = (
                await scope
                    .ServiceProvider.GetRequiredService<Accounts>()
                    .MakeAsync("seydou", TestApp.Password, [Role.Analyst], "system")
            )
                .User!
                .Id;
        }
        using var client = app.Stranger();
        client.DefaultRequestHeaders.Authorization = new(
            "Bearer",
            await app.Get<ApiTokens>().MakeAsync(user, "script", ["read"])
        );
        (await client.GetAsync("/api/incidents")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await app.Get<KeyHolders>().AddAsync(Caller.CommandLine, "Awa", Awa);
        await app.Get<KeyHolders>().AddAsync(Caller.CommandLine, "Bakary", Bakary);
        (
            await Probe.RefusedAsync(() =>
                app.Get<OfficeLock>().LockAsync(new Caller("x", "x", new HashSet<Role>(), Standing.None))
            )
        ).ShouldBe("foundation.forbidden");
        var clock = Stopwatch.StartNew();
        (await app.Get<OfficeLock>().LockAsync(Caller.CommandLine)).Holders.ShouldBe(2);
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
        await app.Get<OfficeLock>().UnlockAsync(Caller.CommandLine, Awa, Bakary);
        (await client.GetAsync("/api/incidents")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        await app.Services.ChainHoldsAsync();
    }
}
