namespace Toguna.Warn.Escalation;

/// <summary>Marks the words of the page of escalation.</summary>
public sealed class EscalationText;
