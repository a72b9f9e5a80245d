namespace Toguna.Foundation.Storage.Backups;

/// <summary>What a backup says of itself: the first entry of the file.</summary>
public sealed record Manifest
{
    public const int CurrentFormat = 1;

    public int Format { get; init; } = CurrentFormat;
    public required string Program { get; init; }
    public required Engine Engine { get; init; }

    /// <summary>Version of the database: a program that knows less refuses it.</summary>
    public required int Schema { get; init; }
    public required DateTimeOffset MadeAt { get; init; }
    public required bool Keys { get; init; }

    /// <summary>Entry → SHA-256, hexadecimal; checked before anything is restored.</summary>
    public required IReadOnlyDictionary<string, string> Entries { get; init; }
}

/// <summary>What a backup or a restore did.</summary>
/// <param name="Tables">Tables in it.</param>
/// <param name="Rows">Rows in all of them.</param>
/// <param name="Keys">Whether the keys are in it, under a passphrase.</param>
public sealed record BackupCounts(string File, int Tables, long Rows, long Bytes, bool Keys);
