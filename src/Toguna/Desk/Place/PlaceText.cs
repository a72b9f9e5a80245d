namespace Toguna.Desk.Place;

/// <summary>Marks the words of the page of one place.</summary>
public sealed class PlaceText;
