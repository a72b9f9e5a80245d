using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Toguna.Warn;

/// <summary>What looks for signals.</summary>
public static class SignalDetector
{
    /// <summary>More incidents of a kind in an area in a week than its own past makes likely.</summary>
    public const string UnusualCount = "unusual_count";

    /// <summary>Incidents of a kind that follow each other near in space and time.</summary>
    public const string NearRepeat = "near_repeat";

    public static readonly IReadOnlyList<string> All = [UnusualCount, NearRepeat];
}

/// <summary>What was decided on a signal.</summary>
public static class SignalDecision
{
    public const string Alert = "alert";
    public const string SetAside = "set_aside";

    /// <summary>Somebody keeps an eye on it.</summary>
    public const string Watched = "watched";

    /// <summary>Something was decided that its reader may not know of.</summary>
    public const string DealtWith = "dealt_with";

    /// <summary>Why one is set aside.</summary>
    public static readonly IReadOnlyList<string> Reasons =
    [
        "known",
        "counted_twice",
        "reporting_changed",
        "season",
        "wrong_record",
        "not_civilians",
        "other",
    ];
}

/// <summary>Something that a detector saw; it never changes. What was decided and what followed stand beside it.</summary>
public sealed partial class Signal
{
    public Guid SignalId { get; init; }
    public long Number { get; init; }

    /// <summary>One of <see cref="SignalDetector"/>.</summary>
    public string Detector { get; init; } = "";

    /// <summary>What was judged: 2026-W47, or 2026-11-27.</summary>
    public string Period { get; init; } = "";

    /// <summary>The week that it belongs to: 2026-W47.</summary>
    public string Week { get; init; } = "";
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>A kind of act.</summary>
    public string Act { get; init; } = "";
    public string? Country { get; init; }

    /// <summary>First-level area; null only where a near-repeat lies in none.</summary>
    public string? Adm1 { get; init; }
    public string AreaKey { get; init; } = "";

    /// <summary>Of a near-repeat: where its last incident was.</summary>
    public Guid? PlaceId { get; init; }
    public string? PlaceText { get; init; }
    public double? Latitude { get; init; }
    public double? Longitude { get; init; }
    public DateOnly FromOn { get; init; }
    public DateOnly ToOn { get; init; }

    /// <summary>Incidents.</summary>
    public long Observed { get; init; }

    /// <summary>Incidents that are usual in a week: in the area, or within ten kilometres of the last one.</summary>
    public double Expected { get; init; }

    /// <summary>How likely so many or more were; null: a rule saw it and no test.</summary>
    public double? PValue { get; init; }

    /// <summary>The share of false ones that has to be borne to believe this one.</summary>
    public double? QValue { get; init; }

    /// <summary>JSON; see <see cref="Counts"/>.</summary>
    public string Weeks { get; init; } = "[]";

    /// <summary>The last decision; null: it waits.</summary>
    public string? Decision { get; init; }
    public string? Reason { get; init; }
    public DateTimeOffset? DecidedAt { get; init; }
    public string? DecidedBy { get; init; }

    /// <summary>Of the alert that was raised, as far as the reader may know of it.</summary>
    public long? AlertNumber { get; init; }

    /// <summary>Whether more than expected came in the 28 days after; null: not known yet.</summary>
    public bool? Followed { get; init; }
    public long? Came { get; init; }

    /// <summary>What was expected in those 28 days.</summary>
    public double? CameExpected { get; init; }

    /// <summary>How likely more than that was, had nothing changed.</summary>
    public double? ByChance { get; init; }

    /// <summary>Up to which decision it is told of: a page sends it along, and who comes second is told of the first.</summary>
    public string Seen => SeenOf(DecidedAt);

    internal static string SeenOf(DateTimeOffset? decided) =>
        decided?.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture) ?? "";

    public string Reference => ReferenceOf(Number);

    public bool IsCount => Detector == SignalDetector.UnusualCount;

    /// <summary>Of its incidents, those that the reader may know of now: one may have been hidden since.</summary>
    public long Readable { get; init; }

    /// <summary>The area; of a near-repeat the place of its last incident, for those who may know of all of them.</summary>
    public string Where => (IsCount || Readable < Observed ? Adm1 : PlaceText ?? Adm1) ?? Country ?? "?";

    /// <summary>Incidents of each of the 26 weeks that it was judged by, then of those after them; the oldest first.</summary>
    public IReadOnlyList<int> Counts => field ??= JsonSerializer.Deserialize<int[]>(Weeks)!;

    /// <summary>Weeks at the end that what was seen lies in.</summary>
    public int WeeksSeen => IsCount ? 1 : Signals.NearRepeats.Weeks;

    /// <summary>The last day of the last week of <see cref="Counts"/>.</summary>
    public DateOnly LastDay => IsCount ? ToOn : DateOnly.Parse(Period, CultureInfo.InvariantCulture);

    public static string ReferenceOf(long number) => string.Create(CultureInfo.InvariantCulture, $"SG-{number:0000}");

    /// <summary>The number in <c>SG-0007</c>, <c>sg-7</c> or <c>7</c>; null when it is none.</summary>
    public static long? NumberIn(string reference) =>
        Written().Match(reference.Trim()) is { Success: true } m
        && long.TryParse(m.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    [GeneratedRegex(@"^(?:SG-)?0*(\d{1,12})$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Written();
}

/// <summary>A decision on a signal; never edited.</summary>
public sealed class SignalDecided
{
    public DateTimeOffset At { get; init; }
    public string ByUser { get; init; } = "";

    /// <summary>One of <see cref="SignalDecision"/>.</summary>
    public string What { get; init; } = "";
    public string? Reason { get; init; }

    /// <summary>As far as the reader may know of it.</summary>
    public long? AlertNumber { get; init; }
}

/// <summary>How the signals of a detector fared.</summary>
/// <param name="Followed">After which more than expected came, of those that are known.</param>
/// <param name="Known">Of which it is known.</param>
/// <param name="Waiting">Of which it is not known yet.</param>
/// <param name="ByChance">How many would have been followed had nothing changed.</param>
public sealed record SignalRecord(string Detector, int Followed, int Known, int Waiting, double ByChance)
{
    public Methods.Proportions.Proportion Share => Methods.Proportions.Proportion.Wilson(Followed, Known);
}
