namespace Toguna.Desk.Views;

/// <summary>Marks the words of saved views.</summary>
public sealed class ViewsText;
