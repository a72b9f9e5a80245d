using System.Text;
using Toguna.Formats.GeoJson;
using Toguna.Formats.Hxl;
using Toguna.Formats.Spreadsheet;

namespace Toguna.Record.Exports;

/// <summary>A file being written in one of the formats; what it says of itself goes in with it.</summary>
internal abstract class ExportFile : IDisposable
{
    public abstract void Add(ExportRow row);

    public abstract void Dispose();

    /// <summary>The formats, with what a browser calls them.</summary>
    public static readonly IReadOnlyDictionary<string, (string Extension, string MediaType)> Formats = new Dictionary<
        string,
        (string, string)
    >
    {
        ["csv"] = ("csv", "text/csv; charset=utf-8"),
        ["xlsx"] = ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ["geojson"] = ("geojson", "application/geo+json"),
        ["hxl"] = ("hxl.csv", "text/csv; charset=utf-8"),
        ["ged"] = ("ged.csv", "text/csv; charset=utf-8"),
    };

    public static ExportFile Open(string format, Stream stream, ExportAbout about) =>
        format switch
        {
            "csv" => new Csv(stream, about),
            "xlsx" => new Xlsx(stream, about),
            "geojson" => new GeoJson(stream, about),
            "hxl" => new Hxl(stream, about),
            "ged" => new GedExport(stream, about),
            _ => throw RecordProblems.ExportFormatUnknown(format, string.Join(", ", Formats.Keys)).Raise(),
        };

    private sealed class Csv : ExportFile
    {
        private readonly CsvOut file;

        public Csv(Stream stream, ExportAbout about)
        {
            // Spreadsheets take a file for UTF-8 only with the mark.
            file = new CsvOut(stream, new CsvOutOptions { ByteOrderMark = true });
            foreach (var (label, text) in about.Lines)
            {
                file.Comment($"{label}: {text}");
            }
            file.Row(ExportColumns.Names);
        }

        public override void Add(ExportRow row) => file.Row(ExportColumns.Of(row));

        public override void Dispose() => file.Dispose();
    }

    private sealed class Xlsx : ExportFile
    {
        private readonly XlsxWriter file;

        public Xlsx(Stream stream, ExportAbout about)
        {
            file = new XlsxWriter(stream);
            file.Sheet("About", header: false);
            foreach (var (label, text) in about.Lines)
            {
                file.Row(label, text);
            }
            file.Sheet("Incidents");
            file.Row(ExportColumns.Names);
        }

        public override void Add(ExportRow row) => file.Row(ExportColumns.Of(row));

        public override void Dispose() => file.Dispose();
    }

    private sealed class Hxl : ExportFile
    {
        private readonly StreamWriter text;
        private readonly HxlWriter file;

        public Hxl(Stream stream, ExportAbout about)
        {
            // The standard looks for the hashtags within the first 25 rows: what the file says of itself fits above them.
            text = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true);
            using (var comments = new CsvOut(text))
            {
                foreach (var (label, line) in about.Lines)
                {
                    comments.Comment($"{label}: {line}");
                }
            }
            text.Flush();
            file = new HxlWriter(stream, [.. ExportColumns.All.Select(c => (c.Name, c.Tag))]);
        }

        public override void Add(ExportRow row) => file.Row(ExportColumns.Of(row));

        public override void Dispose()
        {
            file.Dispose();
            text.Dispose();
        }
    }

    private sealed class GeoJson(Stream stream, ExportAbout about) : ExportFile
    {
        private readonly GeoJsonWriter file = new(
            stream,
            about.Lines.Select(l => new KeyValuePair<string, Cell>(l.Label, l.Text))
        );

        public override void Add(ExportRow row) =>
            file.Point(
                row.Incident.Latitude,
                row.Incident.Longitude,
                ExportColumns.All.Select(c => new KeyValuePair<string, Cell>(c.Name, c.Value(row))),
                row.Incident.Reference
            );

        public override void Dispose() => file.Dispose();
    }
}
