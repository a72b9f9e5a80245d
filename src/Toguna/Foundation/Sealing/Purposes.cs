using System.Text.Json;

namespace Toguna.Foundation.Sealing;

/// <summary>The purposes for which something sealed is opened, as forms have them.</summary>
public static class Purposes
{
    /// <summary>By its name; a number is none.</summary>
    public static ReadPurpose? Find(string? typed) =>
        Enum.TryParse<ReadPurpose>(typed, out var purpose) && purpose.ToString() == typed ? purpose : null;

    /// <summary>Key of its words in <see cref="SealingText"/>.</summary>
    public static string Key(string purpose) => "purpose_" + JsonNamingPolicy.SnakeCaseLower.ConvertName(purpose);
}
