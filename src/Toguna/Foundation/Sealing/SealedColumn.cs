namespace Toguna.Foundation.Sealing;

/// <summary>Whom or what a data key belongs to: one source, one victim, one case.</summary>
/// <param name="Kind">A word of the glossary, e.g. <c>source</c>.</param>
public readonly record struct Subject(string Kind, Guid Id)
{
    /// <summary>As audit lines name it: <c>source:0198…</c>.</summary>
    public override string ToString() => $"{Kind}:{Id}";
}

/// <summary>A column that holds sealed texts or sealed bytes. The stage that owns the table declares it once and registers it.</summary>
/// <param name="Table">Name of our own table.</param>
/// <param name="Id">Column of the row's identifier: unique in the table, and with an index.</param>
/// <param name="Column">Column of the sealed value.</param>
/// <param name="Kind">Kind of the subject whose key seals it.</param>
/// <param name="Owner">Column of the subject's identifier; often <paramref name="Id"/> itself.</param>
/// <param name="Index">Column of the blind index, where exact matches of a text are searched; a column of bytes has none.</param>
public sealed record SealedColumn(
    string Table,
    string Id,
    string Column,
    string Kind,
    string Owner,
    string? Index = null
)
{
    public string Name => $"{Table}.{Column}";
}

/// <summary>What must be forgotten beside sealed columns when a subject is shredded, e.g. its files.</summary>
/// <param name="Kind">Kind of the subject.</param>
/// <param name="ForgetAsync">Runs in the transaction of the certificate; may run again after a crash.</param>
public sealed record ShredTarget(string Kind, Func<Storage.WriteScope, Guid, Task> ForgetAsync);

/// <summary>A text that has been sealed, as the columns keep it.</summary>
/// <param name="Text">For the sealed column.</param>
/// <param name="Index">For the column of the blind index; null when nothing of the text can be searched.</param>
public sealed record SealedValue(byte[] Text, byte[]? Index);

/// <summary>What is to be sealed, and where it will stand.</summary>
public sealed record ToSeal(Guid Subject, Guid Row, string Text)
{
    /// <summary>Never the text.</summary>
    public override string ToString() => $"{Subject}|{Row}";
}

/// <summary>Why somebody opens a sealed field. A list and no free text: a reason that is typed can hold a name.</summary>
public enum ReadPurpose
{
    /// <summary>To get in touch with the person.</summary>
    Contact,

    /// <summary>To verify an incident.</summary>
    Verification,

    /// <summary>To protect the person.</summary>
    Protection,

    /// <summary>To correct what is kept.</summary>
    Correction,

    /// <summary>To tell whether two records are of one person.</summary>
    Matching,

    /// <summary>To hand over what the person allowed to be handed over.</summary>
    Release,

    /// <summary>To answer the person's own request about what is kept.</summary>
    OwnRequest,
}
