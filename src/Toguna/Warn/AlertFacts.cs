using Toguna.Gather;

namespace Toguna.Warn;

/// <summary>What somebody says when they warn.</summary>
/// <param name="Threat">A kind of act.</param>
/// <param name="Likelihood">1 to 4.</param>
/// <param name="Severity">1 to 4.</param>
/// <param name="OwnerComponent">The section that is to see to it.</param>
/// <param name="OwnerUser">The person; null: whoever takes it on.</param>
public sealed record AlertFacts(
    string Title,
    string Threat,
    string? ByWhom,
    string AtRisk,
    int? AtRiskCount,
    AlertPlace Place,
    DateTimeOffset? ExpectedFrom,
    DateTimeOffset? ExpectedTo,
    int Likelihood,
    int Severity,
    Urgency Urgency,
    string Why,
    int Classification,
    string OwnerComponent,
    string? OwnerUser
);

/// <summary>Where: a place of the gazetteer, or words alone.</summary>
public sealed record AlertPlace(string Text, Guid? Id, double? Latitude, double? Longitude, string? Adm1);

/// <summary>A new alert.</summary>
/// <param name="Id">Made with the form: the same form sent twice is one alert.</param>
/// <param name="Received">Of the earliest thing it rests on.</param>
/// <param name="Basis">Reports and incidents.</param>
public sealed record NewAlert(
    Guid Id,
    AlertFacts Facts,
    bool Exercise,
    DateTimeOffset Received,
    IReadOnlyList<(string Kind, Guid Id)> Basis,
    string? Component,
    Guid? Compartment
);
