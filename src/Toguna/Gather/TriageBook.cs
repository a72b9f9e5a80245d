using Toguna.Foundation.Storage;

namespace Toguna.Gather;

/// <summary>The queue of reports that wait for a decision.</summary>
public static class TriageBook
{
    private static readonly (string, Cell)[] Columns =
    [
        ("report_id", Cell.Id),
        ("state", Cell.Text),
        ("urgency", Cell.Small),
        ("received_at", Cell.Instant),
    ];

    /// <summary>Reports of a list join the queue; those that came with their incident are decided.</summary>
    internal static Task OpenAsync(
        WriteScope tx,
        IReadOnlyCollection<NewReport> reports,
        IReadOnlySet<Guid> linked,
        CancellationToken ct
    ) =>
        BulkInsert.IntoAsync(
            tx,
            "triage",
            Columns,
            [
                .. reports.Select(r =>
                    new object?[]
                    {
                        r.Id,
                        linked.Contains(r.Id) ? TriageState.Linked : TriageState.Open,
                        (int)Urgency.NotSaid,
                        r.ReceivedAt ?? tx.Now,
                    }
                ),
            ],
            ct
        );
}

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
