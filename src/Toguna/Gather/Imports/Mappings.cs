using Dapper;
using Toguna.Formats;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Storage;

namespace Toguna.Gather.Imports;

/// <summary>The mapping step of an uploaded list: a look at the file, the guess or a saved mapping, and the answer.</summary>
public sealed class Mappings(Database database, AuditLog audit, ImportService imports)
{
    private const int RowsShown = 5;
    private const int LongestCell = 80;

    /// <summary>The header, the first rows, and the saved mapping that fits them best or else a guess.</summary>
    /// <exception cref="UnreadableFileException">The upload is no list.</exception>
    public async Task<MappingView> LookAsync(ImportRow import)
    {
        await using var stream = File.OpenRead(Path.Combine(database.DataFolder, import.StoredAs));
        var kind = imports.Kind(import.Kind);
        using var source = kind.Open(stream);
        var rows = source
            .Read()
            .Where(r => r.Row is not null)
            .Take(RowsShown)
            .Select(r => (IReadOnlyList<string>)[.. r.Row!.Cells.Select(Cut)])
            .ToList();
        var fields = kind.Fields;
        var saved = (await SavedAsync(kind)).FirstOrDefault(m => m.Columns.Values.All(source.Header.Contains));
        return new MappingView(
            source.Header,
            rows,
            fields,
            saved ?? ColumnMapping.Guess(Path.GetFileNameWithoutExtension(import.FileName), source.Header, fields),
            saved is not null
        );
    }

    /// <summary>Saves the mapping under its name and puts the import on the list.</summary>
    public Task AnswerAsync(ImportRow import, ColumnMapping mapping, Caller by)
    {
        var json = imports.Kind(import.Kind).Checked(mapping).ToJson();
        return database.WriteAsync(async tx =>
        {
            await FileIntake.SaveMappingAsync(tx, mapping, by, import.Kind);
            await tx.ExecuteAsync(
                "UPDATE import SET mapping = @json, state = 'queued' WHERE import_id = @ImportId AND state = 'mapping'",
                new { json, import.ImportId }
            );
            await audit.AppendAsync(tx, by.Id, "import.mapped", $"import:{import.ImportId}", new { mapping.Name });
        });
    }

    private async Task<IReadOnlyList<ColumnMapping>> SavedAsync(ImportKind kind)
    {
        await using var c = await database.OpenAsync();
        var saved = await c.QueryAsync<string>(
            "SELECT mapping FROM import_mapping WHERE kind = @Name ORDER BY saved_at DESC",
            new { kind.Name }
        );
        return [.. saved.Select(json => ColumnMapping.Parse(json, kind.Fields))];
    }

    private static string Cut(string cell) => cell.Length > LongestCell ? cell[..LongestCell] + "…" : cell;
}

/// <param name="FromSaved">The mapping was used before with a file of these columns.</param>
public sealed record MappingView(
    IReadOnlyList<string> Header,
    IReadOnlyList<IReadOnlyList<string>> Rows,
    IReadOnlyList<MappingField> Fields,
    ColumnMapping Mapping,
    bool FromSaved
);
