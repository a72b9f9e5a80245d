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
    /// <param name="audience">One of <see cref="ExportAudiences"/>: only what may be used so is in it.</param>
    /// <returns>How many incidents were written.</returns>
    /// <exception cref="Foundation.ProblemException">There is no such format or audience.</exception>
    public async Task<long> WriteAsync(
        string format,
        IncidentFilter filter,
        Caller caller,
        Stream stream,
        CultureInfo? culture = null,
        string audience = ExportAudiences.Inside,
        CancellationToken ct = default
    )
    {
        culture ??= CultureInfo.CurrentUICulture;
        if (!ExportFile.Formats.ContainsKey(format))
        {
            throw RecordProblems.ExportFormatUnknown(format, string.Join(", ", Formats)).Raise();
        }
        var use = ExportAudiences.Read(audience);
        var maker = caller.For(use);
        var known = await book.TotalsAsync(filter, caller, null, null, culture, ct);
        var about = await AboutAsync(filter, maker, audience, known.Incidents, culture, ct);
        ExportBasis basis;
        await using (var c = await database.OpenAsync(ct))
        {
            basis = await ExportBasis.ReadAsync(c, use);
        }
        var written = 0L;
        using (var file = ExportFile.Open(format, stream, about))
        {
            await foreach (var row in new ExportRows(database, book).ReadAsync(filter, maker, ct))
            {
                file.Add(row);
                basis.Add(row.Incident.IncidentId);
                written++;
            }
        }
        await database.WriteAsync(
            async tx =>
            {
                var made = new ExportMade
                {
                    ExportId = tx.NewId(),
                    At = tx.Now,
                    ByUser = caller.Id,
                    Format = format,
                    Audience = audience,
                    Filter = filter.ToQuery(),
                    Incidents = written,
                    LeftOut = Math.Max(0, known.Incidents - written),
                };
                await ExportLedger.KeepAsync(tx, made, basis);
                await audit.AppendAsync(
                    tx,
                    caller.Id,
                    "export.made",
                    "incidents",
                    new
                    {
                        format,
                        audience,
                        filter = made.Filter,
                        written,
                        export = made.ExportId,
                    }
                );
            },
            ct
        );
        return written;
    }

    private async Task<ExportAbout> AboutAsync(
        IncidentFilter filter,
        Caller caller,
        string audience,
        long known,
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
                (Word("audience"), ExportAudiences.Words(audience, culture)),
                (Word("left_out"), Math.Max(0, known - totals.Incidents).ToString(CultureInfo.InvariantCulture)),
            ],
            totals.Incidents
        );
    }

    private static string Say(Bounds b) => $"{Say(b.Minimum)} - {Say(b.Best)} - {Say(b.Maximum)}";

    private static string Say(long? n) => n?.ToString(CultureInfo.InvariantCulture) ?? "?";
}
