using Toguna.Formats.Spreadsheet;
using Toguna.Foundation.Storage;

namespace Toguna.Gather.Imports;

/// <summary>The rows that were not taken, as a file to mend and import again: line, column, value, code, reason, row.</summary>
internal static class RejectsFile
{
    /// <summary>Writes it anew from the database, where the rejects were kept in the same transaction as the cursor.</summary>
    /// <returns>Its path relative to the data folder; null when nothing was rejected.</returns>
    public static async Task<string?> WriteAsync(Database database, Guid id)
    {
        await using var connection = await database.OpenAsync();
        var relative = RelativePath(id);
        var path = Path.Combine(database.DataFolder, relative);
        FileStream? stream = null;
        CsvOut? file = null;
        try
        {
            foreach (var reject in ImportStore.Rejects(connection, id))
            {
                if (file is null)
                {
                    Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                    stream = File.Create(path);
                    file = new CsvOut(stream);
                    file.Row("line", "column", "value", "code", "reason", "row");
                }
                file.Row(reject.Line, reject.ColumnName, reject.Value, reject.Code, reject.Reason, reject.RowText);
            }
        }
        finally
        {
            file?.Dispose();
            stream?.Dispose();
        }
        return file is null ? null : relative;
    }

    public static void Delete(Database database, Guid id)
    {
        var path = Path.Combine(database.DataFolder, RelativePath(id));
        if (File.Exists(path))
        {
            File.Delete(path);
        }
    }

    private static string RelativePath(Guid id) => Path.Combine("rejects", $"{id}.csv");
}
