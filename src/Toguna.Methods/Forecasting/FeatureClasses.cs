namespace Toguna.Methods.Forecasting;

/// <summary>Numbers cut into at most 255 classes by rank, so that a tree reads bytes; equal numbers are always of one class.</summary>
internal sealed class FeatureClasses
{
    private const int Most = 255;

    private readonly double[][] cuts;

    /// <param name="rows">Shape (n × width,), row after row; n ≥ 1.</param>
    public FeatureClasses(double[] rows, int width)
    {
        var count = rows.Length / width;
        cuts = new double[width][];
        var column = new double[count];
        for (var f = 0; f < width; f++)
        {
            for (var i = 0; i < count; i++)
            {
                column[i] = rows[i * width + f];
            }
            Array.Sort(column);
            cuts[f] =
            [
                .. Enumerable
                    .Range(1, Most - 1)
                    .Select(c => column[(int)((long)c * count / Most)])
                    .Where(v => v > column[0])
                    .Distinct(),
            ];
        }
    }

    /// <summary>Whether a feature tells any two rows apart.</summary>
    public bool Differs(int feature) => cuts[feature].Length > 0;

    /// <summary>The classes of one row: how many cuts each number reaches.</summary>
    public void Write(ReadOnlySpan<double> row, Span<byte> classes)
    {
        for (var f = 0; f < row.Length; f++)
        {
            var found = Array.BinarySearch(cuts[f], row[f]);
            classes[f] = (byte)(found >= 0 ? found + 1 : ~found);
        }
    }
}
