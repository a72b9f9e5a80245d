namespace Toguna.Foundation.Design;

/// <summary>Marks the words of the layout and the components (DesignText.resx, DesignText.fr.resx).</summary>
public sealed class DesignText;
