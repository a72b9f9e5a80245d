using System.Globalization;

namespace Toguna.Mandate;

/// <summary>A turn of political life that figures are read against: a coup, an election, a withdrawal, a renewal.</summary>
public sealed class ContextEvent
{
    /// <summary>Codes of kinds, in the order of lists.</summary>
    public static IReadOnlyList<string> Kinds { get; } =
    ["coup", "election", "withdrawal", "arrival", "agreement", "mandate_renewal", "other"];

    public Guid ContextEventId { get; init; }
    public DateOnly DateFrom { get; init; }

    /// <summary>The same day, or the last day of a span or of a date known in part.</summary>
    public DateOnly DateTo { get; init; }
    public string Kind { get; init; } = "other";
    public string Label { get; init; } = "";
    public string? LabelFr { get; init; }
    public string? Source { get; init; }

    /// <summary>In the reader's language where there are words in it.</summary>
    public string Words(CultureInfo? culture = null) =>
        (culture ?? CultureInfo.CurrentUICulture).TwoLetterISOLanguageName == "fr"
        && !string.IsNullOrWhiteSpace(LabelFr)
            ? LabelFr
            : Label;
}
