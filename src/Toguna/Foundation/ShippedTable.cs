using System.Text;

namespace Toguna.Foundation;

/// <summary>The small tables of <c>data</c> that the program carries with it: lines of cells without quotes, remarks after a #.</summary>
public static class ShippedTable
{
    /// <summary>The rows after the header, in the order of the file.</summary>
    /// <param name="file">Name of the file, e.g. <c>act-types.csv</c>.</param>
    public static IEnumerable<string[]> Rows(string file)
    {
        var assembly = typeof(ShippedTable).Assembly;
        var name = assembly
            .GetManifestResourceNames()
            .Single(n =>
                n.EndsWith("." + file, StringComparison.Ordinal) || n.EndsWith("/" + file, StringComparison.Ordinal)
            );
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
        var isHeader = true;
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }
            if (!isHeader)
            {
                yield return line.Split(',');
            }
            isHeader = false;
        }
    }
}
