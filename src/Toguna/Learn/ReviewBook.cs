using System.Data.Common;
using Dapper;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Warn;

namespace Toguna.Learn;

/// <summary>Reviews, their follow-ups, and what became known later: reads them for those who may know of the alert, and writes them down. Thread-safe.</summary>
public sealed class ReviewBook(Database database, AlertSteps alerts)
{
    /// <summary>Reviews of one page.</summary>
    public const int PageSize = 50;

    private const string Select =
        "SELECT r.*, a.number, a.title, a.threat, a.place_text, a.exercise FROM review r JOIN alert a ON a.alert_id = r.alert_id";

    /// <summary>Of one alert that the caller was shown.</summary>
    public async Task<AlertReviews> OfAsync(Guid alert, CancellationToken ct = default)
    {
        await using var c = await database.OpenAsync(ct);
        var reviews = (
            await c.QueryAsync<Review>($"{Select} WHERE r.alert_id = @alert ORDER BY r.at DESC", new { alert })
        ).AsList();
        await FillAsync(c, reviews);
        var later = await c.QueryAsync<LaterOutcome>(
            "SELECT at, by_user, known_on, outcome, note FROM outcome_later WHERE alert_id = @alert ORDER BY at DESC, line_id DESC",
            new { alert }
        );
        return new AlertReviews(reviews, later.AsList());
    }

    /// <summary>What was learned, the newest first.</summary>
    /// <param name="page">From 1.</param>
    public async Task<IReadOnlyList<Review>> LessonsAsync(
        LessonFilter filter,
        Caller caller,
        int page = 1,
        CancellationToken ct = default
    )
    {
        var parameters = Parameters(filter);
        parameters.AddDynamicParams(new { PageSize, skip = (Math.Max(1, page) - 1) * PageSize });
        await using var c = await database.OpenAsync(ct);
        var reviews = (
            await c.QueryAsync<Review>(
                $"""
                {Select} WHERE {AlertBook.Access(caller, parameters)}{Only(filter)}
                ORDER BY r.at DESC, r.review_id LIMIT @PageSize OFFSET @skip
                """,
                parameters
            )
        ).AsList();
        await FillAsync(c, reviews);
        return reviews;
    }

    /// <summary>Follow-ups that are still to be done, what is due soonest first.</summary>
    public async Task<IReadOnlyList<FollowUp>> OpenAsync(
        LessonFilter filter,
        Caller caller,
        CancellationToken ct = default
    )
    {
        var parameters = Parameters(filter);
        await using var c = await database.OpenAsync(ct);
        return (
            await c.QueryAsync<FollowUp>(
                $"""
                SELECT f.*, a.number FROM follow_up f JOIN review r ON r.review_id = f.review_id
                JOIN alert a ON a.alert_id = f.alert_id
                WHERE f.done_at IS NULL AND {AlertBook.Access(caller, parameters)}{Only(filter)}
                ORDER BY f.due_on, f.follow_id LIMIT 200
                """,
                parameters
            )
        ).AsList();
    }

    /// <summary>Writes a review of an alert that is closed.</summary>
    /// <returns>Null, or why not.</returns>
    public async Task<Problem?> AddAsync(AlertAt at, NewReview review)
    {
        var (tx, reference, _, caller) = at;
        if (await AlertBook.FindAsync(tx, reference, caller) is not { } alert)
        {
            return WarnProblems.AlertUnknown(reference);
        }
        if (alert.State != AlertState.Closed)
        {
            return LearnProblems.NotClosed(alert.Reference, AlertWords.State(alert.State));
        }
        var id = review.Id == Guid.Empty ? tx.NewId() : review.Id;
        var written = await tx.ExecuteAsync(
            """
            INSERT INTO review (review_id, alert_id, at, by_user, went_well, went_badly, to_change)
            VALUES (@id, @AlertId, @Now, @By, @WentWell, @WentBadly, @ToChange) ON CONFLICT (review_id) DO NOTHING
            """,
            new
            {
                id,
                alert.AlertId,
                tx.Now,
                By = caller.Id,
                review.WentWell,
                review.WentBadly,
                review.ToChange,
            }
        );
        if (written == 0)
        {
            return null;
        }
        foreach (var (task, helped) in review.Tasks)
        {
            // A task of another alert is none of this one: it is left out.
            await tx.ExecuteAsync(
                """
                INSERT INTO review_task (review_id, task_id, helped)
                SELECT @id, task_id, @helped FROM task WHERE task_id = @task AND alert_id = @AlertId
                """,
                new
                {
                    id,
                    task,
                    helped,
                    alert.AlertId,
                }
            );
        }
        foreach (var kind in review.Kinds)
        {
            await tx.ExecuteAsync("INSERT INTO review_kind (review_id, kind) VALUES (@id, @kind)", new { id, kind });
        }
        foreach (var (what, who, due) in review.FollowUps)
        {
            await tx.ExecuteAsync(
                """
                INSERT INTO follow_up (follow_id, review_id, alert_id, what, who, due_on)
                VALUES (@Follow, @id, @AlertId, @what, @who, @due)
                """,
                new
                {
                    Follow = tx.NewId(),
                    id,
                    alert.AlertId,
                    what,
                    who,
                    due,
                }
            );
        }
        await alerts.TellAsync(tx, alert.AlertId, caller, "reviewed", new { review = id });
        return null;
    }

    /// <summary>Says what became known after an alert was closed: a line of its own, never an edit of the outcome.</summary>
    public async Task<Problem?> LearnAsync(AlertAt at, string outcome, string note, DateOnly knownOn)
    {
        var (tx, reference, _, caller) = at;
        if (await AlertBook.FindAsync(tx, reference, caller) is not { } alert)
        {
            return WarnProblems.AlertUnknown(reference);
        }
        if (alert.State != AlertState.Closed)
        {
            return LearnProblems.NotClosed(alert.Reference, AlertWords.State(alert.State));
        }
        await tx.ExecuteAsync(
            """
            INSERT INTO outcome_later (line_id, alert_id, at, by_user, known_on, outcome, note)
            VALUES (@Line, @AlertId, @Now, @Id, @knownOn, @outcome, @note)
            """,
            new
            {
                Line = tx.NewId(),
                alert.AlertId,
                tx.Now,
                caller.Id,
                knownOn,
                outcome,
                note,
            }
        );
        await alerts.TellAsync(tx, alert.AlertId, caller, "outcome_later", new { outcome, note });
        return null;
    }

    /// <summary>A follow-up is done: once, by somebody.</summary>
    /// <returns>Null, or why not.</returns>
    public async Task<Problem?> DoneAsync(WriteScope tx, Guid follow, string note, Caller caller)
    {
        var parameters = new DynamicParameters(new { follow });
        var found = await tx.FindAsync<FollowUp>(
            $"""
            SELECT f.*, a.number FROM follow_up f JOIN alert a ON a.alert_id = f.alert_id
            WHERE f.follow_id = @follow AND {AlertBook.Access(caller, parameters)}
            """,
            parameters
        );
        if (found is null)
        {
            return LearnProblems.FollowUpUnknown(follow);
        }
        var done = await tx.ExecuteAsync(
            """
            UPDATE follow_up SET done_at = @Now, done_by = @Id, done_note = @note
            WHERE follow_id = @follow AND done_at IS NULL
            """,
            new
            {
                tx.Now,
                caller.Id,
                note,
                follow,
            }
        );
        if (done == 0)
        {
            return LearnProblems.FollowUpDone();
        }
        var alert = await tx.FindAsync<Guid>(
            "SELECT alert_id FROM follow_up WHERE follow_id = @follow",
            new { follow }
        );
        await alerts.TellAsync(tx, alert, caller, "follow_up_done", new { follow });
        return null;
    }

    private async Task FillAsync(DbConnection c, List<Review> reviews)
    {
        var ids = new { ids = Dialect.List(database.Engine, reviews.Select(r => r.ReviewId)) };
        string Of(string column) => Dialect.InIds(database.Engine, column, "ids");
        var kinds = (
            await c.QueryAsync<(Guid Review, string Kind)>(
                $"SELECT review_id, kind FROM review_kind WHERE {Of("review_id")}",
                ids
            )
        ).ToLookup(k => k.Review, k => k.Kind);
        var tasks = (
            await c.QueryAsync<TaskHelped>(
                $"""
                SELECT h.review_id, h.task_id, h.helped, k.kind, k.what FROM review_task h JOIN task k ON k.task_id = h.task_id
                WHERE {Of("h.review_id")} ORDER BY k.armed, k.asked_at
                """,
                ids
            )
        ).ToLookup(t => t.ReviewId);
        var follow = (
            await c.QueryAsync<FollowUp>($"SELECT * FROM follow_up WHERE {Of("review_id")} ORDER BY due_on", ids)
        ).ToLookup(f => f.ReviewId);
        foreach (var review in reviews)
        {
            review.Kinds = [.. kinds[review.ReviewId]];
            review.Tasks = [.. tasks[review.ReviewId]];
            review.FollowUps = [.. follow[review.ReviewId]];
        }
    }

    private static DynamicParameters Parameters(LessonFilter filter) =>
        new(
            new
            {
                filter.Place,
                filter.Kind,
                filter.Threat,
            }
        );

    private static string Only(LessonFilter filter) =>
        (filter.Place is null ? "" : " AND (lower(a.place_text) = lower(@Place) OR lower(a.adm1) = lower(@Place))")
        + (filter.Threat is null ? "" : " AND a.threat = @Threat")
        + (
            filter.Kind is null
                ? ""
                : " AND EXISTS (SELECT 1 FROM review_kind k WHERE k.review_id = r.review_id AND k.kind = @Kind)"
        );
}
