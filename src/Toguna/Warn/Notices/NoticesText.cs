namespace Toguna.Warn.Notices;

/// <summary>Marks the words of the pages that tell people.</summary>
public sealed class NoticesText;
