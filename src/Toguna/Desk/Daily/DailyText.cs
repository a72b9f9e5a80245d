namespace Toguna.Desk.Daily;

/// <summary>Marks the words of the duty log and the daily report.</summary>
public sealed class DailyText;
