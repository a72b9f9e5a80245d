namespace Toguna.Foundation.Access;

/// <summary>Why something is opened to somebody. A list and no free text: a reason that is typed can hold a name.</summary>
public enum GrantReason
{
    /// <summary>Works on the case.</summary>
    CaseWork,

    /// <summary>Stands in for a colleague.</summary>
    Cover,

    /// <summary>Reviews or oversees.</summary>
    Oversight,

    /// <summary>Gives assistance or protection to the people concerned.</summary>
    Referral,

    /// <summary>Somebody is in imminent danger.</summary>
    Emergency,
}

/// <summary>A compartment that was opened to somebody, or a clearance that was lifted, for a time.</summary>
public sealed class AccessGrant
{
    public Guid GrantId { get; init; }
    public Guid UserId { get; init; }

    /// <summary>Null: a clearance was lifted.</summary>
    public Guid? CompartmentId { get; init; }

    /// <summary>1 confidential, 2 strictly confidential; null: a compartment was opened.</summary>
    public int? Clearance { get; init; }

    /// <summary>Name of a <see cref="GrantReason"/>.</summary>
    public string Reason { get; init; } = "";
    public string GrantedBy { get; init; } = "";
    public DateTimeOffset GrantedAt { get; init; }
    public DateTimeOffset Until { get; init; }
    public string? RevokedBy { get; init; }
    public DateTimeOffset? RevokedAt { get; init; }

    public bool IsOpen(DateTimeOffset now) => RevokedAt is null && now < Until;
}

/// <summary>A grant as it was typed.</summary>
/// <param name="User">Id of an account.</param>
/// <param name="What">Id of a compartment, or <c>clearance:1</c>, <c>clearance:2</c>.</param>
/// <param name="Until">The last day, <c>2026-12-31</c>.</param>
/// <param name="Reason">Name of a <see cref="GrantReason"/>.</param>
public sealed record GrantForm(string User, string What, string Until, string Reason)
{
    private const string ClearancePrefix = "clearance:";

    /// <summary>A grant holds a year at most: then somebody looks again whether it is still needed.</summary>
    public const int MostDays = 366;

    public static GrantForm Empty { get; } = new("", "", "", "");

    public Guid? Compartment => Guid.TryParse(What, out var id) ? id : null;

    /// <summary>1 or 2; null: none was chosen.</summary>
    public int? Clearance =>
        What.StartsWith(ClearancePrefix, StringComparison.Ordinal)
        && int.TryParse(What[ClearancePrefix.Length..], out var level)
        && level is 1 or 2
            ? level
            : null;

    public static string OfClearance(int level) => ClearancePrefix + level;

    public GrantReason? Why => Enum.TryParse<GrantReason>(Reason, out var why) && why.ToString() == Reason ? why : null;

    /// <summary>The last day, from today to a year on; null: it is none of these.</summary>
    public DateOnly? LastDay(DateOnly today) =>
        DateOnly.TryParseExact(Until, "yyyy-MM-dd", out var day) && day >= today && day <= today.AddDays(MostDays)
            ? day
            : null;
}
