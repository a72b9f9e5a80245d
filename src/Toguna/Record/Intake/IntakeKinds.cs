using Toguna.Formats;
using Toguna.Formats.Acled;
using Toguna.Formats.Ged;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Storage;
using Toguna.Gather;

namespace Toguna.Record.Intake;

/// <summary>The kinds of file that become incidents.</summary>
internal static class IntakeKinds
{
    public static ImportKind Ged(AuditLog audit) =>
        new(
            "ged",
            1,
            [],
            (run, ct) =>
                new IncidentIntake(run, GedIntake.Scheme, GedIntake.SourceName).RunAsync<GedEvent>(
                    Open,
                    GedReader.Read,
                    GedIntake.Draft,
                    ct
                ),
            Undo(audit)
        )
        {
            Results = Incidents,
        };

    public static ImportKind Acled(AuditLog audit) =>
        new(
            "acled",
            2,
            [],
            (run, ct) =>
                new IncidentIntake(run, AcledIntake.Scheme, AcledIntake.SourceName).RunAsync<AcledEvent>(
                    Open,
                    AcledReader.Read,
                    AcledIntake.Draft,
                    ct
                ),
            Undo(audit)
        )
        {
            Results = Incidents,
        };

    public static ImportKind List(AuditLog audit) =>
        new("csv", 3, ListFields.All, RunListAsync, Undo(audit)) { Results = Incidents };

    private static Func<WriteScope, Guid, bool, Task<UndoCounts>> Undo(AuditLog audit) =>
        (tx, import, discardEdits) => IntakeUndo.UndoAsync(tx, audit, import, discardEdits);

    private static string Incidents(Guid import) => $"/incidents?import={import}";

    private static Task RunListAsync(ImportRun run, CancellationToken ct)
    {
        var mapping = ColumnMapping.Parse(run.Mapping!, ListFields.All);
        return new IncidentIntake(run, "csv:" + mapping.Name, mapping.Name).RunAsync<IncidentDraft>(
            Open,
            source => new ListIntake(mapping, source.Header).Read(source),
            (draft, _) => draft,
            ct
        );
    }

    /// <summary>By what the file is, not by its name: CSV in any dialect, packed or not, XLSX, GeoJSON.</summary>
    private static RowSource Open(Stream stream) => Tables.Open(stream);
}
