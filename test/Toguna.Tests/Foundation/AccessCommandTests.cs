using Dapper;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Tests.Foundation.Sealing;

namespace Toguna.Tests.Foundation;

/// <summary>What scripts learn of accounts and the audit chain: the exit code.</summary>
public sealed class AccessCommandTests
{
    [Theory, BothEngines]
    public async Task Audit_verify_says_by_its_exit_code_whether_the_chain_holds(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        using var client = await app.AsAsync(Role.Analyst);
        (await RunAsync(app, "audit", "verify")).ShouldBe(0);
        (await RunAsync(app, "user", "add", "oumar", "--role", "99")).ShouldBe(1, "a number is no role");
        (await RunAsync(app, "user", "add", "oumar", "--role", "Analyst")).ShouldBe(0);
        (await RunAsync(app, "audit", "verify")).ShouldBe(0);
        await using var c = await app.Database.OpenAsync();
        (await c.ExecuteScalarAsync<long>("SELECT count(*) FROM user_account WHERE \"UserName\" = 'oumar'")).ShouldBe(
            1
        );
        await c.ExecuteAsync(
            engine == Engine.Sqlite
                ? "DROP TRIGGER audit_entry_keep"
                : "ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_keep"
        );
        await c.ExecuteAsync("UPDATE audit_entry SET actor = 'somebody else' WHERE seq = 1");
        (await RunAsync(app, "audit", "verify")).ShouldBe(1);
    }

    private static async Task<int> RunAsync(TestApp app, params string[] arguments)
    {
        using var process = Probe.Start(app, arguments);
        await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
