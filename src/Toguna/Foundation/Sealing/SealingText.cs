namespace Toguna.Foundation.Sealing;

/// <summary>Marks the words of lock, purposes and certificates (SealingText.resx, SealingText.fr.resx).</summary>
public sealed class SealingText;
