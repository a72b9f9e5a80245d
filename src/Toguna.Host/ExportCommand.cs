using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Toguna.Foundation.Access;
using Toguna.Record;

namespace Toguna.Host;

/// <summary><c>toguna export incidents --format F [--where KEY=VALUE …] --out FILE</c>.</summary>
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
        var where = TotalsCommand.Where();
        var verb = new Command("incidents", "Exactly the incidents that a filter finds.") { format, target, where };
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
        return new Command("export", "Write the record out.") { verb };
    }
}
