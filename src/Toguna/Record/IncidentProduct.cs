namespace Toguna.Record;

/// <summary>Something that is made of the incidents of a page, e.g. a briefing. A later stage registers it; pages that show incidents offer it.</summary>
/// <param name="Key">Key of its words.</param>
/// <param name="Path">Takes the filter as its query, and <c>of</c>: which page it was asked on.</param>
/// <param name="Texts">Marker class of the resource that holds the words.</param>
public sealed record IncidentProduct(string Key, string Path, Type Texts)
{
    public string Of(string page, IncidentFilter filter, params (string Key, string? Value)[] more) =>
        $"{Path}?{filter.ToQuery([("of", page), .. more])}";
}
