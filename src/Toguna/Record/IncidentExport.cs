using System.Globalization;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Design;
using Toguna.Foundation.Storage;
using Toguna.Record.Exports;

namespace Toguna.Record;

/// <summary>Writes exactly what a filter finds and the caller may see, in any of the formats, with what it says of itself.</summary>
public sealed class IncidentExport(
    Database database,
    IncidentBook book,
    AuditLog audit,
    Installation house,
    TimeProvider clock
)
{
    /// <summary>The formats, by name.</summary>
    public static IReadOnlyList<string> Formats { get; } = [.. ExportFile.Formats.Keys];

    public static string MediaTypeOf(string format) => ExportFile.Formats[format].MediaType;

    public static string FileNameOf(string format, DateTimeOffset at) =>
        $"incidents-{at:yyyyMMdd-HHmm}.{ExportFile.Formats[format].Extension}";

    /// <param name="stream">Where to; stays open.</param>
    /// <returns>How many incidents were written.</returns>
    /// <exception cref="Foundation.ProblemException">There is no such format.</exception>
    public async Task<long> WriteAsync(
        string format,
        IncidentFilter filter,
        Caller caller,
        Stream stream,
        CultureInfo? culture = null,
        CancellationToken ct = default
    )
    {
        culture ??= CultureInfo.CurrentUICulture;
        if (!ExportFile.Formats.ContainsKey(format))
        {
            throw RecordProblems.ExportFormatUnknown(format, string.Join(", ", Formats)).Raise();
        }
        var about = await AboutAsync(filter, caller, culture, ct);
        var written = 0L;
        using (var file = ExportFile.Open(format, stream, about))
        {
            await foreach (var row in new ExportRows(database, book).ReadAsync(filter, caller, ct))
            {
                file.Add(row);
                written++;
            }
        }
        await database.WriteAsync(
            tx =>
                audit.AppendAsync(
                    tx,
                    caller.Id,
                    "export.made",
                    "incidents",
                    new
                    {
                        format,
                        filter = filter.ToQuery(),
                        written,
                    }
                ),
            ct
        );
        return written;
    }

    private async Task<ExportAbout> AboutAsync(
        IncidentFilter filter,
        Caller caller,
        CultureInfo culture,
        CancellationToken ct
    )
    {
        var totals = await book.TotalsAsync(filter, caller, null, null, culture, ct);
        var names = await book.ActorNamesAsync(filter, caller, ct);
        string Word(string key) => IncidentWords.Of("export_" + key, key, culture);
        return new ExportAbout(
            [
                (Word("made_by"), $"Toguna {house.Version}, {house.Name}"),
                (Word("made_at"), Dialect.Instant(clock.GetUtcNow())),
                (Word("filter"), filter.Describe(names, culture)),
                (Word("query"), filter.ToQuery()),
                (Word("incidents"), totals.Incidents.ToString(CultureInfo.InvariantCulture)),
                (Word("killed"), Say(totals.Killed)),
                (Word("civilians"), Say(totals.CiviliansKilled)),
                (Word("rule"), totals.CountingRule(culture)),
            ],
            totals.Incidents
        );
    }

    private static string Say(Bounds b) => $"{Say(b.Minimum)} - {Say(b.Best)} - {Say(b.Maximum)}";

    private static string Say(long? n) => n?.ToString(CultureInfo.InvariantCulture) ?? "?";
}
