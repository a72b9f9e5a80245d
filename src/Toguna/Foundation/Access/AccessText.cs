namespace Toguna.Foundation.Access;

/// <summary>Marks the words of sign-in, account and users (AccessText.resx, AccessText.fr.resx).</summary>
public sealed class AccessText;
