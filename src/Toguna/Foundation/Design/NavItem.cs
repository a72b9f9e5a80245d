using Toguna.Foundation.Access;

namespace Toguna.Foundation.Design;

/// <summary>An entry of the main navigation. Each stage registers its own; who may not open it does not see it.</summary>
/// <param name="Order">Place from the left.</param>
/// <param name="Key">What a page calls itself by in <c>Page.Nav</c>; also the key of its words.</param>
/// <param name="Texts">Marker class of the resource that holds the words.</param>
public sealed record NavItem(int Order, string Key, string Href, Type Texts, Permission Needs)
{
    /// <summary>The mission's own: an external partner does not see it.</summary>
    public bool Inside { get; init; }

    public bool IsFor(Caller reader) => reader.May(Needs) && (!Inside || reader.IsInside);
}
