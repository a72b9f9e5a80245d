namespace Toguna.Record.Intake;

/// <summary>A count as a source gave it; a bound that was not given is null, never a copy of best.</summary>
/// <remarks>Contradictory bounds are kept: they are the source's, and flagged on the incident.</remarks>
internal readonly record struct Counted(long? Minimum, long? Best, long? Maximum)
{
    public bool IsGiven => Minimum is not null || Best is not null || Maximum is not null;
}

/// <summary>A party as a source names it: one actor per source id.</summary>
/// <param name="Scheme">The list the id belongs to: ucdp, acled, or csv:name.</param>
/// <param name="ExternalId">Its id there; where a source has none, the folded name.</param>
internal sealed record DraftActor(string Scheme, string ExternalId, string Name, string Kind);

internal sealed record DraftParty(string Role, DraftActor Actor);

internal sealed record DraftAct(
    string Kind,
    string? Target,
    IReadOnlyList<DraftActor> Perpetrators,
    string Grade,
    bool SummaryExecution = false
);

/// <summary>Casualties, broken down as far as the source does; a null dimension is one it does not break down by.</summary>
internal sealed record DraftCasualties(
    string Outcome,
    Counted Count,
    string? Sex = null,
    string? Age = null,
    string? Status = null,
    string? Cause = null,
    DraftActor? Party = null
);

internal sealed record DraftVictims(string Description, string? Status, Counted Count);

/// <summary>What an imported row says of one incident, in the words of the record.</summary>
internal sealed record IncidentDraft
{
    public required string ExternalId { get; init; }
    public required string Title { get; init; }
    public required DateOnly DateStart { get; init; }
    public required DateOnly DateEnd { get; init; }
    public required int DatePrec { get; init; }
    public string? PlaceText { get; init; }
    public int? WherePrec { get; init; }
    public double? Latitude { get; init; }
    public double? Longitude { get; init; }
    public string? Country { get; init; }
    public string? Adm1 { get; init; }
    public string? Adm2 { get; init; }
    public int? ViolenceType { get; init; }
    public string? EventType { get; init; }
    public int? Clarity { get; init; }
    public string Finding { get; init; } = "reported";
    public Counted Killed { get; init; }
    public Counted Civilians { get; init; }
    public Counted Injured { get; init; }
    public string? Note { get; init; }
    public IReadOnlyList<string> Warnings { get; init; } = [];
    public IReadOnlyList<DraftParty> Parties { get; init; } = [];
    public IReadOnlyList<DraftAct> Acts { get; init; } = [];
    public IReadOnlyList<DraftCasualties> Casualties { get; init; } = [];
    public IReadOnlyList<DraftVictims> Victims { get; init; } = [];
}

/// <summary>A draft with the row it rests on.</summary>
/// <param name="Fingerprint">First 16 bytes of the SHA-256 of the verbatim row.</param>
internal sealed record DraftRow(IncidentDraft Draft, long Line, string Verbatim, byte[] Fingerprint);
