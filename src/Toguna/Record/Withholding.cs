using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Gather;

namespace Toguna.Record;

/// <summary>Keeps on each incident what follows from the consents of its sources and of its victims.</summary>
/// <remarks>
/// An incident is withheld from a use when it rests on reports and none of them may be used so: what is also known from elsewhere
/// stays. And it is withheld when one of its victims has refused that use: of victims silence is no refusal, since what could
/// tell who they are never leaves. Runs in the transaction that changes a consent, what an incident rests on or whom it names.
/// </remarks>
public static class Withholding
{
    /// <summary>A source or a victim has said something: everything that rests on it follows at once.</summary>
    public static ConsentChanged OnConsent { get; } =
        new(
            (tx, of, _) =>
                of.Kind switch
                {
                    SealedSources.Kind => FollowAsync(
                        tx,
                        "SELECT x.incident_id FROM incident_report x JOIN report y ON y.report_id = x.report_id WHERE y.source_id = @Subject",
                        new Dictionary<string, object> { ["Subject"] = of.Subject }
                    ),
                    SealedVictims.Kind => FollowAsync(
                        tx,
                        $"SELECT x.incident_id FROM victim x WHERE x.victim_id = @Subject AND x.kind = '{SealedVictims.Person}'",
                        new Dictionary<string, object> { ["Subject"] = of.Subject }
                    ),
                    _ => Task.CompletedTask,
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
        // Each use has a bit of its own: what is set says why an incident is not there.
        var now = string.Join(
            " + ",
            Release.All.Select(use =>
                $"CASE WHEN EXISTS ({Refuses(use)}) OR (EXISTS ({Rests}) AND NOT EXISTS ({Free(use)})) THEN {use.Bit} ELSE 0 END"
            )
        );
        return tx.ExecuteAsync(
            $"""
            UPDATE incident SET withheld = f.now FROM (SELECT i.incident_id, {now} AS now FROM incident i WHERE i.incident_id IN ({which})) f
            WHERE incident.incident_id = f.incident_id AND incident.withheld <> f.now
            """,
            parameters
        );
    }

    private const string Rests = "SELECT 1 FROM incident_report z WHERE z.incident_id = i.incident_id";

    private static string Free(Release use) =>
        $"""
            SELECT 1 FROM incident_report ir JOIN report r ON r.report_id = ir.report_id JOIN source s ON s.source_id = r.source_id
            WHERE ir.incident_id = i.incident_id AND {ReportAccess.Free("r", "s", use)}
            """;

    private static string Refuses(Release use) =>
        $"SELECT 1 FROM victim v WHERE v.incident_id = i.incident_id AND {ConsentRule.Sql(SealedVictims.Kind, "v.victim_id", use)} = 0";
}
