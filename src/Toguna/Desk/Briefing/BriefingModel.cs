using Toguna.Formats.Drawings;
using Toguna.Record;

namespace Toguna.Desk.Briefing;

/// <summary>A one-page product of a view, in the reader's language: what its page, its HTML file and its Word file show alike.</summary>
/// <param name="House">Name of the mission or office.</param>
/// <param name="Warning">That nothing in it is real; null outside of a sample mission.</param>
/// <param name="Classification">The highest among its incidents, 0 to 2, and its words.</param>
/// <param name="Basis">When it was made, for which role, on what state of the record.</param>
/// <param name="Answer">A few sentences that can be read aloud.</param>
/// <param name="Map">Null where nothing is found.</param>
/// <param name="Chart">Null where nothing is found.</param>
/// <param name="Columns">Heads of the table.</param>
/// <param name="Rows">The last is the sum.</param>
/// <param name="Below">Said under the table; null: nothing.</param>
/// <param name="Said">Filter, counting rule and what is not known, each with its label.</param>
/// <param name="Notes">Numbered from 1.</param>
/// <param name="More">How many incidents have no note, and where all are; null: each has one.</param>
public sealed record BriefingModel(
    BriefingAsk Ask,
    string Title,
    string House,
    string? Warning,
    (int Level, string Words) Classification,
    IReadOnlyList<string> Basis,
    DateTimeOffset Made,
    string Program,
    string Answer,
    BriefingFigure? Map,
    BriefingFigure? Chart,
    string TableTitle,
    IReadOnlyList<string> Columns,
    IReadOnlyList<BriefingRow> Rows,
    string? Below,
    IReadOnlyList<(string Label, string Words)> Said,
    IReadOnlyList<BriefingNote> Notes,
    string? More,
    long Incidents
);

/// <param name="Name">What it shows.</param>
/// <param name="Description">For who cannot see it.</param>
/// <param name="Caption">Beside it.</param>
public sealed record BriefingFigure(Drawing Drawing, string Name, string Description, string Caption);

/// <param name="Filter">What finds its incidents; null where no filter does.</param>
/// <param name="Figures">A cell for each column after the first.</param>
/// <param name="Notes">Numbers of the notes that stand behind it.</param>
public sealed record BriefingRow(
    string Label,
    IncidentFilter? Filter,
    IReadOnlyList<string> Figures,
    IReadOnlyList<int> Notes
);

/// <param name="Words">Reference, date, place and lists.</param>
public sealed record BriefingNote(int Number, string Reference, string Words);
