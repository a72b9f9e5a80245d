namespace Toguna.Foundation.Sealing;

/// <summary>Refusals of sealing. None of them names what is sealed.</summary>
public static class SealingProblems
{
    public static Problem Locked() => Of("locked", 503);

    public static Problem NotLocked() => Of("not_locked", 409);

    public static Problem RingMissing(string folder) => Of("ring_missing", 503, folder);

    public static Problem MasterMissing(string master) => Of("master_missing", 503, master);

    public static Problem KeyMissing(string kind) => Of("key_missing", 409, kind);

    public static Problem Damaged(string where) => Of("damaged", 422, where);

    public static Problem Shredded(string kind, Guid id) => Of("shredded", 410, kind, id);

    /// <summary>Says how long it was, never what it was.</summary>
    public static Problem PassphraseWeak(int length, int shortest, int different) =>
        Of("passphrase_weak", 422, length, shortest, different);

    public static Problem PassphraseTaken() => Of("passphrase_taken", 422);

    public static Problem HolderNameInvalid(string name, int longest) => Of("holder_name_invalid", 422, name, longest);

    public static Problem HolderExists(string name) => Of("holder_exists", 409, name);

    public static Problem HolderUnknown(string name) => Of("holder_unknown", 404, name);

    public static Problem HoldersFull(int most) => Of("holders_full", 409, most);

    public static Problem HoldersMissing(int count, int needed) => Of("holders_missing", 409, count, needed);

    public static Problem UnlockRefused(int needed) => Of("unlock_refused", 403, needed);

    public static Problem RecoveryUnreadable(string path) => Of("recovery_unreadable", 422, path);

    public static Problem RecoveryOpensNothing(string path) => Of("recovery_opens_nothing", 409, path);

    public static Problem ShredAsked(string subject) => Of("shred_asked", 409, subject);

    public static Problem ShredDecided(Guid shred) => Of("shred_decided", 409, shred);

    public static Problem ShredSamePerson() => Of("shred_same_person", 403);

    public static Problem ShredExpired(double hours) => Of("shred_expired", 409, hours);

    public static Problem ShredReasonMissing() => Of("shred_reason_missing", 422);

    private static Problem Of(string name, int status, params object?[] args) =>
        new(typeof(SealingProblems), name, status, args);
}
