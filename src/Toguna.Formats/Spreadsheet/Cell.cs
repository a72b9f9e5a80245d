using System.Globalization;

namespace Toguna.Formats.Spreadsheet;

/// <summary>What a cell holds.</summary>
public enum CellKind
{
    /// <summary>Nothing: an empty cell.</summary>
    Nothing,

    /// <summary>Text, never taken for a formula or number.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A calendar day.</summary>
    Date,
}

/// <summary>One typed cell of a table to write; made from a string, number, date or null by assignment.</summary>
/// <remarks>NaN and infinities become text, since no spreadsheet knows them as numbers.</remarks>
public readonly record struct Cell
{
    private Cell(CellKind kind, string text, DateOnly date = default) => (Kind, Value, Date) = (kind, text, date);

    /// <summary>What it holds; the default cell holds nothing.</summary>
    public CellKind Kind { get; }

    /// <summary>The text, the number in invariant notation, or the date as yyyy-MM-dd; empty for nothing.</summary>
    public string Value => field ?? "";

    /// <summary>The day, when <see cref="Kind"/> is <see cref="CellKind.Date"/>.</summary>
    public DateOnly Date { get; }

    /// <summary>Text; null is nothing.</summary>
    public static Cell Of(string? text) => text is null ? default : new Cell(CellKind.Text, text);

    /// <summary>A whole number; null is nothing.</summary>
    public static Cell Of(long? number) =>
        number is { } n ? new Cell(CellKind.Number, n.ToString(CultureInfo.InvariantCulture)) : default;

    /// <summary>A number, shortest notation that reads back equal; null is nothing.</summary>
    public static Cell Of(double? number) =>
        number is { } n
            ? new Cell(
                double.IsFinite(n) ? CellKind.Number : CellKind.Text,
                n.ToString("R", CultureInfo.InvariantCulture)
            )
            : default;

    /// <summary>A decimal number; null is nothing.</summary>
    public static Cell Of(decimal? number) =>
        number is { } n ? new Cell(CellKind.Number, n.ToString(CultureInfo.InvariantCulture)) : default;

    /// <summary>A day; null is nothing.</summary>
    public static Cell Of(DateOnly? day) =>
        day is { } d ? new Cell(CellKind.Date, d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), d) : default;

    /// <inheritdoc cref="Of(string?)" />
    public static implicit operator Cell(string? text) => Of(text);

    /// <inheritdoc cref="Of(long?)" />
    public static implicit operator Cell(int number) => Of((long?)number);

    /// <inheritdoc cref="Of(long?)" />
    public static implicit operator Cell(int? number) => Of((long?)number);

    /// <inheritdoc cref="Of(long?)" />
    public static implicit operator Cell(long number) => Of((long?)number);

    /// <inheritdoc cref="Of(long?)" />
    public static implicit operator Cell(long? number) => Of(number);

    /// <inheritdoc cref="Of(double?)" />
    public static implicit operator Cell(double number) => Of((double?)number);

    /// <inheritdoc cref="Of(double?)" />
    public static implicit operator Cell(double? number) => Of(number);

    /// <inheritdoc cref="Of(decimal?)" />
    public static implicit operator Cell(decimal number) => Of((decimal?)number);

    /// <inheritdoc cref="Of(decimal?)" />
    public static implicit operator Cell(decimal? number) => Of(number);

    /// <inheritdoc cref="Of(DateOnly?)" />
    public static implicit operator Cell(DateOnly day) => Of((DateOnly?)day);

    /// <inheritdoc cref="Of(DateOnly?)" />
    public static implicit operator Cell(DateOnly? day) => Of(day);
}
