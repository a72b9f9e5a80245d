namespace Toguna.Warn.Signals;

/// <summary>Marks the words of the pages of signals.</summary>
public sealed class SignalsText;
