using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Storage;

namespace Toguna.Gather.Sources;

/// <summary>How far a source can be relied on, A to F: pure. What it says is graded apart, 1 to 6; the two are never multiplied.</summary>
public static class DecideGrade
{
    /// <summary>Not the worst grade: nothing is known yet.</summary>
    public const string CannotBeJudged = "F";

    private const int LongestReason = 300;

    public static IReadOnlyList<string> Grades { get; } = ["A", "B", "C", "D", "E", CannotBeJudged];

    public static Problem? RefuseGrade(string? reliability) =>
        Grades.Contains(reliability ?? "")
            ? null
            : GatherProblems.NotOffered(reliability ?? "", string.Join(", ", Grades)).At("reliability");

    /// <param name="why">Needed: a grade without its reason cannot be doubted later.</param>
    public static IReadOnlyList<Problem> Refuse(string? reliability, string? why)
    {
        Problem?[] problems =
        [
            RefuseGrade(reliability),
            string.IsNullOrWhiteSpace(why) ? GatherProblems.TextMissing().At("why") : null,
            why?.Length > LongestReason ? GatherProblems.TextTooLong(why.Length, LongestReason).At("why") : null,
        ];
        return [.. problems.OfType<Problem>()];
    }
}

/// <summary>Somebody grades a source.</summary>
internal static class GradeSource
{
    public static void Map(IEndpointRouteBuilder pages) => pages.MapPost("/{id:guid}/grade", GradeAsync).KeepsTyped();

    private static async Task<IResult> GradeAsync(
        Guid id,
        [FromForm] string? reliability,
        [FromForm] string? why,
        HttpContext http,
        Database database,
        AuditLog audit,
        CancellationToken ct
    )
    {
        var caller = Caller.Of(http)!;
        await SourceReading.NeedAsync(database, caller, id, ct);
        var problems = DecideGrade.Refuse(reliability, why);
        if (problems.Count > 0)
        {
            return await ShowSource.RefusedAsync(http, database, id, problems, ct);
        }
        await database.WriteAsync(
            async tx =>
            {
                await tx.ExecuteAsync(
                    "UPDATE source SET reliability = @reliability, reliability_at = @Now WHERE source_id = @id",
                    new
                    {
                        id,
                        reliability,
                        tx.Now,
                    }
                );
                await KeepAsync(tx, audit, caller, id, reliability!, why!.Trim());
            },
            ct
        );
        return Results.LocalRedirect($"/sources/{id}#grades");
    }

    /// <summary>The grade itself, and its audit line; the reason may say much and stays out of it.</summary>
    public static async Task KeepAsync(
        WriteScope tx,
        AuditLog audit,
        Caller caller,
        Guid source,
        string reliability,
        string? why
    )
    {
        await tx.ExecuteAsync(
            """
            INSERT INTO source_grade (source_id, grade_id, reliability, by_user, at, why)
            VALUES (@source, @GradeId, @reliability, @Id, @Now, @why)
            """,
            new
            {
                source,
                GradeId = tx.NewId(),
                reliability,
                caller.Id,
                tx.Now,
                why,
            }
        );
        await audit.AppendAsync(tx, caller.Id, "source.graded", $"{SealedSources.Kind}:{source}", new { reliability });
    }
}
