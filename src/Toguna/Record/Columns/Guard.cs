using System.Globalization;
using Toguna.Foundation.Access;

namespace Toguna.Record.Columns;

/// <summary>What <see cref="Reach"/> looks at, as one text: a record has few different ones, however many its incidents.</summary>
internal static class Guard
{
    private const char Bar = '|';

    public static string TextOf(int classification, string? component, Guid? compartment, int withheld) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{classification}{Bar}{withheld}{Bar}{compartment}{Bar}{component}"
        );

    public static bool IsOpen(string text, Reach reach)
    {
        var parts = text.Split(Bar, 4);
        return reach.Allows(
            int.Parse(parts[0], CultureInfo.InvariantCulture),
            parts[3].Length == 0 ? null : parts[3],
            parts[2].Length == 0 ? null : Guid.Parse(parts[2]),
            int.Parse(parts[1], CultureInfo.InvariantCulture)
        );
    }
}
