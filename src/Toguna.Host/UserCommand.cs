using System.CommandLine;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Toguna.Foundation;
using Toguna.Foundation.Access;

namespace Toguna.Host;

/// <summary><c>toguna user add|reset</c>: for the person at the machine, when nobody else can get in.</summary>
internal static class UserCommand
{
    public static Command Build()
    {
        var name = new Argument<string>("NAME");
        var role = new Option<Role[]>("--role")
        {
            Description = $"One or more of {string.Join(", ", Enum.GetNames<Role>())}.",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
        var add = new Command("add", "Make an account; prints a one-time link to choose its password.") { name, role };
        add.SetAction(
            async (parsed, ct) =>
            {
                // The parser takes a number for any role.
                if (
                    parsed.GetValue(role)!.Where(r => !Enum.IsDefined(r)).Select(r => (Role?)r).FirstOrDefault() is
                    { } none
                )
                {
                    throw FoundationProblems.OptionInvalid("--role", none.ToString(), role.Description!).Raise();
                }
                await using var services = await Run.OpenAsync(parsed, ct);
                using var scope = services.CreateScope();
                var (user, problems) = await scope
                    .ServiceProvider.GetRequiredService<Accounts>()
                    .MakeAsync(parsed.GetValue(name)!, null, parsed.GetValue(role)!, Caller.CommandLine.Id);
                if (user is null)
                {
                    throw problems[0].Raise();
                }
                return await LinkAsync(parsed, services, user, OneTimeLinks.Invitation);
            }
        );
        var reset = new Command("reset", "A one-time link to choose a new password.") { name };
        reset.SetAction(
            async (parsed, ct) =>
            {
                await using var services = await Run.OpenAsync(parsed, ct);
                using var scope = services.CreateScope();
                var user =
                    await scope
                        .ServiceProvider.GetRequiredService<UserManager<User>>()
                        .FindByNameAsync(parsed.GetValue(name)!)
                    ?? throw FoundationProblems.NotFound($"account “{parsed.GetValue(name)}”").Raise();
                await scope
                    .ServiceProvider.GetRequiredService<Accounts>()
                    .NoteAsync(Caller.CommandLine.Id, "user.link_made", user);
                return await LinkAsync(parsed, services, user, OneTimeLinks.Reset);
            }
        );
        return new Command("user", "Accounts.") { add, reset };
    }

    private static async Task<int> LinkAsync(ParseResult parsed, ServiceProvider services, User user, string purpose)
    {
        var token = await services.GetRequiredService<OneTimeLinks>().MakeAsync(purpose, user.Id);
        var path = "/link?token=" + token;
        Run.Print(
            parsed,
            new { user = user.UserName, link = path },
            [$"{user.UserName} chooses a password here (once, within 24 hours): <address of this Toguna>{path}"]
        );
        return 0;
    }
}
