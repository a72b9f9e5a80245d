using System.Globalization;
using Microsoft.Extensions.Localization;

namespace Toguna.Record.Incidents;

/// <summary>Cells of a form in the reader's words, for comparisons; what was typed stays as it was typed.</summary>
internal static class FormWords
{
    /// <summary>Cells in one line; those that say nothing are left out.</summary>
    /// <param name="unit">A statement of the table; empty: the whole row.</param>
    public static string Of(
        IStringLocalizer text,
        string table,
        string unit,
        IReadOnlyDictionary<string, string>? cells
    )
    {
        if (cells is null)
        {
            return text["RowGone"];
        }
        var units = FormMerge.Units[table].Where(u => unit.Length == 0 || u.Unit == unit).ToList();
        var said = units
            .Select(u => u.Unit == "count" ? Count(cells) : Line(text, table, u.Fields, cells))
            .Where(w => w.Length > 0)
            .ToList();
        return said.Count > 0 ? string.Join(" · ", said) : IncidentWords.NotGiven();
    }

    private static string Line(
        IStringLocalizer text,
        string table,
        string[] fields,
        IReadOnlyDictionary<string, string> cells
    ) =>
        string.Join(
            ", ",
            fields
                .Select(f => (Field: f, Value: cells.GetValueOrDefault(f, "").Trim()))
                .Where(c => c.Value.Length > 0)
                .Select(c => Word(text, table, c.Field, c.Value))
                .Where(w => w.Length > 0)
        );

    private static string Word(IStringLocalizer text, string table, string field, string value) =>
        field switch
        {
            "kind" => ActTypes.Name(value),
            "grade" => IncidentWords.Grade(value),
            "summary" => text["SummaryExecution"],
            "contested" => text["Contested"],
            "outcome" => IncidentWords.Outcome(value),
            "status" => IncidentWords.Status(value),
            "sex" => IncidentWords.Sex(value),
            "age" => IncidentWords.Age(value),
            "cause" => IncidentWords.Cause(value),
            "role" => IncidentWords.Role(value),
            "classification" => text["Class_" + value],
            // The place chosen has its name beside it.
            "place_id" => "",
            "date_prec" when Number(value) is { } p => IncidentWords.DatePrecision(p),
            "where_prec" when Number(value) is { } p => IncidentWords.WherePrecision(p),
            "type" when table.Length == 0 && Number(value) is { } t => IncidentWords.Type(t),
            _ => value,
        };

    private static string Count(IReadOnlyDictionary<string, string> cells)
    {
        var bounds = new[] { "min", "best", "max" }.Select(f => cells.GetValueOrDefault(f, "").Trim()).ToList();
        return bounds.TrueForAll(b => b.Length == 0)
            ? ""
            : string.Join(" – ", bounds.Select(b => b.Length == 0 ? "?" : b));
    }

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
