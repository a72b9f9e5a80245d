namespace Toguna.Gather.Intake;

/// <summary>Words of the reporter's pages; see the resource beside it.</summary>
public sealed class IntakeText;
