namespace Toguna.Record.Exports;

/// <summary>Words of the page of exports; see the resource beside it.</summary>
public sealed class ExportsText;
