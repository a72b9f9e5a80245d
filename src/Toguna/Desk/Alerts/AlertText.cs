namespace Toguna.Desk.Alerts;

/// <summary>Marks the words of the page of an alert.</summary>
public sealed class AlertText;
