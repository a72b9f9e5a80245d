namespace Toguna.Foundation.Access;

/// <summary>
/// Passwords are checked in turn, on half of the processors at most: each takes one for a tenth of a second, and two hundred
/// people at once, as when the power is back, would leave none for a report.
/// </summary>
public sealed class PasswordTurns() : Turns(Math.Max(1, Environment.ProcessorCount / 2));
