namespace Toguna.Record.Incidents;

/// <summary>Names the texts of the incidents' pages; the words stand in the <c>.resx</c> beside it.</summary>
public sealed class IncidentsText;
