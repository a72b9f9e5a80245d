using Toguna.Foundation.Storage;

namespace Toguna.Gather;

/// <summary>The queue of reports that wait for a decision.</summary>
public static class TriageBook
{
    /// <summary>Reports of a list join the queue; those that came with their incident are decided.</summary>
    internal static Task OpenAsync(
        WriteScope tx,
        IReadOnlyCollection<NewReport> reports,
        IReadOnlySet<Guid> linked,
        CancellationToken ct
    ) =>
        OpenAsync(
            tx,
            [
                .. reports.Select(r => new TriageRow(
                    r.Id,
                    linked.Contains(r.Id) ? TriageState.Linked : TriageState.Open,
                    Urgency.NotSaid,
                    r.ReceivedAt ?? tx.Now
                )),
            ],
            ct
        );

    internal static Task OpenAsync(
        WriteScope tx,
        IReadOnlyCollection<TriageRow> rows,
        CancellationToken ct = default
    ) =>
        BulkInsert.IntoAsync(
            tx,
            "triage",
            [
                ("report_id", Cell.Id),
                ("state", Cell.Text),
                ("urgency", Cell.Small),
                ("received_at", Cell.Instant),
                ("day_from", Cell.Day),
                ("day_to", Cell.Day),
                ("place_text", Cell.Text),
            ],
            [
                .. rows.Select(r =>
                    new object?[] { r.Report, r.State, (int)r.Urgency, r.Received, r.From, r.To, r.Place }
                ),
            ],
            ct
        );
}

/// <summary>A report that joins the queue.</summary>
internal sealed record TriageRow(
    Guid Report,
    string State,
    Urgency Urgency,
    DateTimeOffset Received,
    DateOnly? From = null,
    DateOnly? To = null,
    string? Place = null
);

/// <summary>How soon harm may come, as the report says.</summary>
public enum Urgency
{
    Imminent = 1,
    Near = 2,
    Emerging = 3,
    NotSaid = 4,
}

/// <summary>What became of a report.</summary>
public static class TriageState
{
    public const string Open = "open";
    public const string Linked = "linked";
    public const string Made = "made";
    public const string Asked = "asked";
    public const string SetAside = "set_aside";
    public const string PassedOn = "passed_on";
}
