using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Gather;
using Toguna.Gather.Imports;

namespace Toguna.Host;

/// <summary><c>toguna import KIND FILE</c>, <c>import undo|resume|stop ID</c>, <c>import list</c>.</summary>
internal static class ImportCommand
{
    private static readonly (string Kind, string Description)[] Kinds =
    [
        ("ged", "UCDP Georeferenced Event Dataset, CSV (19.1, 20 and later)."),
        ("acled", "ACLED events, CSV."),
        ("reports", "Reports: messages that a mission received, CSV or XLSX (docs/importing.md)."),
        ("geonames", "GeoNames dump, 19 columns separated by tabs (.txt or .gz)."),
        ("pcodes", "OCHA P-code list, CSV."),
        ("boundaries", "Administrative boundaries, GeoJSON."),
    ];

    public static Command Build()
    {
        var command = new Command(
            "import",
            "Turn a file into incidents, reports, places or series, each resting on its verbatim row."
        );
        foreach (var (kind, description) in Kinds)
        {
            command.Subcommands.Add(Verb(kind, description, null));
        }
        command.Subcommands.Add(
            Verb(
                "csv",
                "Any list (CSV or XLSX) through a column mapping.",
                Mapping("{\"name\": …, \"columns\": {\"date\": \"Day\", …}, \"dates\": \"dayFirst\"}")
            )
        );
        command.Subcommands.Add(
            Verb(
                "series",
                "Numbers per place and period (CSV, XLSX, HXL; long or one column per period) through a column mapping.",
                Mapping(
                    "{\"name\": …, \"columns\": {\"pcode\": \"Code\", …}, \"constants\": {\"unit\": \"people\", \"kind\": \"stock\"}}"
                )
            )
        );
        command.Subcommands.Add(
            Verb(
                "context",
                "The political timeline (CSV or XLSX): date, end, kind, title in English and French, source.",
                Mapping(
                    "{\"name\": …, \"columns\": {\"date\": \"Day\", \"kind\": \"Type\", \"label\": \"Title\"}}",
                    false
                )
            )
        );
        command.Subcommands.Add(Undo());
        command.Subcommands.Add(Resume());
        command.Subcommands.Add(List());
        return command;
    }

    private static Option<FileInfo> Mapping(string shape, bool required = true) =>
        new("--mapping")
        {
            Description = $"JSON: {shape}.{(required ? "" : " Left out: guessed from the header.")}",
            Required = required,
        };

    private static Command Verb(string kind, string description, Option<FileInfo>? mapping)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "The file to read." };
        var verb = new Command(kind, description) { file };
        if (mapping is not null)
        {
            verb.Options.Add(mapping);
        }
        verb.SetAction(
            async (parsed, ct) =>
            {
                await using var services = await Run.OpenAsync(parsed, ct);
                var imports = services.GetRequiredService<ImportService>();
                var path = parsed.GetValue(file)!;
                var columns = mapping is null
                    ? null
                    : await ReadMappingAsync(imports.Kind(kind), path, parsed.GetValue(mapping), ct);
                var id = await imports.QueueAsync(kind, path.FullName, path.Name, columns, Caller.CommandLine, ct);
                return await WatchAsync(parsed, services, imports, id, ct);
            }
        );
        return verb;
    }

    private static async Task<string> ReadMappingAsync(
        ImportKind kind,
        FileInfo file,
        FileInfo? mapping,
        CancellationToken ct
    )
    {
        if (mapping is null)
        {
            return Guess(kind, file).ToJson();
        }
        if (!mapping.Exists)
        {
            throw Foundation.FoundationProblems.FileMissing(mapping.FullName).Raise();
        }
        var json = await File.ReadAllTextAsync(mapping.FullName, ct);
        return kind.Mapping(json).ToJson();
    }

    private static ColumnMapping Guess(ImportKind kind, FileInfo file)
    {
        if (!file.Exists)
        {
            throw Foundation.FoundationProblems.FileMissing(file.FullName).Raise();
        }
        try
        {
            return kind.Guess(file.OpenRead(), Path.GetFileNameWithoutExtension(file.Name));
        }
        catch (Formats.UnreadableFileException e)
        {
            throw GatherProblems.FileUnreadable(file.Name, e.Message).Raise();
        }
    }

    private static Command Resume()
    {
        var id = Id();
        var verb = new Command("resume", "Go on with an import that was stopped, failed or was interrupted.") { id };
        verb.SetAction(
            async (parsed, ct) =>
            {
                await using var services = await Run.OpenAsync(parsed, ct);
                return await WatchAsync(
                    parsed,
                    services,
                    services.GetRequiredService<ImportService>(),
                    parsed.GetValue(id),
                    ct
                );
            }
        );
        return verb;
    }

    private static Command Undo()
    {
        var id = Id();
        var discard = new Option<bool>("--discard-edits") { Description = "Also where people edited since." };
        var verb = new Command("undo", "Take back all that an import brought.") { id, discard };
        verb.SetAction(
            async (parsed, ct) =>
            {
                await using var services = await Run.OpenAsync(parsed, ct);
                var counts = await services
                    .GetRequiredService<ImportService>()
                    .UndoAsync(parsed.GetValue(id), Caller.CommandLine, parsed.GetValue(discard), ct);
                Run.Print(
                    parsed,
                    new { counts.Removed, counts.Restored },
                    [$"Removed {counts.Removed:N0}, restored {counts.Restored:N0}."]
                );
                return 0;
            }
        );
        return verb;
    }

    private static Command List()
    {
        var verb = new Command("list", "The imports of this installation, newest first.");
        verb.SetAction(
            async (parsed, ct) =>
            {
                await using var services = await Run.OpenAsync(parsed, ct);
                var rows = await services.GetRequiredService<ImportService>().ListAsync(0, 100);
                Run.Print(
                    parsed,
                    new { imports = rows.Select(r => Answer(r, null)) },
                    rows.Select(r =>
                        $"{r.ImportId}  {r.State, -9}  {r.Kind, -10}  {r.RowsRead, 9:N0} rows  {r.FileName}"
                    )
                );
                return 0;
            }
        );
        return verb;
    }

    private static Argument<Guid> Id() => new("IMPORT_ID") { Description = "As import list shows it." };

    /// <summary>Runs the import with a progress bar on a terminal and in silence in a pipe.</summary>
    private static async Task<int> WatchAsync(
        ParseResult parsed,
        ServiceProvider services,
        ImportService imports,
        Guid id,
        CancellationToken ct
    )
    {
        ImportRow end;
        if (Console.IsErrorRedirected)
        {
            end = await imports.RunAsync(id, ct: ct);
        }
        else
        {
            var screen = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
            end = await screen
                .Progress()
                .Columns(
                    new TaskDescriptionColumn(),
                    new ProgressBarColumn(),
                    new PercentageColumn(),
                    new RemainingTimeColumn()
                )
                .StartAsync(async context =>
                {
                    var bar = context.AddTask("Reading");
                    return await imports.RunAsync(id, new Bar(bar), ct: ct);
                });
        }
        var folder = services.GetRequiredService<Database>().DataFolder;
        Run.Print(parsed, Answer(end, folder), Lines(end, folder));
        if (end.State == ImportState.Failed)
        {
            await Console.Error.WriteLineAsync(end.Message);
        }
        return end.State switch
        {
            ImportState.Done => 0,
            ImportState.Cancelled => 130,
            _ => 1,
        };
    }

    private static object Answer(ImportRow r, string? folder) =>
        new
        {
            import = r.ImportId,
            r.State,
            r.FileName,
            rows = r.RowsRead,
            r.Created,
            r.Updated,
            r.Unchanged,
            r.Rejected,
            rejectsFile = r.RejectsFile is null || folder is null ? r.RejectsFile : Path.Combine(folder, r.RejectsFile),
            r.Warnings,
            seconds = Math.Round(r.Seconds, 3),
        };

    private static IEnumerable<string> Lines(ImportRow r, string folder)
    {
        yield return $"{r.FileName}: {r.State}. {r.RowsRead:N0} rows in {r.Seconds:N1} s.";
        yield return $"  created {r.Created:N0}, updated {r.Updated:N0}, unchanged {r.Unchanged:N0}, rejected {r.Rejected:N0}, with warnings {r.Warnings:N0}";
        if (r.RejectsFile is not null)
        {
            yield return $"  rejected rows: {Path.Combine(folder, r.RejectsFile)}";
        }
        yield return r.State == ImportState.Done
            ? $"  take it back with: toguna import undo {r.ImportId}"
            : $"  go on with: toguna import resume {r.ImportId}";
    }

    private sealed class Bar(ProgressTask bar) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value)
        {
            bar.MaxValue = Math.Max(1, value.FileSize);
            bar.Value = Math.Min(value.BytesRead, value.FileSize);
            bar.Description = $"{value.RowsRead:N0} rows, {value.Rejected:N0} rejected";
        }
    }
}
