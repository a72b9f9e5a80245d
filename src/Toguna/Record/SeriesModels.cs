namespace Toguna.Record;

/// <summary>A named measure whose numbers stand per place and period.</summary>
public sealed class SeriesHead
{
    /// <summary>How many at a date.</summary>
    public const string Stock = "stock";

    /// <summary>How many in a period.</summary>
    public const string Flow = "flow";

    public const int MostDecimals = 6;

    public static IReadOnlyList<string> Kinds { get; } = [Stock, Flow];

    public Guid SeriesId { get; init; }
    public string Name { get; init; } = "";

    /// <summary><see cref="Stock"/> or <see cref="Flow"/>.</summary>
    public string Kind { get; init; } = Stock;
    public string Unit { get; init; } = "";

    /// <summary>Shown after the decimal mark, 0 to <see cref="MostDecimals"/>; what is kept is not rounded.</summary>
    public int Decimals { get; init; }

    /// <summary>Who says so; null: not given.</summary>
    public string? Publisher { get; init; }

    /// <summary>Under which terms it may be used, and how to name its publisher; null: not given.</summary>
    public string? Licence { get; init; }

    /// <summary>0 unclassified, 1 confidential, 2 strictly confidential.</summary>
    public int Classification { get; init; }

    /// <summary>A number in the reader's notation, without its unit.</summary>
    public string Number(double? value) =>
        value?.ToString("N" + Decimals, System.Globalization.CultureInfo.CurrentCulture) ?? "?";
}

/// <summary>A number as a source gave it.</summary>
public sealed class SeriesValue
{
    public Guid PlaceId { get; init; }
    public DateOnly DateFrom { get; init; }
    public DateOnly DateTo { get; init; }
    public double Value { get; init; }

    /// <summary>Null: not given.</summary>
    public double? Low { get; init; }
    public double? High { get; init; }

    /// <summary>Codes, comma-separated: low_above_value, value_above_high.</summary>
    public string? Warnings { get; init; }

    public Period Period => new(DateFrom, DateTo);
}

/// <summary>A place of a series with what there is of it.</summary>
/// <param name="Newest">Its newest value.</param>
/// <param name="Before">The one before; null: there is none.</param>
public sealed record SeriesPlace(PlaceHit Place, long Values, SeriesValue Newest, SeriesValue? Before);

/// <summary>A series in a list.</summary>
public sealed class SeriesLine
{
    public Guid SeriesId { get; init; }
    public string Name { get; init; } = "";
    public string Kind { get; init; } = "";
    public string Unit { get; init; } = "";
    public string? Publisher { get; init; }
    public int Classification { get; init; }
    public long Places { get; init; }
    public long Values { get; init; }
    public DateOnly? First { get; init; }
    public DateOnly? Last { get; init; }
    public DateTimeOffset? Imported { get; init; }
}

/// <summary>A series as it stands at a place: of the place itself, or of the nearest area around it that has one.</summary>
/// <param name="Place">Which of them.</param>
/// <param name="IsOwn">The place that was asked for, and not an area around it.</param>
public sealed record SeriesAt(SeriesHead Series, PlaceHit Place, bool IsOwn, IReadOnlyList<SeriesValue> Values);

/// <summary>A value and the row that it rests on.</summary>
public sealed class SeriesWord
{
    public DateOnly DateFrom { get; init; }
    public DateOnly DateTo { get; init; }
    public double Value { get; init; }
    public double? Low { get; init; }
    public double? High { get; init; }
    public string? Warnings { get; init; }
    public Guid ImportId { get; init; }
    public string FileName { get; init; } = "";
    public string? Header { get; init; }
    public DateTimeOffset ImportedAt { get; init; }
    public long Line { get; init; }
    public string Verbatim { get; init; } = "";

    /// <summary>When a newer import said otherwise; null: it stands.</summary>
    public DateTimeOffset? RevisedAt { get; init; }

    /// <summary>A user's id, <c>command-line</c> or <c>system</c>.</summary>
    public string? RevisedBy { get; init; }
}
