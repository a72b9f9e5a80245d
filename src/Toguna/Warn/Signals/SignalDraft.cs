namespace Toguna.Warn.Signals;

/// <summary>What a detector saw, before it has a number.</summary>
/// <param name="Where">An incident of it: its area and place are those of the signal.</param>
/// <param name="Weeks">Incidents by week, the oldest first.</param>
/// <param name="Incidents">Those that were seen.</param>
internal sealed record SignalDraft(
    string Detector,
    string Act,
    OpenIncident Where,
    DateOnly From,
    DateOnly To,
    double Expected,
    double? PValue,
    double? QValue,
    IReadOnlyList<int> Weeks,
    IReadOnlyList<Guid> Incidents
)
{
    /// <summary>What is usual is known from so many weeks.</summary>
    public const int Baseline = 26;

    /// <summary>The incident around which it was seen; null: an area has no middle.</summary>
    public OpenIncident? Near => Detector == SignalDetector.NearRepeat ? Where : null;
}

/// <summary>What came of one look.</summary>
/// <param name="Looked">Series, or incidents, that were looked at.</param>
internal sealed record Look(int Looked, IReadOnlyList<SignalDraft> Signals);
