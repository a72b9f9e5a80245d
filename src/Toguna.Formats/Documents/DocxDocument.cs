using Toguna.Formats.Drawings;

namespace Toguna.Formats.Documents;

/// <summary>A Word document of A4 pages: what <see cref="DocxWriter"/> writes.</summary>
/// <remarks>Immutable; equal documents give equal bytes.</remarks>
public sealed record DocxDocument
{
    /// <summary>For the reader's list of documents; no person is named in it.</summary>
    public required string Title { get; init; }

    /// <summary>Language of the text, e.g. <c>en-GB</c>.</summary>
    public required string Language { get; init; }

    /// <summary>The program that made it.</summary>
    public required string Program { get; init; }

    public required DateTimeOffset Made { get; init; }

    /// <summary>At the head of every page, left and right.</summary>
    public required (string Left, string Right) Header { get; init; }

    /// <summary>Below the head on every page; null: nothing.</summary>
    public string? Warning { get; init; }

    /// <summary>At the foot of every page: left, and on the right the page, <c>{0}</c>, of <c>{1}</c>.</summary>
    public required (string Left, string Pages) Footer { get; init; }

    public required IReadOnlyList<DocxBlock> Blocks { get; init; }

    /// <summary>RGB of a role of <see cref="Ink"/>, six hexadecimal digits.</summary>
    public required Func<string, string> Colour { get; init; }
}

/// <summary>What stands below another in a document.</summary>
public abstract record DocxBlock;

public enum DocxStyle
{
    Title,
    Lead,
    Heading,
    Text,
    Small,
    Caption,
}

public sealed record DocxParagraph(DocxStyle Style, params IReadOnlyList<DocxRun> Runs) : DocxBlock;

/// <summary>Words of one kind.</summary>
/// <param name="Raised">Small and above the line, as the number of a footnote that stands elsewhere.</param>
public sealed record DocxRun(string Text, bool Bold = false, bool Raised = false)
{
    /// <summary>A footnote that is called here; <see cref="Text"/> is its text, and its number is drawn by Word.</summary>
    public bool IsFootnote { get; init; }
}

/// <param name="Widths">Of the columns, in hundredths of the width of the page.</param>
/// <param name="Head">Repeated on every page that the table runs over.</param>
/// <param name="Said">What the table is, for who cannot see it.</param>
/// <param name="Last">How many rows at the end are sums, set off by a line.</param>
public sealed record DocxTable(
    string Said,
    IReadOnlyList<int> Widths,
    IReadOnlyList<string> Head,
    IReadOnlyList<IReadOnlyList<IReadOnlyList<DocxRun>>> Rows,
    int Last = 0
) : DocxBlock
{
    /// <summary>Columns from this one on are numbers and stand right.</summary>
    public int FirstNumber { get; init; } = 1;
}

/// <summary>Drawings side by side, each with words below it.</summary>
public sealed record DocxDrawings(params IReadOnlyList<DocxFigure> Figures) : DocxBlock;

/// <param name="Name">Short, above the drawing.</param>
/// <param name="Said">What is to be seen, for who cannot see it.</param>
/// <param name="Caption">Below it.</param>
/// <param name="Width">In hundredths of the width of the page.</param>
public sealed record DocxFigure(Drawing Drawing, string Name, string Said, string Caption, int Width);
