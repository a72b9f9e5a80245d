namespace Toguna.Desk.Briefing;

/// <summary>Marks the words of briefings.</summary>
public sealed class BriefingText;
