using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Storage;

namespace Toguna.Foundation.Access;

/// <summary>Makes and changes accounts, each with its audit line.</summary>
public sealed class Accounts(
    UserManager<User> users,
    RoleManager<IdentityRole<Guid>> roles,
    AccessDb context,
    Database database,
    AuditLog audit,
    TimeProvider clock
)
{
    public Task<bool> AnyAsync() => users.Users.AnyAsync();

    public async Task<bool> ExistsAsync(string name) => await users.FindByNameAsync(name) is not null;

    /// <summary>What is wrong with the name or password of an account that is not made yet; empty: nothing.</summary>
    public async Task<IReadOnlyList<Problem>> CheckAsync(string name, string password)
    {
        var user = new User { UserName = name.Trim() };
        var verdicts = new List<IdentityResult>();
        foreach (var check in users.UserValidators)
        {
            verdicts.Add(await check.ValidateAsync(users, user));
        }
        foreach (var check in users.PasswordValidators)
        {
            verdicts.Add(await check.ValidateAsync(users, user, password));
        }
        return [.. verdicts.SelectMany(v => AccessProblems.Of(v, name)).DistinctBy(p => p.Name)];
    }

    /// <returns>The new account, or what is wrong with the name or password.</returns>
    public async Task<(User? User, IReadOnlyList<Problem> Problems)> MakeAsync(
        string name,
        string? password,
        IReadOnlyCollection<Role> holds,
        string by,
        Component? component = null,
        int clearance = 2
    )
    {
        var user = new User
        {
            Id = Ids.New(clock),
            UserName = name.Trim(),
            LockoutEnabled = true,
            CreatedAt = clock.GetUtcNow(),
            Component = component?.ToString(),
            Clearance = clearance,
        };
        var names = holds.Select(r => r.ToString()).ToList();
        var made = await ChangeAsync(
            by,
            "user.made",
            user,
            [
                () => EnsureRolesAsync(names),
                () => password is null ? users.CreateAsync(user) : users.CreateAsync(user, password),
                () => users.AddToRolesAsync(user, names),
            ],
            new
            {
                roles = names,
                component = user.Component,
                clearance,
            }
        );
        return made.Succeeded ? (user, []) : (null, AccessProblems.Of(made, name));
    }

    /// <summary>The person holds these roles and no others; open sessions end with their next request.</summary>
    public async Task ChangeRolesAsync(User user, IReadOnlyCollection<Role> holds, string by)
    {
        var before = await users.GetRolesAsync(user);
        var after = holds.Select(r => r.ToString()).ToList();
        await MustAsync(
            by,
            "user.roles_changed",
            user,
            [
                () => EnsureRolesAsync(after),
                () => users.RemoveFromRolesAsync(user, before.Except(after)),
                () => users.AddToRolesAsync(user, after.Except(before)),
                () => users.UpdateSecurityStampAsync(user),
            ],
            new { before, after }
        );
    }

    /// <summary>The person belongs to this component and may read so far at most, from the next request on.</summary>
    public async Task ChangeStandingAsync(User user, Component? component, int clearance, string by)
    {
        var before = new { user.Component, user.Clearance };
        (user.Component, user.Clearance) = (component?.ToString(), clearance);
        await MustAsync(
            by,
            "user.standing_changed",
            user,
            [() => users.UpdateAsync(user)],
            new { before, after = new { user.Component, user.Clearance } }
        );
    }

    /// <summary>Asks the person at an open session for the password again; a wrong one counts towards the lock.</summary>
    /// <param name="field">Where the form asks for it.</param>
    public async Task<IReadOnlyList<Problem>> ConfirmAsync(User user, string? password, string field)
    {
        // Checked for a locked account too: the time of the answer does not tell that it is locked.
        var right = await users.CheckPasswordAsync(user, password ?? "");
        if (right && !await users.IsLockedOutAsync(user))
        {
            await users.ResetAccessFailedCountAsync(user);
            return [];
        }
        await RefusedAsync(user);
        return [AccessProblems.PasswordWrong().At(field)];
    }

    /// <summary>Counts a wrong password typed at an open session.</summary>
    public async Task RefusedAsync(User user)
    {
        await users.AccessFailedAsync(user);
        await NoteAsync(user.Id.ToString(), "user.password_refused", user);
    }

    /// <summary>Changes the account and writes the audit line: all of it is kept, or nothing.</summary>
    /// <remarks>Identity's context works in the transaction of the audit line, on its connection, for as long as it lasts.</remarks>
    /// <returns>The first step that was refused; nothing is kept then.</returns>
    public async Task<IdentityResult> ChangeAsync(
        string by,
        string action,
        User user,
        IReadOnlyList<Func<Task<IdentityResult>>> steps,
        object? detail = null
    )
    {
        try
        {
            await database.WriteAsync(async tx =>
            {
                context.Database.SetDbConnection(tx.Connection);
                await context.Database.UseTransactionAsync(tx.Transaction);
                try
                {
                    foreach (var step in steps)
                    {
                        var result = await step();
                        if (!result.Succeeded)
                        {
                            throw new RefusedException(result);
                        }
                    }
                    await audit.AppendAsync(tx, by, action, $"user:{user.Id}", detail);
                }
                finally
                {
                    await context.Database.UseTransactionAsync(null);
                    context.Database.SetDbConnection(null);
                    context.Database.SetConnectionString(database.ConnectionString);
                }
            });
            return IdentityResult.Success;
        }
        catch (RefusedException e)
        {
            return e.Result;
        }
    }

    /// <summary>The same for a change that only a simultaneous one can refuse.</summary>
    /// <exception cref="ProblemException">Somebody else changed the account meanwhile.</exception>
    public async Task MustAsync(
        string by,
        string action,
        User user,
        IReadOnlyList<Func<Task<IdentityResult>>> steps,
        object? detail = null
    )
    {
        if (!(await ChangeAsync(by, action, user, steps, detail)).Succeeded)
        {
            throw AccessProblems.ChangedMeanwhile().Raise();
        }
    }

    private async Task<IdentityResult> EnsureRolesAsync(IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            if (!await roles.RoleExistsAsync(name))
            {
                var made = await roles.CreateAsync(new IdentityRole<Guid>(name) { Id = Ids.New(clock) });
                if (!made.Succeeded)
                {
                    return made;
                }
            }
        }
        return IdentityResult.Success;
    }

    public Task NoteAsync(string by, string action, User user, object? detail = null) =>
        database.WriteAsync(tx => audit.AppendAsync(tx, by, action, $"user:{user.Id}", detail));

    public Task NoteAsync(string action, string subject, object? detail = null) =>
        database.WriteAsync(tx => audit.AppendAsync(tx, "stranger", action, subject, detail));

    /// <summary>Rolls the transaction back; never leaves this class.</summary>
    private sealed class RefusedException(IdentityResult result) : Exception
    {
        public IdentityResult Result => result;
    }
}
