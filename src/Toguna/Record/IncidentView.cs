namespace Toguna.Record;

/// <summary>Another page that shows the incidents of a filter; the list offers it. Later stages register theirs.</summary>
/// <param name="Key">Key of its words.</param>
/// <param name="Path">Takes the filter as its query.</param>
/// <param name="Texts">Marker class of the resource that holds the words.</param>
public sealed record IncidentView(int Order, string Key, string Path, Type Texts)
{
    /// <summary>The address for a filter.</summary>
    public string Of(IncidentFilter filter) => filter.IsNone ? Path : Path + "?" + filter.ToQuery();
}
