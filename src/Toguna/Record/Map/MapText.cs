namespace Toguna.Record.Map;

/// <summary>Marks the words of the map (MapText.resx, MapText.fr.resx).</summary>
public sealed class MapText;
