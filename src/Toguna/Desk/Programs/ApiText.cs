namespace Toguna.Desk.Programs;

/// <summary>Marks the words of the page for people who write programs.</summary>
public sealed class ApiText;
