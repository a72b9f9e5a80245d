using System.Data.Common;
using Dapper;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Sealing;
using Toguna.Foundation.Storage;
using Toguna.Gather;

namespace Toguna.Record.Cases;

/// <summary>An interview of a case; its notes are sealed.</summary>
public sealed class InterviewRow
{
    public Guid InterviewId { get; init; }

    /// <summary>source, victim.</summary>
    public string SubjectKind { get; init; } = "";
    public Guid SubjectId { get; init; }
    public DateOnly HeldOn { get; init; }
    public string Interviewer { get; init; } = "";

    /// <summary>Held although somebody else had asked before, and knowing it.</summary>
    public bool InSpite { get; init; }

    /// <summary>Why it was held although the person had not agreed to be contacted; null: they had.</summary>
    public string? ContactReason { get; init; }
    public bool HasNotes { get; init; }

    /// <summary>Of a source.</summary>
    public string? CodeName { get; init; }
}

/// <summary>An interview of the same person by somebody else, of whichever case.</summary>
internal sealed class EarlierInterview
{
    public Guid CaseId { get; init; }
    public string Code { get; init; } = "";
    public DateOnly HeldOn { get; init; }
}

/// <summary>An interview as it was typed.</summary>
/// <param name="Who"><c>source</c>, or <c>victim:</c> and an id.</param>
/// <param name="Source">Code name of the source.</param>
/// <param name="HeldOn">A day, <c>2026-03-12</c>.</param>
/// <param name="InSpite">Somebody else has asked before, and they know it.</param>
/// <param name="ContactReason">One of <see cref="ContactReasons"/>, where the person has not agreed to be contacted.</param>
public sealed record InterviewForm(
    string Who,
    string Source,
    string HeldOn,
    string Notes,
    bool InSpite,
    string ContactReason
)
{
    public const string OfSource = "source";
    public const string VictimPrefix = "victim:";

    public static InterviewForm Empty { get; } = new("", "", "", "", false, "");
}

/// <summary>Keeps interviews: load, decide, save, with the audit line in one transaction.</summary>
internal sealed class InterviewBook(Database database, SealedFields fields, AuditLog audit)
{
    private const int LongestNotes = 50_000;

    /// <summary>The newest first.</summary>
    public static async Task<IReadOnlyList<InterviewRow>> OfAsync(DbConnection c, Guid id) =>
        (
            await c.QueryAsync<InterviewRow>(
                $"""
                SELECT n.interview_id, n.subject_kind, n.subject_id, n.held_on, n.interviewer, n.in_spite, n.contact_reason,
                  n.notes_sealed IS NOT NULL AS has_notes, s.code_name
                FROM interview n
                LEFT JOIN source s ON n.subject_kind = '{InterviewForm.OfSource}' AND s.source_id = n.subject_id
                WHERE n.case_id = @id ORDER BY n.held_on DESC, n.interview_id DESC
                """,
                new { id }
            )
        ).AsList();

    /// <returns>
    /// What is wrong, that somebody else has asked this person before, or that they have not agreed to be contacted; empty: done.
    /// </returns>
    public Task<IReadOnlyList<Problem>> HoldAsync(
        Guid id,
        InterviewForm form,
        DateOnly today,
        Caller caller,
        CancellationToken ct
    ) =>
        database.WriteAsync<IReadOnlyList<Problem>>(
            async tx =>
            {
                var subject = await SubjectAsync(tx, id, form, caller);
                var (day, problems) = Refuse(form, subject, today);
                if (subject is null || problems.Count > 0)
                {
                    return problems;
                }
                var earlier = await EarlierAsync(tx, subject.Value, caller);
                if (earlier.Count > 0 && !form.InSpite)
                {
                    problems.Add(Warn(earlier, caller).At("in_spite"));
                }
                var said = await Consents.HistoryAsync(
                    tx.Connection,
                    new ConsentOf(subject.Value.Kind, subject.Value.Id),
                    tx.Transaction
                );
                var refusal = ContactReasons.Refusal(said);
                if (ContactReasons.Refuse(refusal, form.ContactReason) is { } unanswered)
                {
                    problems.Add(unanswered.At("contact_reason"));
                }
                if (problems.Count > 0)
                {
                    return problems;
                }
                await KeepAsync(
                    tx,
                    id,
                    subject.Value,
                    day,
                    form with
                    {
                        InSpite = earlier.Count > 0,
                        ContactReason = refusal is null ? "" : form.ContactReason,
                    },
                    caller
                );
                return [];
            },
            ct
        );

    /// <summary>Opens the notes of one interview, with the purpose in the audit log.</summary>
    /// <returns>Empty when they were destroyed.</returns>
    /// <exception cref="ProblemException">The case has no such interview, or the caller may not.</exception>
    public Task<IReadOnlyDictionary<Guid, string>> ReadAsync(
        Guid id,
        Guid interview,
        ReadPurpose purpose,
        Caller caller,
        CancellationToken ct
    ) =>
        database.WriteAsync(
            async tx =>
            {
                var known = await tx.FindAsync<long>(
                    "SELECT count(*) FROM interview WHERE interview_id = @interview AND case_id = @id",
                    new { interview, id }
                );
                return known > 0
                    ? await fields.OpenAsync(tx, caller, purpose, SealedCases.Notes, [interview])
                    : throw FoundationProblems.NotFound("interview").Raise();
            },
            ct
        );

    private static (DateOnly Day, List<Problem> Problems) Refuse(InterviewForm form, Subject? subject, DateOnly today)
    {
        var problems = new List<Problem>();
        if (subject is null)
        {
            problems.Add(
                form.Who == InterviewForm.OfSource
                    ? RecordProblems.SourceUnknown(form.Source).At("source")
                    : RecordProblems.SubjectMissing().At("who")
            );
        }
        if (!DateOnly.TryParseExact(form.HeldOn, "yyyy-MM-dd", out var day))
        {
            problems.Add(RecordProblems.DateInvalid(form.HeldOn).At("held_on"));
        }
        else if (day > today)
        {
            problems.Add(RecordProblems.InterviewInFuture(form.HeldOn).At("held_on"));
        }
        if (form.Notes.Length > LongestNotes)
        {
            problems.Add(RecordProblems.TextTooLong(form.Notes.Length, LongestNotes).At("notes"));
        }
        return (day, problems);
    }

    /// <summary>The person, as far as the caller may know of them; null: nobody that we know.</summary>
    private static async Task<Subject?> SubjectAsync(WriteScope tx, Guid id, InterviewForm form, Caller caller)
    {
        if (form.Who == InterviewForm.OfSource)
        {
            var source = await tx.FindAsync<Guid?>(
                "SELECT source_id FROM source WHERE upper(code_name) = upper(@Code) AND kind = 'person'",
                new { Code = form.Source.Trim() }
            );
            return source is { } known ? new Subject(InterviewForm.OfSource, known) : null;
        }
        if (
            !form.Who.StartsWith(InterviewForm.VictimPrefix, StringComparison.Ordinal)
            || !Guid.TryParse(form.Who[InterviewForm.VictimPrefix.Length..], out var victim)
        )
        {
            return null;
        }
        var incidents = await CaseBook.IncidentsAsync(tx.Connection, id, caller, tx.Transaction);
        var victims = await CaseBook.VictimsAsync(tx.Connection, tx.Engine, incidents, tx.Transaction);
        return victims.Any(v => v.Facts.VictimId == victim && v.Facts.IsPerson)
            ? new Subject(SealedVictims.Kind, victim)
            : null;
    }

    /// <summary>Interviews of the same person by others, in any case; a victim also by another record of the same sealed name.</summary>
    private static async Task<IReadOnlyList<EarlierInterview>> EarlierAsync(
        WriteScope tx,
        Subject subject,
        Caller caller
    ) =>
        (
            await tx.QueryAsync<EarlierInterview>(
                $"""
                SELECT n.case_id, k.code, n.held_on FROM interview n JOIN compartment k ON k.compartment_id = n.case_id
                WHERE n.interviewer <> @Me AND n.subject_kind = @Kind AND (n.subject_id = @Id
                  OR ('{SealedVictims.Kind}' = @Kind AND n.subject_id IN (SELECT o.victim_id FROM victim v
                    JOIN victim o ON o.name_index = v.name_index WHERE v.victim_id = @Id)))
                ORDER BY n.held_on DESC
                """,
                new
                {
                    Me = caller.Id,
                    subject.Kind,
                    subject.Id,
                }
            )
        ).AsList();

    /// <summary>Of a case that the reader does not know: that somebody has, and in which month; nothing else.</summary>
    private static Problem Warn(IReadOnlyList<EarlierInterview> earlier, Caller caller) =>
        earlier.FirstOrDefault(e => caller.Reach.Compartments.Contains(e.CaseId)) is { } known
            ? RecordProblems.InterviewedInCase(known.Code, DateWords.Long(known.HeldOn))
            : RecordProblems.InterviewedBefore(
                earlier[0].HeldOn.ToString("MMMM yyyy", System.Globalization.CultureInfo.CurrentCulture)
            );

    private async Task KeepAsync(
        WriteScope tx,
        Guid id,
        Subject subject,
        DateOnly day,
        InterviewForm form,
        Caller caller
    )
    {
        var (notes, inSpite) = (form.Notes.Trim(), form.InSpite);
        var contactReason = form.ContactReason.Length == 0 ? null : form.ContactReason;
        var interview = tx.NewId();
        var kept = notes.Length == 0 ? null : await fields.SealAsync(tx, SealedCases.Notes, id, interview, notes);
        await tx.ExecuteAsync(
            """
            INSERT INTO interview (interview_id, case_id, subject_kind, subject_id, held_on, interviewer, in_spite, contact_reason, notes_sealed, created_at)
            VALUES (@interview, @id, @Kind, @SubjectId, @day, @By, @inSpite, @contactReason, @Notes, @Now)
            """,
            new
            {
                interview,
                id,
                subject.Kind,
                SubjectId = subject.Id,
                day,
                By = caller.Id,
                inSpite,
                contactReason,
                Notes = kept?.Text,
                tx.Now,
            }
        );
        await audit.AppendAsync(
            tx,
            caller.Id,
            "interview.held",
            $"interview:{interview}",
            new
            {
                compartment = id,
                subject = subject.ToString(),
                inSpite,
                contactReason,
            }
        );
    }
}
