namespace Toguna.Desk.Search;

/// <summary>Marks the words of the search across the record; see <c>SearchText.resx</c>.</summary>
public sealed class SearchText;
