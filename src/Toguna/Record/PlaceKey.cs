using System.Collections.Concurrent;
using Toguna.Methods.Text;

namespace Toguna.Record;

/// <summary>The folded names of where an incident is, between bars: <c>|bambari|bambari district|ouaka|…|</c>.</summary>
/// <remarks>One column answers "in Ouaka", whatever level Ouaka is at, without accents or case.</remarks>
public static class PlaceKey
{
    private const int Remembered = 20_000;

    /// <summary>Admin names come again in every row; folding them once is most of the work saved.</summary>
    private static readonly ConcurrentDictionary<string, string> Folded = new(StringComparer.Ordinal);

    public static string Of(string? place, string? adm2, string? adm1, string? country) =>
        string.Concat("|", Part(place), Part(adm2), Part(adm1), Part(country));

    private static string Part(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            return "";
        }
        if (Folded.TryGetValue(name, out var key))
        {
            return key;
        }
        key = Fold.Key(name) + "|";
        if (Folded.Count < Remembered)
        {
            Folded.TryAdd(name, key);
        }
        return key;
    }
}
