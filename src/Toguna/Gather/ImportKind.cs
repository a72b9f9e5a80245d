using Toguna.Formats;
using Toguna.Foundation.Storage;

namespace Toguna.Gather;

/// <summary>
/// A kind of file that can be imported. A later stage registers one for each format it can turn into its own records;
/// Gather keeps the file, the cursor, the rejects and the clock.
/// </summary>
/// <param name="Name">As on the command line: ged, acled, csv, reports, geonames, pcodes, boundaries.</param>
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
