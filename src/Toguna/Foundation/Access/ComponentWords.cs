using System.Globalization;
using System.Resources;

namespace Toguna.Foundation.Access;

/// <summary>What the sections of the mission are called, in the reader's language.</summary>
public static class ComponentWords
{
    private static readonly ResourceManager Words = new(typeof(AccessText));

    /// <summary>Those of the mission, in the order of lists.</summary>
    public static IReadOnlyList<Component> OfMission { get; } =
    [.. Enum.GetValues<Component>().Where(c => c != Component.Partner)];

    public static string Name(Component component) => Name(component.ToString());

    /// <param name="component">As it is stored.</param>
    public static string Name(string component) =>
        Words.GetString("component_" + component, CultureInfo.CurrentUICulture) ?? component;
}
