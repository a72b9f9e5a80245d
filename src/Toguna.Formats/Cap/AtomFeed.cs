namespace Toguna.Formats.Cap;

/// <summary>A list of messages as a feed, with no more than the caller puts into it.</summary>
public sealed record AtomFeed
{
    /// <summary>Names the feed for ever: an absolute address or URN.</summary>
    public required string Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Title { get; init; }

    /// <summary>Who answers for it.</summary>
    public required string Author { get; init; }

    /// <summary>When something in it changed last.</summary>
    public required DateTimeOffset Updated { get; init; }

    /// <summary>Where it is fetched: an absolute http or https address.</summary>
    public required string Self { get; init; }

    /// <summary>Its entries, in the order in which they are written; each id once.</summary>
    public IReadOnlyList<AtomEntry> Entries { get; init; } = [];
}

/// <summary>One message in a feed.</summary>
public sealed record AtomEntry
{
    /// <summary>Names the entry for ever: an absolute address or URN.</summary>
    public required string Id { get; init; }

    /// <summary>What may be said of it in a line.</summary>
    public required string Title { get; init; }

    /// <summary>When it changed last.</summary>
    public required DateTimeOffset Updated { get; init; }

    /// <summary>Where the CAP document is fetched: an absolute http or https address.</summary>
    public required string Document { get; init; }

    /// <summary>What may be said of it in some lines; null or blank is left out.</summary>
    public string? Summary { get; init; }
}
