namespace Toguna.Record.Verification;

/// <summary>Names the words of these pages.</summary>
public sealed class VerificationText;
