using System.Globalization;
using Toguna.Formats;

namespace Toguna.Desk.Sample.World;

/// <summary>The hand-made tables of the sample (data/sample), which the program carries with it.</summary>
internal static class SampleData
{
    /// <summary>The rows of a table, each by the names of its columns.</summary>
    public static IReadOnlyList<Row> Read(string table)
    {
        var name = $"Toguna.data.sample.{table}.csv";
        var stream =
            typeof(SampleData).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The program was built without {name}.");
        return Read(stream, table);
    }

    /// <summary>The same of a table that was written beside the data.</summary>
    public static IReadOnlyList<Row> ReadFile(string path) => Read(File.OpenRead(path), Path.GetFileName(path));

    private static List<Row> Read(Stream stream, string table)
    {
        using var reader = new RowReader(stream);
        var header = reader.Header.ToList();
        return [.. reader.Read().Where(i => i.Row is not null).Select(i => new Row(table, header, i.Row!.Cells))];
    }

    /// <summary>A row; asking for a column that is not there is a mistake of the program's and says so.</summary>
    internal sealed class Row(string table, List<string> header, string[] cells)
    {
        public string this[string column]
        {
            get
            {
                var at = header.IndexOf(column);
                return at >= 0 && at < cells.Length
                    ? cells[at]
                    : throw new InvalidOperationException($"{table} has no column {column}.");
            }
        }

        public double Number(string column) => double.Parse(this[column], CultureInfo.InvariantCulture);
    }
}
