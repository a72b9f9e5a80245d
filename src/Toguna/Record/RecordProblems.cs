using Toguna.Formats.PmTiles;
using Toguna.Foundation;

namespace Toguna.Record;

/// <summary>Refusals of the Record stage.</summary>
public static class RecordProblems
{
    public static Problem FilterKeyUnknown(string key, string known) => Of("filter_key_unknown", 422, key, known);

    public static Problem FilterNotAPair(string text, string known) => Of("filter_not_a_pair", 422, text, known);

    public static Problem FilterTooLong(string key, int most) => Of("filter_too_long", 422, key, most);

    public static Problem FilterTooMany(string key, int most) => Of("filter_too_many", 422, key, most);

    public static Problem FilterTwice(string key, string first, string second) =>
        Of("filter_twice", 422, key, first, second);

    public static Problem FilterName(string key, string value) => Of("filter_name", 422, key, value);

    public static Problem FilterCode(string key, string value, string known) =>
        Of("filter_code", 422, key, value, known);

    public static Problem FilterDate(string key, string value) => Of("filter_date", 422, key, value);

    public static Problem FilterSpan(string from, string to) => Of("filter_span", 422, from, to);

    public static Problem FilterNumber(string key, string value, long from, long to) =>
        Of("filter_number", 422, key, value, from, to);

    public static Problem FilterId(string key, string value) => Of("filter_id", 422, key, value);

    public static Problem FilterYesNo(string key, string value) => Of("filter_yes_no", 422, key, value);

    public static Problem SearchEmpty(string value) => Of("search_empty", 422, value);

    public static Problem FilterMonths(string key, string value) => Of("filter_months", 422, key, value);

    public static Problem FilterInstant(string key, string value) => Of("filter_instant", 422, key, value);

    public static Problem FilterBox(string key, string value) => Of("filter_box", 422, key, value);

    public static Problem ActorUnknown(string id) => Of("actor_unknown", 404, id);

    public static Problem ActorWhy(string before, string after) => Of("actor_why", 422, before, after);

    public static Problem FilterCircle(string key, string value, double widest) =>
        Of("filter_circle", 422, key, value, widest);

    public static Problem DimensionTwice(string name) => Of("dimension_twice", 422, name);

    public static Problem DimensionUnknown(string value, string known) => Of("dimension_unknown", 422, value, known);

    public static Problem SortUnknown(string value, string known) => Of("sort_unknown", 422, value, known);

    public static Problem PageInvalid(string value) => Of("page_invalid", 422, value);

    public static Problem IncidentUnknown(string id) => Of("incident_unknown", 404, id);

    public static Problem DateMissing() => Of("date_missing", 422);

    public static Problem DateInvalid(string value) => Of("date_invalid", 422, value);

    public static Problem EndBeforeStart(string start, string end) => Of("end_before_start", 422, start, end);

    public static Problem PlaceMissing() => Of("place_missing", 422);

    public static Problem CoordinatesHalf() => Of("coordinates_half", 422);

    public static Problem DegreesInvalid(string value, double limit) => Of("degrees_invalid", 422, value, limit);

    public static Problem NumberInvalid(string value, long from, long to) => Of("number_invalid", 422, value, from, to);

    public static Problem TextTooLong(int length, int most) => Of("text_too_long", 422, length, most);

    public static Problem ActMissing() => Of("act_missing", 422);

    public static Problem ActUnknown(string value) => Of("act_unknown", 422, value);

    public static Problem GradeMissing(string who) => Of("grade_missing", 422, who);

    public static Problem WhyMissing() => Of("why_missing", 422);

    public static Problem ChangedMeanwhile(int opened, int now) => Of("changed_meanwhile", 409, opened, now);

    public static Problem ChoiceMissing() => Of("choice_missing", 409);

    public static Problem FindingUnknown(string value, string known) => Of("finding_unknown", 422, value, known);

    public static Problem SourcesTooFew(int given) => Of("sources_too_few", 422, given);

    public static Problem IndependenceMissing() => Of("independence_missing", 422);

    public static Problem SupportMissing(string finding) => Of("support_missing", 422, finding);

    public static Problem ContradictionMissing(string finding) => Of("contradiction_missing", 422, finding);

    public static Problem StandardMissing() => Of("standard_missing", 422);

    public static Problem ReportNotOfIncident(string report) => Of("report_not_of_incident", 422, report);

    public static Problem FindingOpen(string finding) => Of("finding_open", 409, finding);

    public static Problem ChangedSinceRead(int read, int now) => Of("changed_since_read", 409, read, now);

    public static Problem FindingNotOpen() => Of("finding_not_open", 409);

    public static Problem SamePerson() => Of("same_person", 409);

    public static Problem DeclineWhy() => Of("decline_why", 422);

    public static Problem MergeTooFew() => Of("merge_too_few", 422);

    public static Problem MergeTooMany(int given, int most) => Of("merge_too_many", 422, given, most);

    public static Problem MergeChanged(string incident, int seen, int now) =>
        Of("merge_changed", 409, incident, seen, now);

    public static Problem GoneMeanwhile() => Of("gone_meanwhile", 409);

    public static Problem RearrangementUnknown(string id) => Of("rearrangement_unknown", 404, id);

    public static Problem UndoneAlready() => Of("undone_already", 409);

    public static Problem EditedSince(int incidents, string names) => Of("edited_since", 409, incidents, names);

    public static Problem ImportMerged(long incidents, string example) => Of("import_merged", 409, incidents, example);

    public static Problem SplitNothing() => Of("split_nothing", 422);

    public static Problem SplitAll() => Of("split_all", 422);

    public static Problem BulkNothing() => Of("bulk_nothing", 422);

    public static Problem BulkTooMany(long found, int most) => Of("bulk_too_many", 422, found, most);

    public static Problem BulkNoneFound() => Of("bulk_none_found", 422);

    public static Problem BulkSelectionChanged() => Of("bulk_selection_changed", 409);

    public static Problem PlaceUnknown(string id) => Of("place_unknown", 422, id);

    public static Problem ExportFormatUnknown(string format, string known) =>
        Of("export_format_unknown", 400, format, known);

    public static Problem SeriesUnknown(string id) => Of("series_unknown", 404, id);

    public static Problem SeriesUndoneLater(long values, string file) => Of("series_undone_later", 409, values, file);

    public static Problem DetailMissing(string file) => Of("detail_missing", 404, file);

    public static Problem DetailUnreadable(string file) => Of("detail_unreadable", 409, file);

    /// <summary>A code of its own for each thing that can be wrong with the file.</summary>
    public static Problem DetailBroken(string file, PmTilesFault fault) =>
        Of(
            fault switch
            {
                PmTilesFault.TooShort or PmTilesFault.NoArchive => "detail_no_archive",
                PmTilesFault.Version => "detail_version",
                PmTilesFault.NoVectors => "detail_no_vectors",
                PmTilesFault.Compression => "detail_compression",
                PmTilesFault.CutOff => "detail_cut_off",
                PmTilesFault.Bounds => "detail_bounds",
                _ => "detail_directory",
            },
            409,
            file
        );

    public static Problem CaseUnknown(string code) => Of("case_unknown", 404, code);

    public static Problem IncidentEnclosed() => Of("incident_enclosed", 409);

    public static Problem IncidentElsewhere(string incident) => Of("incident_elsewhere", 409, incident);

    public static Problem IncidentNotOfCase(string incident) => Of("incident_not_of_case", 409, incident);

    public static Problem MergeAcross() => Of("merge_across", 409);

    public static Problem SubjectMissing() => Of("subject_missing", 422);

    public static Problem SourceUnknown(string code) => Of("source_unknown", 422, code);

    public static Problem InterviewInFuture(string day) => Of("interview_in_future", 422, day);

    /// <summary>Says nothing of the case, which the reader does not know.</summary>
    public static Problem InterviewedBefore(string month) => Of("interviewed_before", 422, month);

    public static Problem InterviewedInCase(string code, string day) => Of("interviewed_in_case", 422, code, day);

    public static Problem PurposeMissing() => Of("purpose_missing", 422);

    /// <summary>Says how long it was, never what it was.</summary>
    public static Problem NameLength(int length, int most) => Of("name_length", 422, length, most);

    /// <param name="victim">As the form calls the victim, never the name.</param>
    public static Problem VictimHasSaid(string victim) => Of("victim_has_said", 422, victim);

    public static Problem VictimNamed(string victim) => Of("victim_named", 422, victim);

    public static Problem VictimNotOne() => Of("victim_not_one", 422);

    public static Problem FormStale() => Of("form_stale", 400);

    public static Problem OtherCompartment(string incident) => Of("other_compartment", 409, incident);

    public static Problem AudienceUnknown(string audience, string known) =>
        Of("audience_unknown", 400, audience, known);

    public static Problem AudienceMissing(string known) => Of("audience_missing", 400, known);

    public static Problem VictimRefusesRecord() => Of("victim_refuses_record", 409);

    public static Problem ContactRefused(string day) => Of("contact_refused", 422, day);

    public static Problem ContactNeverAsked() => Of("contact_never_asked", 422);

    public static Problem ContactReasonUnknown(string reason) => Of("contact_reason_unknown", 422, reason);

    private static Problem Of(string name, int status, params object?[] args) =>
        new(typeof(RecordProblems), name, status, args);
}
