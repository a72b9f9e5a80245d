using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Storage;

namespace Toguna.Foundation.Access;

/// <summary>Makes and changes accounts, each with its audit line.</summary>
public sealed class Accounts(
    UserManager<User> users,
    RoleManager<IdentityRole<Guid>> roles,
    Database database,
    AuditLog audit,
    TimeProvider clock
)
{
    public Task<bool> AnyAsync() => users.Users.AnyAsync();

    public async Task<bool> ExistsAsync(string name) => await users.FindByNameAsync(name) is not null;

    /// <returns>The new account, or what is wrong with the name or password.</returns>
    public async Task<(User? User, IReadOnlyList<Problem> Problems)> MakeAsync(
        string name,
        string? password,
        IReadOnlyCollection<Role> holds,
        string by
    )
    {
        await EnsureRolesAsync(holds);
        var user = new User
        {
            Id = Ids.New(clock),
            UserName = name.Trim(),
            LockoutEnabled = true,
            CreatedAt = clock.GetUtcNow(),
            Clearance = holds.Contains(Role.HumanRightsOfficer) || holds.Contains(Role.Leadership) ? 2 : 1,
        };
        var made = password is null ? await users.CreateAsync(user) : await users.CreateAsync(user, password);
        if (!made.Succeeded)
        {
            return (null, AccessProblems.Of(made, name));
        }
        await users.AddToRolesAsync(user, holds.Select(r => r.ToString()));
        await NoteAsync(by, "user.made", user, new { roles = holds.Select(r => r.ToString()) });
        return (user, []);
    }

    /// <summary>What is wrong with a name and password, before anything is made.</summary>
    public async Task<IReadOnlyList<Problem>> CheckAsync(string name, string password)
    {
        var user = new User { UserName = name.Trim() };
        var problems = new List<Problem>();
        foreach (var check in users.UserValidators)
        {
            var verdict = await check.ValidateAsync(users, user);
            problems.AddRange(verdict.Succeeded ? [] : AccessProblems.Of(verdict, name));
        }
        foreach (var check in users.PasswordValidators)
        {
            var verdict = await check.ValidateAsync(users, user, password);
            problems.AddRange(verdict.Succeeded ? [] : AccessProblems.Of(verdict, name));
        }
        return [.. problems.DistinctBy(p => p.Name)];
    }

    /// <summary>The person holds these roles and no others; open sessions follow within a minute.</summary>
    public async Task ChangeRolesAsync(User user, IReadOnlyCollection<Role> holds, string by)
    {
        await EnsureRolesAsync(holds);
        var before = await users.GetRolesAsync(user);
        var after = holds.Select(r => r.ToString()).ToList();
        await users.RemoveFromRolesAsync(user, before.Except(after));
        await users.AddToRolesAsync(user, after.Except(before));
        await users.UpdateSecurityStampAsync(user);
        await NoteAsync(by, "user.roles_changed", user, new { before, after });
    }

    private async Task EnsureRolesAsync(IEnumerable<Role> holds)
    {
        foreach (var role in holds)
        {
            if (!await roles.RoleExistsAsync(role.ToString()))
            {
                await roles.CreateAsync(new IdentityRole<Guid>(role.ToString()) { Id = Ids.New(clock) });
            }
        }
    }

    public Task NoteAsync(string by, string action, User user, object? detail = null) =>
        database.WriteAsync(tx => audit.AppendAsync(tx, by, action, $"user:{user.Id}", detail));

    public Task NoteAsync(string action, string subject, object? detail = null) =>
        database.WriteAsync(tx => audit.AppendAsync(tx, "stranger", action, subject, detail));
}
