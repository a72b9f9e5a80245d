using Toguna.Formats;
using Toguna.Foundation.Storage;

namespace Toguna.Gather;

/// <summary>
/// A kind of file that can be imported. A later stage registers one for each format it can turn into its own records;
/// Gather keeps the file, the cursor, the rejects and the clock.
/// </summary>
/// <param name="Name">As on the command line: ged, acled, csv, reports, series, context, geonames, pcodes, boundaries.</param>
/// <param name="Order">Place in lists.</param>
/// <param name="Fields">What a column can be mapped to; empty where the format says itself what its columns are.</param>
/// <param name="RunAsync">Reads the file from the run's cursor to its end, committing step by step.</param>
/// <param name="UndoAsync">Takes back, in one transaction, all that an import brought.</param>
public sealed record ImportKind(
    string Name,
    int Order,
    IReadOnlyList<MappingField> Fields,
    Func<ImportRun, CancellationToken, Task> RunAsync,
    Func<WriteScope, Guid, bool, Task<UndoCounts>> UndoAsync
)
{
    public bool NeedsMapping => Fields.Count > 0;

    /// <summary>How the mapping page opens the file: the same rows as the import reads.</summary>
    public Func<Stream, RowSource> Open { get; init; } = stream => Tables.Open(stream);

    /// <summary>What else a mapping must satisfy; throws the refusal.</summary>
    public Action<ColumnMapping> Check { get; init; } = _ => { };

    /// <summary>Address of the page that shows what an import brought; null: there is none.</summary>
    public Func<Guid, string>? Results { get; init; }

    /// <summary>The mapping that a file of JSON holds.</summary>
    /// <exception cref="Foundation.ProblemException">It is none, or not one for this kind.</exception>
    public ColumnMapping Mapping(string json) => Checked(ColumnMapping.Parse(json, Fields));

    /// <summary>A first guess from the file's own header.</summary>
    /// <exception cref="Foundation.ProblemException">It does not say enough; the refusal names what is missing.</exception>
    /// <exception cref="UnreadableFileException">It is no table.</exception>
    public ColumnMapping Guess(Stream file, string name)
    {
        using var source = Open(file);
        return Checked(ColumnMapping.Guess(name, source.Header, Fields));
    }

    public ColumnMapping Checked(ColumnMapping mapping)
    {
        var whole = mapping.Checked(Fields);
        Check(whole);
        return whole;
    }
}

/// <param name="Removed">Records that the import had made and that are gone.</param>
/// <param name="Restored">Records that the import had changed and that are as before.</param>
public readonly record struct UndoCounts(long Removed, long Restored);

/// <summary>What one committed step did.</summary>
/// <param name="Rejected">Rows that could be read but not recorded, e.g. an id that stands twice in one file.</param>
public readonly record struct StepCounts(
    long Created,
    long Updated,
    long Unchanged,
    long Warnings,
    IReadOnlyList<Reject> Rejected
);

/// <summary>A row that was not taken, with the reason and the row itself.</summary>
public sealed record Reject(Fault Fault, string? Row);

/// <summary>How far an import has come; reported after each step.</summary>
public sealed record ImportProgress(long RowsRead, long BytesRead, long FileSize, long Rejected);
