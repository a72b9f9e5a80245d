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

    public static Problem SourceNotHere(Guid id) => Of("source_not_here", 404, id);

    public static Problem TextMissing() => Of("text_missing", 422);

    public static Problem TextTooLong(int length, int most) => Of("text_too_long", 422, length, most);

    public static Problem CodeNameTaken(string name) => Of("code_name_taken", 422, name);

    public static Problem NotOffered(string value, string offered) => Of("not_offered", 422, value, offered);

    public static Problem NumberNeeded(string value, int least, int most) =>
        Of("number_needed", 422, value, least, most);

    public static Problem NothingSaid() => Of("nothing_said", 422);

    public static Problem ConsentOfNoPerson(string source) => Of("consent_of_no_person", 422, source);

    public static Problem InvitedDataset(string source) => Of("invited_dataset", 422, source);

    public static Problem InvitationGone(string invitation) => Of("invitation_gone", 404, invitation);

    private static Problem Of(string name, int status, params object?[] args) =>
        new(typeof(GatherProblems), name, status, args);
}
