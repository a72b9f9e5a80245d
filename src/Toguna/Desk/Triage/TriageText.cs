namespace Toguna.Desk.Triage;

/// <summary>Words of triage; see the resource beside it.</summary>
public sealed class TriageText;
