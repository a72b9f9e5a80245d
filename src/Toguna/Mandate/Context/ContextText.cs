namespace Toguna.Mandate.Context;

/// <summary>Marks the words of the pages of the political timeline.</summary>
public sealed class ContextText;
