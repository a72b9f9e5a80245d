using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Toguna.Foundation.Access;
using Toguna.Record;

namespace Toguna.Host;

/// <summary><c>toguna export incidents --format F [--where KEY=VALUE …] --out FILE</c>, <c>export series NAME --out FILE</c>.</summary>
internal static class ExportCommand
{
    public static Command Build()
    {
        var format = new Option<string>("--format")
        {
            Description = $"One of {string.Join(", ", IncidentExport.Formats)}.",
            Required = true,
        };
        var target = new Option<FileInfo>("--out") { Description = "The file to write.", Required = true };
        var audience = new Option<string>("--audience")
        {
            Description =
                $"For whom: {ExportAudiences.Inside} the mission, or outside it one of {string.Join(", ", ExportAudiences.Names.Skip(1))}. "
                + "Only what may be used so is in it.",
            DefaultValueFactory = _ => ExportAudiences.Inside,
        };
        var where = TotalsCommand.Where();
        var verb = new Command("incidents", "Exactly the incidents that a filter finds.")
        {
            format,
            target,
            audience,
            where,
        };
        verb.SetAction(
            async (parsed, ct) =>
            {
                var filter = TotalsCommand.Filter(parsed.GetValue(where));
                await using var services = await Run.OpenAsync(parsed, ct);
                var file = parsed.GetValue(target)!.FullName;
                var draft = file + ".part";
                try
                {
                    long written;
                    await using (var stream = File.Create(draft))
                    {
                        written = await services
                            .GetRequiredService<IncidentExport>()
                            .WriteAsync(
                                parsed.GetValue(format)!,
                                filter,
                                Caller.CommandLine,
                                stream,
                                CultureInfo.GetCultureInfo("en"),
                                parsed.GetValue(audience)!,
                                ct
                            );
                    }
                    File.Move(draft, file, overwrite: true);
                    Run.Print(parsed, new { incidents = written, file }, [$"{written:N0} incidents in {file}"]);
                    return 0;
                }
                finally
                {
                    File.Delete(draft);
                }
            }
        );
        return new Command("export", "Write the record out.") { verb, Series() };
    }

    private static Command Series()
    {
        var name = new Argument<string>("NAME") { Description = "As the page of series calls it, or its id." };
        var format = new Option<string>("--format")
        {
            Description = $"One of {string.Join(", ", SeriesExport.Formats)}.",
            DefaultValueFactory = _ => "csv",
        };
        var target = new Option<FileInfo>("--out") { Description = "The file to write.", Required = true };
        var verb = new Command("series", "A series with all its values, each with the file and line it rests on.")
        {
            name,
            format,
            target,
        };
        verb.SetAction(
            async (parsed, ct) =>
            {
                await using var services = await Run.OpenAsync(parsed, ct);
                var book = services.GetRequiredService<SeriesBook>();
                var said = parsed.GetValue(name)!;
                var series = Guid.TryParse(said, out var id)
                    ? await book.GetAsync(id, Caller.CommandLine, ct)
                    : await book.FindAsync(said, Caller.CommandLine, ct);
                var file = parsed.GetValue(target)!.FullName;
                var draft = file + ".part";
                try
                {
                    long written;
                    await using (var stream = File.Create(draft))
                    {
                        written = await services
                            .GetRequiredService<SeriesExport>()
                            .WriteAsync(series, parsed.GetValue(format)!, Caller.CommandLine, stream, ct);
                    }
                    File.Move(draft, file, overwrite: true);
                    Run.Print(
                        parsed,
                        new
                        {
                            series = series.Name,
                            values = written,
                            file,
                        },
                        [$"{written:N0} values of {series.Name} in {file}"]
                    );
                    return 0;
                }
                finally
                {
                    File.Delete(draft);
                }
            }
        );
        return verb;
    }
}
