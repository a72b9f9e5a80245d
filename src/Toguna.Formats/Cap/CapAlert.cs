namespace Toguna.Formats.Cap;

/// <summary>One message of the Common Alerting Protocol 1.2; null or empty where it says nothing.</summary>
/// <remarks>
/// Times are whole seconds with their offset. Text is kept as it stands, white space around it too; text that is blank is the
/// same as none. Two records with equal lists in them are not equal by <c>==</c>: lists compare by reference.
/// </remarks>
/// <seealso href="https://docs.oasis-open.org/emergency/cap/v1.2/CAP-v1.2-os.html">OASIS CAP 1.2 (1 July 2010)</seealso>
public sealed record CapAlert
{
    /// <summary>Names this message among all of its sender's; without white space, commas, <c>&lt;</c> or <c>&amp;</c>.</summary>
    public required string Identifier { get; init; }

    /// <summary>Who sends it, the same in each message, e.g. a domain name; without white space, commas, <c>&lt;</c> or <c>&amp;</c>.</summary>
    public required string Sender { get; init; }

    /// <summary>When it was sent.</summary>
    public required DateTimeOffset Sent { get; init; }

    /// <summary>How it is to be handled. A drill says <see cref="CapStatus.Exercise"/>.</summary>
    public required CapStatus Status { get; init; }

    /// <summary>What it is to earlier messages.</summary>
    public required CapMessageType MessageType { get; init; }

    /// <summary>Where in the sender's house it comes from.</summary>
    public string? Source { get; init; }

    /// <summary>To whom it may be passed on.</summary>
    public required CapScope Scope { get; init; }

    /// <summary>The rule by which it is restricted; needed with <see cref="CapScope.Restricted"/>.</summary>
    public string? Restriction { get; init; }

    /// <summary>Whom it is for, without quotation marks; needed with <see cref="CapScope.Private"/>.</summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];

    /// <summary>Codes for its special handling.</summary>
    public IReadOnlyList<string> Codes { get; init; } = [];

    /// <summary>What it is for, chiefly of a cancellation, an error or an exercise.</summary>
    public string? Note { get; init; }

    /// <summary>The earlier messages that it speaks of; needed with every type but <see cref="CapMessageType.Alert"/>.</summary>
    public IReadOnlyList<CapReference> References { get; init; } = [];

    /// <summary>Names of incidents that it is about, without quotation marks.</summary>
    public IReadOnlyList<string> Incidents { get; init; } = [];

    /// <summary>What it says, once for each language or kind of event.</summary>
    public IReadOnlyList<CapInfo> Infos { get; init; } = [];
}

/// <summary>An earlier message, by what names it.</summary>
public sealed record CapReference(string Sender, string Identifier, DateTimeOffset Sent);

/// <summary>What a message says in one language.</summary>
public sealed record CapInfo
{
    /// <summary>Language code, e.g. <c>fr-ML</c>; null means <c>en-US</c>.</summary>
    public string? Language { get; init; }

    /// <summary>At least one.</summary>
    public required IReadOnlyList<CapCategory> Categories { get; init; }

    /// <summary>The kind of event, in words.</summary>
    public required string Event { get; init; }

    /// <summary>What is asked of those who receive it.</summary>
    public IReadOnlyList<CapResponseType> ResponseTypes { get; init; } = [];

    /// <summary>How soon.</summary>
    public required CapUrgency Urgency { get; init; }

    /// <summary>How grave.</summary>
    public required CapSeverity Severity { get; init; }

    /// <summary>How sure.</summary>
    public required CapCertainty Certainty { get; init; }

    /// <summary>Whom it is meant for, in words.</summary>
    public string? Audience { get; init; }

    /// <summary>Codes of the kind of event in systems of the sender's.</summary>
    public IReadOnlyList<CapValue> EventCodes { get; init; } = [];

    /// <summary>From when on the information holds; null: from when it was sent.</summary>
    public DateTimeOffset? Effective { get; init; }

    /// <summary>When the event is expected to begin.</summary>
    public DateTimeOffset? Onset { get; init; }

    /// <summary>Until when the information holds.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Name of the sender, for people.</summary>
    public string? SenderName { get; init; }

    /// <summary>A short line.</summary>
    public string? Headline { get; init; }

    /// <summary>What happens.</summary>
    public string? Description { get; init; }

    /// <summary>What to do.</summary>
    public string? Instruction { get; init; }

    /// <summary>Where there is more: an absolute http or https address, nothing else.</summary>
    public string? Web { get; init; }

    /// <summary>Whom to ask.</summary>
    public string? Contact { get; init; }

    /// <summary>Further values of the sender's systems.</summary>
    public IReadOnlyList<CapValue> Parameters { get; init; } = [];

    /// <summary>Pictures, sound, documents that go with it.</summary>
    public IReadOnlyList<CapResource> Resources { get; init; } = [];

    /// <summary>Where.</summary>
    public IReadOnlyList<CapArea> Areas { get; init; } = [];
}

/// <summary>A value in a system that its name names, e.g. <c>P-code</c> and <c>ML0501</c>. The value may be empty.</summary>
public sealed record CapValue(string Name, string Value);

/// <summary>A file that goes with a message. Its content inside of the message (<c>derefUri</c>) is neither read nor written.</summary>
public sealed record CapResource
{
    /// <summary>What it is, in words.</summary>
    public required string Description { get; init; }

    /// <summary>Its media type, e.g. <c>image/png</c>.</summary>
    public required string MimeType { get; init; }

    /// <summary>Bytes, approximately; at least 0.</summary>
    public long? Size { get; init; }

    /// <summary>Where it is: an absolute http or https address; read beside a content in the message it may be a relative name.</summary>
    public string? Uri { get; init; }

    /// <summary>SHA-1 of it, as written.</summary>
    public string? Digest { get; init; }
}

/// <summary>The union of shapes and codes that a message concerns.</summary>
public sealed record CapArea
{
    /// <summary>It in words.</summary>
    public required string Description { get; init; }

    /// <summary>Rings of at least four points, the last the same as the first.</summary>
    public IReadOnlyList<IReadOnlyList<CapPoint>> Polygons { get; init; } = [];

    /// <summary>Circles.</summary>
    public IReadOnlyList<CapCircle> Circles { get; init; } = [];

    /// <summary>Codes of places, e.g. <c>P-code</c>.</summary>
    public IReadOnlyList<CapValue> Geocodes { get; init; } = [];

    /// <summary>Feet above mean sea level: the height, or the lowest when there is a <see cref="Ceiling"/>.</summary>
    public decimal? Altitude { get; init; }

    /// <summary>Feet above mean sea level: the highest; needs an <see cref="Altitude"/>.</summary>
    public decimal? Ceiling { get; init; }
}

/// <summary>A point in degrees of WGS 84, with as many decimals as it was written with.</summary>
/// <param name="Latitude">−90 to 90.</param>
/// <param name="Longitude">−180 to 180.</param>
public readonly record struct CapPoint(decimal Latitude, decimal Longitude)
{
    /// <summary>A point from computed coordinates, rounded to five decimals (about a metre).</summary>
    /// <exception cref="OverflowException">A coordinate is NaN, infinite or beyond reason.</exception>
    public static CapPoint Of(double latitude, double longitude) =>
        new(decimal.Round((decimal)latitude, 5), decimal.Round((decimal)longitude, 5));
}

/// <summary>A circle; its radius in kilometres, at least 0.</summary>
public sealed record CapCircle(CapPoint Centre, decimal Radius);
