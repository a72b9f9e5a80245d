using System.Globalization;
using Toguna.Formats.Spreadsheet;

namespace Toguna.Formats.Ged;

/// <summary>Writes the 49 columns of UCDP GED 23.1, in its order, as a stream.</summary>
/// <remarks>
/// A column is taken from the event; where the event knows nothing of it, from the row's own columns as they were read
/// (e.g. <c>dyad_dset_id</c>); else it is <c>NA</c>, as UCDP writes it. The well-known text and the PRIO-GRID cell are
/// worked out where neither gives them. Not thread-safe.
/// </remarks>
public sealed class GedWriter : IDisposable
{
    /// <summary>The columns of GED 23.1.</summary>
    public static readonly IReadOnlyList<string> Columns =
    [
        "id",
        "relid",
        "year",
        "active_year",
        "code_status",
        "type_of_violence",
        "conflict_dset_id",
        "conflict_new_id",
        "conflict_name",
        "dyad_dset_id",
        "dyad_new_id",
        "dyad_name",
        "side_a_dset_id",
        "side_a_new_id",
        "side_a",
        "side_b_dset_id",
        "side_b_new_id",
        "side_b",
        "number_of_sources",
        "source_article",
        "source_office",
        "source_date",
        "source_headline",
        "source_original",
        "where_prec",
        "where_coordinates",
        "where_description",
        "adm_1",
        "adm_2",
        "latitude",
        "longitude",
        "geom_wkt",
        "priogrid_gid",
        "country",
        "country_id",
        "region",
        "event_clarity",
        "date_prec",
        "date_start",
        "date_end",
        "deaths_a",
        "deaths_b",
        "deaths_civilians",
        "deaths_unknown",
        "best",
        "high",
        "low",
        "gwnoa",
        "gwnob",
    ];

    private readonly CsvOut _out;
    private readonly Cell[] _cells = new Cell[Columns.Count];

    /// <summary>Writes the header. The writer stays open.</summary>
    /// <param name="writer">Where to; its encoding should be UTF-8.</param>
    /// <param name="options">Null: comma, text made harmless for spreadsheets.</param>
    /// <param name="comments">Lines put before the header, e.g. source and terms.</param>
    public GedWriter(TextWriter writer, CsvOutOptions? options = null, params IEnumerable<string> comments)
    {
        ArgumentNullException.ThrowIfNull(comments);
        _out = new CsvOut(writer, options);
        foreach (var comment in comments)
            _out.Comment(comment);
        for (var i = 0; i < _cells.Length; i++)
            _cells[i] = Columns[i];
        _out.Row(_cells);
    }

    /// <summary>Writes one event.</summary>
    /// <param name="value">The event.</param>
    /// <param name="source">The row's own columns by name, as they were read; null or missing names are fine.</param>
    public void Write(GedEvent value, IReadOnlyDictionary<string, string?>? source = null)
    {
        ArgumentNullException.ThrowIfNull(value);
        for (var i = 0; i < _cells.Length; i++)
        {
            var cell = Known(value, Columns[i]);
            if (cell.Kind == CellKind.Nothing && source is not null && source.TryGetValue(Columns[i], out var text))
                cell = Given(text);
            if (cell.Kind == CellKind.Nothing)
                cell = WorkedOut(value, Columns[i]);
            _cells[i] = cell.Kind == CellKind.Nothing ? "NA" : cell;
        }
        _out.Row(_cells);
    }

    /// <inheritdoc />
    public void Dispose() => _out.Dispose();

    /// <summary>What a source column held: a number stays one, so that a negative one gets no apostrophe.</summary>
    private static Cell Given(string? text) =>
        string.IsNullOrEmpty(text) ? default
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        && number.ToString(CultureInfo.InvariantCulture) == text
            ? number
        : text;

    private static Cell WorkedOut(GedEvent e, string column) =>
        column switch
        {
            "geom_wkt" => string.Create(CultureInfo.InvariantCulture, $"POINT ({e.Longitude} {e.Latitude})"),
            "priogrid_gid" => Priogrid.Gid(e.Latitude, e.Longitude),
            "year" => e.DateStart.Year,
            "number_of_sources" => -1,
            _ => default,
        };

    private static Cell Known(GedEvent e, string column) =>
        column switch
        {
            "id" => e.Id,
            "relid" => e.RelId,
            "year" => e.Year,
            "active_year" => e.ActiveYear is { } active
                ? active
                    ? 1
                    : 0
                : default(Cell),
            "code_status" => e.CodeStatus,
            "type_of_violence" => e.TypeOfViolence,
            "conflict_new_id" => e.ConflictId,
            "conflict_name" => e.ConflictName,
            "dyad_new_id" => e.DyadId,
            "dyad_name" => e.DyadName,
            "side_a_new_id" => e.SideAId,
            "side_a" => e.SideA,
            "side_b_new_id" => e.SideBId,
            "side_b" => e.SideB,
            "number_of_sources" => e.NumberOfSources,
            "source_article" => e.SourceArticle,
            "source_office" => e.SourceOffice,
            "source_date" => e.SourceDate,
            "source_headline" => e.SourceHeadline,
            "source_original" => e.SourceOriginal,
            "where_prec" => e.WherePrec,
            "where_coordinates" => e.WhereCoordinates,
            "where_description" => e.WhereDescription,
            "adm_1" => e.Adm1,
            "adm_2" => e.Adm2,
            "latitude" => e.Latitude,
            "longitude" => e.Longitude,
            "priogrid_gid" => e.PriogridGid,
            "country" => e.Country,
            "country_id" => e.CountryId,
            "region" => e.Region,
            "event_clarity" => e.EventClarity,
            "date_prec" => e.DatePrec,
            "date_start" => e.DateStart,
            "date_end" => e.DateEnd,
            "deaths_a" => e.DeathsA,
            "deaths_b" => e.DeathsB,
            "deaths_civilians" => e.DeathsCivilians,
            "deaths_unknown" => e.DeathsUnknown,
            "best" => e.Best,
            "high" => e.High,
            "low" => e.Low,
            "gwnoa" => Given(e.GwnoA),
            "gwnob" => Given(e.GwnoB),
            _ => default,
        };
}
