namespace Toguna.Desk.Now;

/// <summary>Marks the words of the page Now and of the tour.</summary>
public sealed class NowText;
