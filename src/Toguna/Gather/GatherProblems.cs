using Toguna.Foundation;

namespace Toguna.Gather;

/// <summary>Refusals of the Gather stage.</summary>
public static class GatherProblems
{
    public static Problem ImportUnknown(string id) => Of("import_unknown", 404, id);

    public static Problem ImportTaken(Guid id) => Of("import_taken", 409, id);

    public static Problem KindUnknown(string kind, string known) => Of("kind_unknown", 400, kind, known);

    public static Problem UploadMissing() => Of("upload_missing", 422);

    public static Problem MappingMissing(string file) => Of("mapping_missing", 422, file);

    public static Problem MappingInvalid(string what, string expected) => Of("mapping_invalid", 422, what, expected);

    public static Problem FileUnreadable(string file, string why) => Of("file_unreadable", 422, file, why);

    public static Problem FileChanged(string file) => Of("file_changed", 409, file);

    public static Problem FileTooLarge(string file, long limit) => Of("file_too_large", 413, file, limit >> 20);

    public static Problem SampleFolder(string file, string folder) => Of("sample_folder", 409, file, folder);

    public static Problem NotRunning(string state) => Of("not_running", 409, state);

    public static Problem NotResumable(string state) => Of("not_resumable", 409, state);

    public static Problem NotUndoable(string state) => Of("not_undoable", 409, state);

    public static Problem UndoneLater(long incidents, string file) => Of("undone_later", 409, incidents, file);

    public static Problem SupersededLater(long reports, string file) => Of("superseded_later", 409, reports, file);

    public static Problem EditedSince(long incidents) => Of("edited_since", 409, incidents);

    public static Problem TriagedSince(long reports) => Of("triaged_since", 409, reports);

    public static Problem ReportEmpty() => Of("report_empty", 422);

    public static Problem WhereMissing() => Of("where_missing", 422);

    public static Problem TextTooLong(int length, int most) => Of("text_too_long", 422, length, most);

    public static Problem TextMissing() => Of("text_missing", 422);

    public static Problem NotOffered(string value, string offered) => Of("not_offered", 422, value, offered);

    public static Problem NumberOutside(string value, int least, int most) =>
        Of("number_outside", 422, value, least, most);

    public static Problem LeastAboveMost(string least, string most) => Of("least_above_most", 422, least, most);

    public static Problem NoSuchDay(string day, string month) => Of("no_such_day", 422, day, month);

    public static Problem AddressMissing() => Of("address_missing", 422);

    /// <summary>The same id with other words: whoever sent them learns nothing of the first.</summary>
    public static Problem ReportTaken() => Of("report_taken", 409);

    public static Problem InvitationRefused() => Of("invitation_refused", 422);

    public static Problem CodeNameUnknown(string codeName) => Of("code_name_unknown", 422, codeName);

    public static Problem FilesTooMany(int files, int most) => Of("files_too_many", 422, files, most);

    public static Problem FileTooHeavy(int position, long size, int most) =>
        Of("file_too_heavy", 422, position, size, most);

    public static Problem FileRefused(int position) => Of("file_refused", 422, position);

    public static Problem ReceiptUnknown() => Of("receipt_unknown", 422);

    public static Problem DecidedMeanwhile(string state) => Of("decided_meanwhile", 409, state);

    public static Problem LinkedAlready() => Of("linked_already", 409);

    public static Problem ReasonMissing(string known) => Of("reason_missing", 422, known);

    public static Problem ExposureUnanswered() => Of("exposure_unanswered", 422);

    public static Problem WouldExpose() => Of("would_expose", 422);

    public static Problem NoContactConsent() => Of("no_contact_consent", 422);

    public static Problem NothingSaid() => Of("nothing_said", 422);

    public static Problem ConsentOfNoPerson(string source) => Of("consent_of_no_person", 422, source);

    public static Problem InvitedDataset(string source) => Of("invited_dataset", 422, source);

    public static Problem SourceNotHere(Guid id) => Of("source_not_here", 404, id);

    public static Problem NumberNeeded(string value, int least, int most) =>
        Of("number_needed", 422, value, least, most);

    public static Problem InvitationGone(string invitation) => Of("invitation_gone", 404, invitation);

    public static Problem FormTooHeavy(int most) => Of("form_too_heavy", 413, most);

    /// <param name="size">MB that were sent, as far as it is known.</param>
    public static Problem FormOver(long size, int most) => Of("form_over", 413, size, most);

    public static Problem CorrectsUnknown() => Of("corrects_unknown", 422);

    private static Problem Of(string name, int status, params object?[] args) =>
        new(typeof(GatherProblems), name, status, args);
}
