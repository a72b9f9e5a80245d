using System.Text;

namespace Toguna.Formats;

/// <summary>Limits and choices of a <see cref="RowReader"/>. The defaults fit every file the field exchanges.</summary>
public sealed record RowReaderOptions
{
    /// <summary>Longest cell in characters; default 2 Mi (2,097,152), at least 1. A longer one refuses its row.</summary>
    public int MaxCell { get; init; } = 2 << 20;

    /// <summary>Longest record in characters, and so the memory a reader may hold; default 8 Mi, at least 1.</summary>
    public int MaxRow { get; init; } = 8 << 20;

    /// <summary>Most columns; default 2,000, at least 1. More in the header refuse the file, more in a row the row.</summary>
    public int MaxColumns { get; init; } = 2_000;

    /// <summary>The delimiter; null (default) finds it in the header among comma, semicolon, tab and bar.</summary>
    public char? Delimiter { get; init; }

    /// <summary>A single-byte encoding the user knows the file to have, e.g. windows-1256; null (default) finds it.</summary>
    public Encoding? Encoding { get; init; }

    /// <summary>Whether rows may have another number of cells than the header (hashtag rows do); default false.</summary>
    public bool Ragged { get; init; }

    /// <summary>Whether lines starting with <c># </c> before the header are a preamble, not data; default true.</summary>
    public bool SkipComments { get; init; } = true;

    /// <summary>Whether a double quote has a meaning; default true. GeoNames dumps have none.</summary>
    public bool Quotes { get; init; } = true;
}
