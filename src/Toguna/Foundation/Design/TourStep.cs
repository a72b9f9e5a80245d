namespace Toguna.Foundation.Design;

/// <summary>A step of the tour through the sample mission. Stages register them; the steps stand over every page until they are left.</summary>
/// <param name="Number">From 1, without gaps.</param>
/// <param name="Path">The page that the step speaks of.</param>
/// <param name="Key">Key of its words.</param>
/// <param name="Texts">Marker class of the resource that holds the words.</param>
public sealed record TourStep(int Number, string Path, string Key, Type Texts)
{
    /// <summary>Holds the number of the step in the reader's browser; 0: left.</summary>
    public const string Cookie = "toguna.tour";
}
