using Toguna.Foundation.Access;

namespace Toguna.Foundation.Sealing;

/// <summary>Why a subject is shredded. A list and no free text: it stands in the certificate, which outlives the subject.</summary>
public enum ShredReason
{
    /// <summary>The person asked for it, or withdrew consent.</summary>
    Asked,

    /// <summary>What is kept endangers somebody.</summary>
    Danger,

    /// <summary>The time for which it may be kept is over.</summary>
    RetentionOver,

    /// <summary>It should not have been collected.</summary>
    NoGround,

    /// <summary>The mission or office closes.</summary>
    Closure,
}

/// <summary>What became of a request.</summary>
public enum ShredState
{
    /// <summary>For a second person.</summary>
    Waiting,

    /// <summary>No second person came in time.</summary>
    Expired,
    Withdrawn,

    /// <summary>Decided by two people, and not yet done.</summary>
    UnderWay,
    Done,
}

/// <summary>One person's request to shred a subject, and what became of it.</summary>
public sealed class ShredRequest
{
    /// <summary>How long the second person has.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(72);

    internal const string Columns =
        "shred_id, subject_kind, subject_id, reason, asked_by, asked_at, confirmed_by, confirmed_at, withdrawn_at, done_at, certificate";

    public Guid ShredId { get; init; }
    public string SubjectKind { get; init; } = "";
    public Guid SubjectId { get; init; }
    public string Reason { get; init; } = "";
    public string AskedBy { get; init; } = "";
    public DateTimeOffset AskedAt { get; init; }
    public string? ConfirmedBy { get; init; }
    public DateTimeOffset? ConfirmedAt { get; init; }
    public DateTimeOffset? WithdrawnAt { get; init; }
    public DateTimeOffset? DoneAt { get; init; }

    /// <summary>JSON of <see cref="ShredCertificate"/>; null until the key is destroyed.</summary>
    public string? Certificate { get; init; }

    public Subject Subject => new(SubjectKind, SubjectId);

    /// <summary>It waits for a second person.</summary>
    public bool IsOpen(DateTimeOffset now) => StateAt(now) == ShredState.Waiting;

    public ShredState StateAt(DateTimeOffset now) =>
        DoneAt is not null ? ShredState.Done
        : ConfirmedAt is not null ? ShredState.UnderWay
        : WithdrawnAt is not null ? ShredState.Withdrawn
        : now > AskedAt + Life ? ShredState.Expired
        : ShredState.Waiting;

    /// <summary>Whether this person may ask; null: yes.</summary>
    public static Problem? RefuseAsking(Caller caller, Subject subject, bool hasKey, bool alreadyAsked) =>
        RefuseCaller(caller)
        ?? (
            !hasKey ? FoundationProblems.NotFound(subject.Kind)
            : alreadyAsked ? SealingProblems.ShredAsked(subject.ToString())
            : null
        );

    /// <summary>Whether this person may confirm; null: yes.</summary>
    public static Problem? RefuseConfirming(Caller caller, ShredRequest? request, DateTimeOffset now) =>
        RefuseCaller(caller)
        ?? (
            request is null ? FoundationProblems.NotFound("request")
            : request.ConfirmedAt is not null ? SealingProblems.ShredDecided(request.ShredId)
            : request.WithdrawnAt is not null ? SealingProblems.ShredDecided(request.ShredId)
            : request.AskedBy == caller.Id ? SealingProblems.ShredSamePerson()
            : now > request.AskedAt + Life ? SealingProblems.ShredExpired(Life.TotalHours)
            : null
        );

    /// <summary>A person with the permission: the command line cannot prove that there are two.</summary>
    private static Problem? RefuseCaller(Caller caller) =>
        caller.May(Permission.Destroy) && Guid.TryParse(caller.Id, out _) ? null : FoundationProblems.Forbidden();
}
