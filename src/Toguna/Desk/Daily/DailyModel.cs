using Toguna.Foundation;
using Toguna.Foundation.Access;

namespace Toguna.Desk.Daily;

/// <summary>The report of a day and its duty log, in the reader's language: what page, HTML file and Word file show alike.</summary>
/// <param name="Warning">That nothing in it is real; null outside of a sample mission.</param>
/// <param name="Classification">The highest of its content, 0 to 2, and its words.</param>
/// <param name="Basis">From when to when, and when it was made.</param>
/// <param name="Answer">A few sentences that can be read aloud.</param>
/// <param name="Overdue">What was overdue at the end of it.</param>
/// <param name="Lines">The duty log, in order.</param>
/// <param name="Drills">Lines of exercises, apart from all the rest.</param>
/// <param name="Reader">As whom it is read.</param>
public sealed record DailyModel(
    Watch Watch,
    string Title,
    string House,
    string? Warning,
    (int Level, string Words) Classification,
    IReadOnlyList<string> Basis,
    DateTimeOffset Made,
    string Program,
    string Answer,
    IReadOnlyList<DailyRow> Figures,
    IReadOnlyList<DailyLine> Overdue,
    IReadOnlyList<DailyLine> Lines,
    IReadOnlyList<DailyLine> Drills,
    string Reader
);

/// <param name="Number">As it is shown.</param>
/// <param name="Words">Of what it is made up; empty: nothing more to say.</param>
public sealed record DailyRow(string Label, string Number, string Words);

/// <param name="Clock">In the mission's zone with UTC beside.</param>
/// <param name="Link">To the page of what it is about; null: it has none.</param>
/// <param name="By">Who did it; empty: the program.</param>
/// <param name="Written">Of a line that was written by hand: its id.</param>
public sealed record DailyLine(
    DateTimeOffset At,
    string Clock,
    string What,
    string? Reference,
    string? Link,
    string Title,
    string Words,
    string By,
    Guid? Written = null
);

/// <summary>What the page shows beside the report.</summary>
/// <param name="Report">Null where the address cannot be read.</param>
/// <param name="Corrects">A line that is being corrected.</param>
/// <param name="NewLine">Id of a line that is written on this page: the same form sent twice is one.</param>
public sealed record DailyPageModel(
    DailyModel? Report,
    Watch Watch,
    Caller Caller,
    DailyLine? Corrects,
    Guid NewLine,
    int Page,
    IReadOnlyList<Problem> Problems
)
{
    /// <summary>Lines of one page.</summary>
    public const int PageSize = 150;

    /// <summary>As typed in a form that was refused.</summary>
    public IReadOnlyDictionary<string, string> Typed { get; init; } = new Dictionary<string, string>();
}
