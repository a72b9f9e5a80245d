namespace Toguna.Record.Actors;

/// <summary>Marks the words of the pages of actors.</summary>
public sealed class ActorsText;
