namespace Toguna.Gather.Imports;

/// <summary>An import as the database keeps it.</summary>
public sealed class ImportRow
{
    public Guid ImportId { get; init; }
    public string Kind { get; init; } = "";
    public string FileName { get; init; } = "";
    public long FileSize { get; init; }
    public string FileHash { get; init; } = "";
    public string StoredAs { get; init; } = "";
    public string? Mapping { get; init; }
    public string? Header { get; init; }
    public string State { get; init; } = "";
    public long RowsRead { get; init; }
    public long BytesRead { get; init; }
    public long Created { get; init; }
    public long Updated { get; init; }
    public long Unchanged { get; init; }
    public long Rejected { get; init; }
    public long Warnings { get; init; }
    public string? RejectsFile { get; init; }
    public string? Message { get; init; }
    public double Seconds { get; init; }
    public DateTimeOffset? HeartbeatAt { get; init; }
    public DateTimeOffset QueuedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; init; }
    public string ByUser { get; init; } = "";
    public DateTimeOffset? UndoneAt { get; init; }

    /// <summary>Its file was uploaded and lies in the data folder; otherwise it stays where its owner keeps it.</summary>
    public bool Uploaded => !Path.IsPathRooted(StoredAs);

    public bool CanResume => State is ImportState.Cancelled or ImportState.Failed or ImportState.Running;

    public bool IsUnderWay => State is ImportState.Queued or ImportState.Running;

    public bool CanUndo => State is ImportState.Done or ImportState.Cancelled or ImportState.Failed;
}

/// <summary>The states an import goes through.</summary>
public static class ImportState
{
    /// <summary>Uploaded; somebody must say which column holds what.</summary>
    public const string Mapping = "mapping";
    public const string Queued = "queued";
    public const string Running = "running";
    public const string Cancelled = "cancelled";
    public const string Failed = "failed";
    public const string Done = "done";
    public const string Undone = "undone";
}
