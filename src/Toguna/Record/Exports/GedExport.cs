using System.Text;
using Toguna.Formats;
using Toguna.Formats.Ged;
using Toguna.Record.Intake;

namespace Toguna.Record.Exports;

/// <summary>The GED layout: the incident as it is now, and the source's own columns from its newest verbatim row.</summary>
/// <remarks>
/// An incident that comes from elsewhere has no conflict, dyad or numbers of sides; its id is its number here, and its
/// type of violence is 0 where nobody has said it.
/// </remarks>
internal sealed class GedExport : ExportFile
{
    private readonly StreamWriter text;
    private readonly GedWriter file;

    public GedExport(Stream stream, ExportAbout about)
    {
        text = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true);
        file = new GedWriter(text, null, about.Lines.Select(l => $"{l.Label}: {l.Text}"));
    }

    public override void Add(ExportRow row)
    {
        var (given, columns) = Given(row);
        file.Write(Current(row, given), columns);
    }

    public override void Dispose()
    {
        file.Dispose();
        text.Dispose();
    }

    /// <summary>The event as its publisher wrote it, read again from the verbatim row.</summary>
    private static (GedEvent? Event, IReadOnlyDictionary<string, string?>? Columns) Given(ExportRow row)
    {
        var key = row.Keys.FirstOrDefault(k => k.Scheme == GedIntake.Scheme);
        if (key?.Header is null)
        {
            return (null, null);
        }
        using var source = new MemoryStream(Encoding.UTF8.GetBytes(key.Header + "\n" + key.Verbatim));
        try
        {
            using var rows = new RowReader(source);
            var parsed = GedReader.Read(rows).FirstOrDefault();
            if (parsed.Value is null)
            {
                return (null, null);
            }
            var columns = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
            for (var i = 0; i < Math.Min(rows.Header.Count, parsed.Row.Cells.Length); i++)
            {
                columns.TryAdd(rows.Header[i], parsed.Row.Cells[i]);
            }
            return (parsed.Value, columns);
        }
        catch (UnreadableFileException)
        {
            // A row that came in another wrapping than CSV: the incident itself says what it knows.
            return (null, null);
        }
    }

    private static GedEvent Current(ExportRow row, GedEvent? given)
    {
        var i = row.Incident;
        var sideA =
            row.Parties.FirstOrDefault(p => p.Role == "side_a")?.Name
            ?? (i.HeldResponsible is [var first, ..] ? first.Name : null);
        if (given is not null && !i.Edited)
        {
            return given;
        }
        var basis =
            given
            ?? new GedEvent
            {
                Id = i.Number,
                TypeOfViolence = i.ViolenceType ?? 0,
                SideA = sideA ?? "NA",
                SideB = row.Parties.FirstOrDefault(p => p.Role == "side_b")?.Name,
                Latitude = i.Latitude ?? 0,
                Longitude = i.Longitude ?? 0,
                DateStart = i.DateStart,
                DateEnd = i.DateEnd,
            };
        return basis with
        {
            Year = i.DateStart.Year,
            TypeOfViolence = i.ViolenceType ?? basis.TypeOfViolence,
            WherePrec = i.WherePrec,
            WhereCoordinates = i.PlaceText,
            Adm1 = i.Adm1,
            Adm2 = i.Adm2,
            Country = i.Country,
            Latitude = i.Latitude ?? basis.Latitude,
            Longitude = i.Longitude ?? basis.Longitude,
            PriogridGid = i is { Latitude: { } lat, Longitude: { } lon } ? Priogrid.Gid(lat, lon) : null,
            DatePrec = i.DatePrec,
            DateStart = i.DateStart,
            DateEnd = i.DateEnd,
            DeathsCivilians = (int?)i.CiviliansBest,
            Best = (int?)i.KilledBest,
            Low = (int?)i.KilledMin,
            High = (int?)i.KilledMax,
        };
    }
}
