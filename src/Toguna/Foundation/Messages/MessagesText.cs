namespace Toguna.Foundation.Messages;

/// <summary>Marks the words of channels and contact (MessagesText.resx, MessagesText.fr.resx).</summary>
public sealed class MessagesText;
