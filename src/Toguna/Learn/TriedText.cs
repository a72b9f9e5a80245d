namespace Toguna.Learn;

/// <summary>Marks the words of what was tried before.</summary>
public sealed class TriedText;
