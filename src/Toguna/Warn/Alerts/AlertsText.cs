namespace Toguna.Warn.Alerts;

/// <summary>Marks the words of the pages of alerts.</summary>
public sealed class AlertsText;
