using System.Resources;

namespace Toguna.Record.Series;

/// <summary>Marks the words of the pages of series.</summary>
public sealed class SeriesText
{
    internal static readonly ResourceManager Words = new(typeof(SeriesText));
}
