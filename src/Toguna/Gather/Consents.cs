using System.Data.Common;
using Dapper;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Storage;

namespace Toguna.Gather;

/// <summary>What a source or a victim allows: dated, for each use and audience; the newest counts, and none is refusal.</summary>
/// <remarks>
/// Nothing is changed or deleted: a withdrawal is a new line. Stages that keep what follows from it register a
/// <see cref="ConsentChanged"/>, which runs in the same transaction.
/// </remarks>
public sealed class Consents(AuditLog audit, IEnumerable<ConsentChanged> followers)
{
    public const string Record = "record";
    public const string ShareInside = "share_inside";
    public const string ShareOutside = "share_outside";
    public const string Contact = "contact";

    /// <summary>Who wrote a consent down that came with a form.</summary>
    public const string Reporter = "reporter";

    /// <summary>The uses, in the order in which they are asked.</summary>
    public static IReadOnlyList<string> Uses { get; } = [Record, ShareInside, ShareOutside, Contact];

    /// <summary>Notes what somebody said, and lets it take effect.</summary>
    /// <param name="given">Use and answer; of uses that are not in it nothing is said.</param>
    /// <param name="report">The form that it was said on.</param>
    public Task NoteAsync(
        WriteScope tx,
        ConsentOf of,
        IReadOnlyDictionary<string, bool> given,
        string by,
        Guid? report = null
    ) => NoteAsync(tx, of, [.. given.Select(g => new ConsentAnswer(g.Key, g.Value))], by, report);

    /// <summary>The same, where an answer may be for one audience outside.</summary>
    /// <exception cref="ArgumentException">There is no such use, or an audience where nothing leaves the mission.</exception>
    public async Task NoteAsync(
        WriteScope tx,
        ConsentOf of,
        IReadOnlyList<ConsentAnswer> given,
        string by,
        Guid? report = null
    )
    {
        foreach (var answer in given)
        {
            if (!ConsentAnswer.Asked.Contains((answer.Use, answer.Audience)))
            {
                throw new ArgumentException($"\"{answer.Key}\" is no use of material.", nameof(given));
            }
            await tx.ExecuteAsync(
                """
                INSERT INTO consent (consent_id, subject_kind, subject_id, use_of, audience, given, at, by_user, report_id)
                VALUES (@Id, @Kind, @Subject, @Use, @Audience, @Given, @Now, @by, @report)
                """,
                new
                {
                    Id = tx.NewId(),
                    of.Kind,
                    of.Subject,
                    answer.Use,
                    Audience = answer.Audience is { } one ? Audiences.NameOf(one) : "",
                    answer.Given,
                    tx.Now,
                    by,
                    report,
                }
            );
        }
        foreach (var follower in followers)
        {
            await follower.FollowAsync(tx, of, by);
        }
        await audit.AppendAsync(
            tx,
            by,
            "consent.noted",
            $"{of.Kind}:{of.Subject}",
            given.ToDictionary(g => g.Key, g => g.Given)
        );
    }

    /// <summary>Answers that came with forms; nothing rests on their reports yet that would have to follow.</summary>
    internal static Task KeepAsync(WriteScope tx, IReadOnlyCollection<NewConsent> answers) =>
        BulkInsert.IntoAsync(
            tx,
            "consent",
            [
                ("consent_id", Cell.Id),
                ("subject_kind", Cell.Text),
                ("subject_id", Cell.Id),
                ("use_of", Cell.Text),
                ("given", Cell.Bool),
                ("at", Cell.Instant),
                ("by_user", Cell.Text),
                ("report_id", Cell.Id),
            ],
            [
                .. answers.Select(a =>
                    new object?[]
                    {
                        tx.NewId(),
                        SealedSources.Kind,
                        a.Source,
                        a.Use,
                        a.Given,
                        tx.Now,
                        Reporter,
                        a.Report,
                    }
                ),
            ]
        );

    /// <summary>Who brings a list of messages says with it that the mission may use them; what a person has said themselves stands.</summary>
    internal static async Task TakeFromListAsync(WriteScope tx, Guid source)
    {
        foreach (var use in new[] { Record, ShareInside })
        {
            await tx.ExecuteAsync(
                $"""
                INSERT INTO consent (consent_id, subject_kind, subject_id, use_of, given, at, by_user)
                SELECT @Id, 'source', s.source_id, @use, @yes, @Now, 'system' FROM source s
                WHERE s.source_id = @source AND s.kind = '{ReportAccess.Person}' AND NOT EXISTS (SELECT 1 FROM consent c
                  WHERE c.subject_kind = 'source' AND c.subject_id = @source AND c.use_of = @use)
                """,
                new
                {
                    Id = tx.NewId(),
                    source,
                    use,
                    yes = true,
                    tx.Now,
                }
            );
        }
    }

    /// <summary>Everything said so far, the newest first.</summary>
    public static async Task<IReadOnlyList<ConsentLine>> HistoryAsync(
        DbConnection c,
        ConsentOf of,
        DbTransaction? tx = null
    ) =>
        (
            await c.QueryAsync<ConsentLine>(
                """
                SELECT consent_id, subject_id, use_of AS "use", audience, given, at, by_user, report_id FROM consent
                WHERE subject_kind = @Kind AND subject_id = @Subject ORDER BY at DESC, consent_id DESC
                """,
                of,
                tx
            )
        ).AsList();

    /// <summary>The same of several, by subject.</summary>
    public static async Task<ILookup<Guid, ConsentLine>> HistoriesAsync(
        DbConnection c,
        Engine engine,
        string kind,
        IEnumerable<Guid> subjects
    ) =>
        (
            await c.QueryAsync<ConsentLine>(
                $"""
                SELECT consent_id, subject_id, use_of AS "use", audience, given, at, by_user, report_id FROM consent
                WHERE subject_kind = @kind AND {Dialect.InIds(
                    engine,
                    "subject_id",
                    "ids"
                )} ORDER BY at DESC, consent_id DESC
                """,
                new { kind, ids = Dialect.List(engine, subjects) }
            )
        ).ToLookup(l => l.SubjectId);

    /// <summary>What counts now, for everybody: a use that is not in it was never spoken of, and is refused.</summary>
    public static async Task<IReadOnlyDictionary<string, ConsentLine>> NowAsync(
        DbConnection c,
        ConsentOf of,
        DbTransaction? tx = null
    ) =>
        (await HistoryAsync(c, of, tx))
            .Where(l => l.Audience.Length == 0)
            .DistinctBy(l => l.Use)
            .ToDictionary(l => l.Use);
}

/// <summary>An answer that a source gave on a form.</summary>
internal sealed record NewConsent(Guid Source, string Use, bool Given, Guid Report);

/// <summary>Whose consent it is.</summary>
/// <param name="Kind"><c>source</c> or <c>victim</c>.</param>
public sealed record ConsentOf(string Kind, Guid Subject);

/// <summary>Something that follows from what is allowed, kept by a later stage: in the transaction of the consent.</summary>
/// <param name="FollowAsync">In the transaction; whose consent, and by whom it was noted.</param>
public sealed record ConsentChanged(Func<WriteScope, ConsentOf, string, Task> FollowAsync);

/// <summary>One answer.</summary>
public sealed class ConsentLine
{
    public Guid ConsentId { get; init; }
    public Guid SubjectId { get; init; }
    public string Use { get; init; } = "";

    /// <summary>Name of the audience outside that it is for; empty: everybody.</summary>
    public string Audience { get; init; } = "";
    public bool Given { get; init; }
    public DateTimeOffset At { get; init; }

    /// <summary>An account, or <see cref="Consents.Reporter"/>.</summary>
    public string ByUser { get; init; } = "";
    public Guid? ReportId { get; init; }
}
