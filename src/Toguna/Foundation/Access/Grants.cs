using System.Data.Common;
using Dapper;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Storage;

namespace Toguna.Foundation.Access;

/// <summary>Lets somebody into a compartment or lifts a clearance, for a time, and revokes it; each with its audit line.</summary>
/// <remarks>Who grants sees codes and people, never what is inside. Nobody grants to themselves.</remarks>
public sealed class Grants(Database database, AuditLog audit)
{
    private const string Columns =
        "g.grant_id, g.user_id, g.compartment_id, g.clearance, g.reason, g.granted_by, g.granted_at, g.until, g.revoked_by, g.revoked_at";

    /// <summary>What somebody may grant and revoke: who leads or administers, everything; others, what is open to themselves.</summary>
    /// <param name="compartment">Null: a clearance.</param>
    public static bool MayOver(Caller caller, Guid? compartment) =>
        caller.May(Permission.Grant)
        && (
            caller.Roles.Contains(Role.Leadership)
            || caller.Roles.Contains(Role.Administrator)
            || (compartment is { } id && caller.Reach.Compartments.Contains(id))
        );

    /// <summary>Those that the caller may revoke, or might have, the newest first.</summary>
    /// <param name="open">Those that hold now; otherwise those that ran out or were revoked.</param>
    public static async Task<IReadOnlyList<AccessGrant>> ListAsync(
        DbConnection c,
        Caller caller,
        DateTimeOffset now,
        bool open,
        int most
    )
    {
        var rows = await c.QueryAsync<AccessGrant>(
            $"""
            SELECT {Columns} FROM access_grant g
            WHERE {(open ? "" : "NOT ")}(g.revoked_at IS NULL AND g.until > @now) ORDER BY g.grant_id DESC
            """,
            new { now }
        );
        return [.. rows.Where(g => MayOver(caller, g.CompartmentId)).Take(most)];
    }

    /// <summary>To whom a compartment is open, by when it closes.</summary>
    public static async Task<IReadOnlyList<AccessGrant>> OfAsync(
        DbConnection c,
        Guid compartment,
        DateTimeOffset now
    ) =>
        (
            await c.QueryAsync<AccessGrant>(
                $"""
                SELECT {Columns} FROM access_grant g
                WHERE g.compartment_id = @compartment AND g.revoked_at IS NULL AND g.until > @now ORDER BY g.until, g.grant_id
                """,
                new { compartment, now }
            )
        ).AsList();

    /// <param name="zone">Of the mission: a grant holds to the end of its last day there.</param>
    /// <returns>What is wrong with the form; empty: done.</returns>
    public Task<IReadOnlyList<Problem>> GrantAsync(
        GrantForm form,
        Caller caller,
        TimeZoneInfo zone,
        CancellationToken ct
    ) =>
        database.WriteAsync<IReadOnlyList<Problem>>(
            async tx =>
            {
                var user = Guid.TryParse(form.User, out var id) ? await GranteeAsync(tx, id) : null;
                var known =
                    form.Compartment is { } compartment
                    && await Compartment.FindAsync(tx.Connection, compartment, tx.Transaction) is not null;
                var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(tx.Now, zone).DateTime);
                var problems = Refuse(form, caller, user, known, today);
                if (problems.Count == 0)
                {
                    var end = form.LastDay(today)!.Value.AddDays(1).ToDateTime(default, DateTimeKind.Unspecified);
                    await KeepAsync(
                        tx,
                        user!.Id,
                        form.Compartment,
                        form.Clearance,
                        form.Why!.Value,
                        new DateTimeOffset(end, zone.GetUtcOffset(end)).ToUniversalTime(),
                        caller
                    );
                }
                return problems;
            },
            ct
        );

    /// <returns>Why not; null: done.</returns>
    public Task<Problem?> RevokeAsync(Guid grant, Caller caller, CancellationToken ct) =>
        database.WriteAsync(
            async tx =>
            {
                var found = await tx.FindAsync<AccessGrant>(
                    $"SELECT {Columns} FROM access_grant g WHERE g.grant_id = @grant",
                    new { grant }
                );
                if (found is null || !MayOver(caller, found.CompartmentId))
                {
                    throw FoundationProblems.NotFound("grant").Raise();
                }
                if (!found.IsOpen(tx.Now))
                {
                    return AccessProblems.GrantOver();
                }
                await tx.ExecuteAsync(
                    "UPDATE access_grant SET revoked_by = @Id, revoked_at = @Now WHERE grant_id = @grant AND revoked_at IS NULL",
                    new
                    {
                        caller.Id,
                        tx.Now,
                        grant,
                    }
                );
                await audit.AppendAsync(
                    tx,
                    caller.Id,
                    "access.revoked",
                    $"user:{found.UserId}",
                    new
                    {
                        grant,
                        compartment = found.CompartmentId,
                        found.Clearance,
                        until = found.Until,
                    }
                );
                return (Problem?)null;
            },
            ct
        );

    /// <summary>A new compartment, open to who opens it for a year, in the caller's transaction.</summary>
    /// <exception cref="InvalidOperationException">The caller is no account.</exception>
    public async Task<Guid> OpenCompartmentAsync(WriteScope tx, string kind, string code, Caller caller)
    {
        var id = tx.NewId();
        await tx.ExecuteAsync(
            "INSERT INTO compartment (compartment_id, kind, code, opened_by, opened_at) VALUES (@id, @kind, @code, @By, @Now)",
            new
            {
                id,
                kind,
                code,
                By = caller.Id,
                tx.Now,
            }
        );
        await audit.AppendAsync(tx, caller.Id, "compartment.opened", $"compartment:{id}", new { kind });
        var opener = Guid.TryParse(caller.Id, out var account)
            ? account
            : throw new InvalidOperationException("A compartment is opened by somebody who can then see it.");
        await KeepAsync(tx, opener, id, null, GrantReason.CaseWork, tx.Now.AddYears(1), caller);
        return id;
    }

    private static List<Problem> Refuse(GrantForm form, Caller caller, Grantee? user, bool known, DateOnly today)
    {
        var problems = new List<Problem>();
        if (user is null)
        {
            problems.Add(AccessProblems.GranteeUnknown().At("user"));
        }
        else if (user.Id.ToString() == caller.Id)
        {
            problems.Add(AccessProblems.GrantOwn().At("user"));
        }
        // What they may not grant is as unknown to them as what does not exist.
        if (!(known || form.Clearance is not null) || !MayOver(caller, form.Compartment))
        {
            problems.Add(AccessProblems.GrantWhat().At("what"));
        }
        else if (form.Clearance is not null && user?.Component == nameof(Component.Partner))
        {
            problems.Add(AccessProblems.GrantPartner().At("what"));
        }
        if (form.LastDay(today) is null)
        {
            problems.Add(
                AccessProblems.GrantUntil(form.Until, Day(today), Day(today.AddDays(GrantForm.MostDays))).At("until")
            );
        }
        if (form.Why is null)
        {
            problems.Add(AccessProblems.GrantReasonMissing().At("reason"));
        }
        return problems;

        static string Day(DateOnly day) =>
            day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
    }

    private async Task KeepAsync(
        WriteScope tx,
        Guid user,
        Guid? compartment,
        int? clearance,
        GrantReason reason,
        DateTimeOffset until,
        Caller caller
    )
    {
        var grant = tx.NewId();
        await tx.ExecuteAsync(
            """
            INSERT INTO access_grant (grant_id, user_id, compartment_id, clearance, reason, granted_by, granted_at, until)
            VALUES (@grant, @user, @compartment, @clearance, @Reason, @By, @Now, @until)
            """,
            new
            {
                grant,
                user,
                compartment,
                clearance,
                Reason = reason.ToString(),
                By = caller.Id,
                tx.Now,
                until,
            }
        );
        await audit.AppendAsync(
            tx,
            caller.Id,
            "access.granted",
            $"user:{user}",
            new
            {
                grant,
                compartment,
                clearance,
                until,
                reason = reason.ToString(),
            }
        );
    }

    private static Task<Grantee?> GranteeAsync(WriteScope tx, Guid id) =>
        tx.FindAsync<Grantee>(
            """SELECT "Id" AS id, "Component" AS component FROM user_account WHERE "Id" = @id AND "Disabled" = @no""",
            new { id, no = false }
        );

    private sealed class Grantee
    {
        public Guid Id { get; init; }
        public string? Component { get; init; }
    }
}
