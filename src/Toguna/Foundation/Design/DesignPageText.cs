namespace Toguna.Foundation.Design;

/// <summary>Marks the words of the page of the design system.</summary>
public sealed class DesignPageText;
