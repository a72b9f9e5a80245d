namespace Toguna.Respond.Movements;

/// <summary>Marks the words of the pages of movements.</summary>
public sealed class MovementsText;
