using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Design;
using Toguna.Foundation.Storage;
using Toguna.Warn;

namespace Toguna.Desk.Daily;

/// <summary>Adds a line to the duty log by hand. A line is never edited: what was wrong is said in a new one that points to it.</summary>
internal static class WriteLine
{
    private const int LongestText = 1_000;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/daily", WriteAsync).Needs(Permission.Respond).KeepsTyped();

    private static async Task<IResult> WriteAsync(
        IFormCollection sent,
        HttpContext http,
        MakeDaily daily,
        Installation house,
        Database database,
        AuditLog audit,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var typed = sent.Typed();
        string Field(string name) => typed.GetValueOrDefault(name, "");
        var caller = Caller.Of(http)!;
        var (watch, problems) = ShowDaily.Read(Field, house);
        var corrects = Guid.TryParse(Field("corrects"), out var id) ? id : (Guid?)null;
        if (watch is null)
        {
            return await ShowDaily.PageAsync(null, null, 1, caller, daily, clock, problems, typed, ct);
        }
        var problem = await database.WriteAsync(
            async tx =>
            {
                var before = corrects is { } line ? await DailyBook.LineAsync(tx, line, caller) : null;
                if (corrects is not null && before is null)
                {
                    return DeskProblems.LineUnknown(Field("corrects"));
                }
                var (decided, refused) = Decide(Field, before, caller, house.Zone, tx.Now);
                if (decided is null)
                {
                    return refused;
                }
                await SaveAsync(tx, audit, decided, caller);
                return null;
            },
            ct
        );
        return problem is null
            ? Results.LocalRedirect("/daily?" + watch.Query())
            : await ShowDaily.PageAsync(watch, corrects, 1, caller, daily, clock, [problem], typed, ct);
    }

    /// <summary>A correction is no less guarded than what it corrects, and stands at the time of it unless another is given.</summary>
    private static (WrittenLine? Line, Problem? Problem) Decide(
        Func<string, string> field,
        WrittenLine? corrects,
        Caller caller,
        TimeZoneInfo zone,
        DateTimeOffset now
    )
    {
        var words = field("words");
        if (words.Length == 0)
        {
            return (null, DeskProblems.LineMissing().At("words"));
        }
        if (words.Length > LongestText)
        {
            return (null, WarnProblems.TooLong(words.Length, LongestText).At("words"));
        }
        var at = corrects?.HappenedAt ?? now;
        if (field("at").Length > 0)
        {
            var (read, problem) = LocalTimes.Read(field("at"), zone);
            if (problem is not null)
            {
                return (null, problem.At("at"));
            }
            at = read!.Value;
        }
        if (at > now)
        {
            return (null, DeskProblems.LineToCome(field("at")).At("at"));
        }
        var classification = field("classification") is [var digit] && digit is >= '0' and <= '2' ? digit - '0' : 1;
        classification = Math.Max(classification, corrects?.Classification ?? 0);
        if (classification > caller.Reach.Clearance)
        {
            return (null, WarnProblems.AboveClearance(classification).At("classification"));
        }
        return (
            new WrittenLine
            {
                LineId = Guid.TryParse(field("line"), out var made) ? made : Guid.Empty,
                At = now,
                HappenedAt = at,
                ByUser = caller.Id,
                Words = words,
                Exercise = corrects?.Exercise ?? field("exercise") == "1",
                Corrects = corrects?.LineId,
                Classification = classification,
                Component = corrects is { Classification: 2 } ? corrects.Component : caller.Reach.Component?.ToString(),
                CompartmentId = corrects?.CompartmentId,
            },
            null
        );
    }

    private static async Task SaveAsync(WriteScope tx, AuditLog audit, WrittenLine line, Caller caller)
    {
        var id = line.LineId == Guid.Empty ? tx.NewId() : line.LineId;
        var written = await tx.ExecuteAsync(
            """
            INSERT INTO duty_line (line_id, at, happened_at, by_user, words, exercise, corrects, classification, component, compartment_id)
            VALUES (@id, @At, @HappenedAt, @ByUser, @Words, @Exercise, @Corrects, @Classification, @Component, @CompartmentId)
            ON CONFLICT (line_id) DO NOTHING
            """,
            new
            {
                id,
                line.At,
                line.HappenedAt,
                line.ByUser,
                line.Words,
                line.Exercise,
                line.Corrects,
                line.Classification,
                line.Component,
                line.CompartmentId,
            }
        );
        if (written == 1)
        {
            await audit.AppendAsync(
                tx,
                caller.Id,
                "duty_line.written",
                $"duty_line:{id}",
                new { corrects = line.Corrects }
            );
        }
    }
}
