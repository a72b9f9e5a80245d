using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Gather;

namespace Toguna.Record;

/// <summary>Keeps on each incident what follows from the consents of its sources.</summary>
/// <remarks>
/// An incident is withheld from a use when it rests on reports and none of them may be used so: what is also known from elsewhere
/// stays. Runs in the transaction that changes a consent or what an incident rests on.
/// </remarks>
public static class Withholding
{
    /// <summary>A source has said something: everything that rests on it follows at once.</summary>
    public static ConsentChanged OnConsent { get; } =
        new(
            async (tx, of) =>
            {
                if (of.Kind == SealedSources.Kind)
                {
                    await FollowAsync(
                        tx,
                        "SELECT x.incident_id FROM incident_report x JOIN report y ON y.report_id = x.report_id WHERE y.source_id = @Subject",
                        new Dictionary<string, object> { ["Subject"] = of.Subject }
                    );
                }
            }
        );

    /// <summary>What these incidents rest on has changed.</summary>
    public static Task FollowAsync(WriteScope tx, params IReadOnlyCollection<Guid> incidents) =>
        FollowAsync(
            tx,
            tx.Engine == Engine.Sqlite ? "SELECT unhex(value) FROM json_each(@ids)" : "SELECT unnest(@ids)",
            new Dictionary<string, object> { ["ids"] = Dialect.List(tx.Engine, incidents) }
        );

    private static Task FollowAsync(WriteScope tx, string which, Dictionary<string, object> parameters)
    {
        parameters["yes"] = true;
        var now = $"""
            (CASE WHEN NOT EXISTS (SELECT 1 FROM incident_report z WHERE z.incident_id = incident.incident_id) THEN 0
              ELSE (CASE WHEN EXISTS ({Free(Release.Inside)}) THEN 0 ELSE 1 END)
                + (CASE WHEN EXISTS ({Free(Release.Outside)}) THEN 0 ELSE 2 END) END)
            """;
        return tx.ExecuteAsync(
            $"UPDATE incident SET withheld = {now} WHERE incident_id IN ({which}) AND withheld <> {now}",
            parameters
        );
    }

    private static string Free(Release use) =>
        $"""
            SELECT 1 FROM incident_report ir JOIN report r ON r.report_id = ir.report_id JOIN source s ON s.source_id = r.source_id
            WHERE ir.incident_id = incident.incident_id AND {ReportAccess.Free("r", "s", use)}
            """;
}
