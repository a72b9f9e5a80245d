namespace Toguna.Formats.Reports;

/// <summary>A report as a mission's list of messages has it.</summary>
/// <param name="Id">Its id in that list; at most 100 characters.</param>
/// <param name="Received">When it reached the mission, in UTC, to the millisecond.</param>
/// <param name="Source">Code name of who sent it; at most 60 characters.</param>
/// <param name="Reliability">A to F, as the source was graded then; null: not graded.</param>
/// <param name="Channel">One of <see cref="ReportReader.Channels"/>.</param>
/// <param name="Language">Two or three small letters, as in ISO 639; null: not said.</param>
/// <param name="Text">The message, exactly as it came.</param>
/// <param name="Credibility">1 to 6; null: not judged.</param>
/// <param name="Supersedes">Id of the report that this one corrects.</param>
/// <param name="About">The known incident it speaks of, <c>list:id</c>.</param>
public sealed record ReportRow(
    string Id,
    DateTimeOffset Received,
    string Source,
    string? Reliability,
    string Channel,
    string? Language,
    string Text,
    int? Credibility,
    string? Supersedes,
    string? About
);
