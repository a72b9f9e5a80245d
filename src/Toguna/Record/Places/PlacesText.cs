namespace Toguna.Record.Places;

/// <summary>Names the texts of the places' pages and of the small map; the words stand in the <c>.resx</c> beside it.</summary>
public sealed class PlacesText;
