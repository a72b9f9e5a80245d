using System.Globalization;
using Dapper;
using Toguna.Foundation.Storage;

namespace Toguna.Warn;

/// <summary>Writes the rows of alerts.</summary>
internal static class AlertRows
{
    private static readonly string[] Facts =
    [
        "title",
        "threat",
        "by_whom",
        "at_risk",
        "at_risk_count",
        "place_id",
        "place_text",
        "latitude",
        "longitude",
        "adm1",
        "expected_from",
        "expected_to",
        "likelihood",
        "severity",
        "urgency",
        "why",
        "classification",
        "owner_component",
        "owner_user",
    ];

    /// <summary>One as it stands, whoever asks; on PostgreSQL nobody else changes it until the end of the transaction.</summary>
    public static async Task<Alert> HereAsync(WriteScope tx, Guid alert) =>
        (
            await tx.QueryAsync<Alert>(
                $"SELECT * FROM alert WHERE alert_id = @alert{(tx.Engine == Engine.Postgres ? " FOR UPDATE" : "")}",
                new { alert }
            )
        ).Single();

    public static Task InsertAsync(WriteScope tx, long number, NewAlert alert)
    {
        var parameters = Parameters(alert.Facts);
        parameters.AddDynamicParams(
            new
            {
                alert.Id,
                number,
                alert.Exercise,
                alert.Received,
                alert.Component,
                alert.Compartment,
            }
        );
        return tx.ExecuteAsync(
            $"""
            INSERT INTO alert (alert_id, number, state, exercise, received_at, component, compartment_id, {string.Join(", ", Facts)})
            VALUES (@Id, @number, 'draft', @Exercise, @Received, @Component, @Compartment, {string.Join(
                ", ",
                Facts.Select(f => "@" + f)
            )})
            """,
            parameters
        );
    }

    /// <param name="dues">Null: it was not issued yet.</param>
    public static Task UpdateAsync(WriteScope tx, Alert alert, AlertFacts facts, AlertDues? dues)
    {
        var parameters = Parameters(facts);
        parameters.AddDynamicParams(
            new
            {
                alert.AlertId,
                dues?.Acknowledge,
                dues?.Decide,
                dues?.Act,
                // When its first task is due, it is set how it is counted.
                counts = dues is not null && tx.Now <= alert.ActDue,
                sooner = Math.Min((int)facts.Urgency, (int)alert.Urgency),
            }
        );
        return tx.ExecuteAsync(
            $"""
            UPDATE alert SET {string.Join(", ", Facts.Select(f => $"{f} = @{f}"))}, version = version + 1,
              acknowledge_due = @Acknowledge, decide_due = @Decide, act_due = @Act,
              due_urgency = CASE WHEN @counts AND @sooner < due_urgency THEN @sooner ELSE due_urgency END,
              due_owner = CASE WHEN @counts THEN @owner_component ELSE due_owner END WHERE alert_id = @AlertId
            """,
            parameters
        );
    }

    public static Task RestsOnAsync(WriteScope tx, Guid alert, string kind, Guid reference) =>
        tx.ExecuteAsync(
            """
            INSERT INTO alert_basis (alert_id, kind, ref_id, added_at) VALUES (@alert, @kind, @reference, @Now)
            ON CONFLICT (alert_id, kind, ref_id) DO NOTHING
            """,
            new
            {
                alert,
                kind,
                reference,
                tx.Now,
            }
        );

    /// <summary>Reports that it rests on.</summary>
    public static async Task<IReadOnlyList<Guid>> ReportsAsync(WriteScope tx, Guid alert) =>
        [
            .. await tx.QueryAsync<Guid>(
                "SELECT ref_id FROM alert_basis WHERE alert_id = @alert AND kind = 'report'",
                new { alert }
            ),
        ];

    /// <summary>The survivor rests on what both rested on, and keeps the earlier clock.</summary>
    public static async Task TakeOverAsync(WriteScope tx, Alert from, Alert into)
    {
        await tx.ExecuteAsync(
            "UPDATE alert SET merged_into = @Into WHERE alert_id = @From",
            new { From = from.AlertId, Into = into.AlertId }
        );
        await tx.ExecuteAsync(
            """
            INSERT INTO alert_basis (alert_id, kind, ref_id, added_at)
            SELECT @Into, kind, ref_id, @Now FROM alert_basis b WHERE alert_id = @From AND NOT EXISTS (SELECT 1 FROM alert_basis o
              WHERE o.alert_id = @Into AND o.kind = b.kind AND o.ref_id = b.ref_id)
            """,
            new
            {
                From = from.AlertId,
                Into = into.AlertId,
                tx.Now,
            }
        );
        await tx.ExecuteAsync(
            """
            UPDATE alert SET version = version + 1,
              received_at = CASE WHEN @ReceivedAt < received_at THEN @ReceivedAt ELSE received_at END,
              acknowledge_due = CASE WHEN @AcknowledgeDue < acknowledge_due THEN @AcknowledgeDue ELSE acknowledge_due END,
              decide_due = CASE WHEN @DecideDue < decide_due THEN @DecideDue ELSE decide_due END,
              act_due = CASE WHEN @ActDue < act_due THEN @ActDue ELSE act_due END
            WHERE alert_id = @Into
            """,
            new
            {
                from.ReceivedAt,
                from.AcknowledgeDue,
                from.DecideDue,
                from.ActDue,
                Into = into.AlertId,
            }
        );
    }

    /// <summary>What a merge changed in the one that stays: its deadlines as they are from now on.</summary>
    public static object TakenOver(Alert from, Alert into) =>
        new
        {
            from = from.Number,
            Acknowledge = Nearer(from.AcknowledgeDue, into.AcknowledgeDue),
            Decide = Nearer(from.DecideDue, into.DecideDue),
            Act = Nearer(from.ActDue, into.ActDue),
        };

    /// <summary>What an update changed, field by field: before and after. Deadlines too: a day that is over is told by them.</summary>
    /// <param name="dues">Null: it was not issued yet.</param>
    public static IReadOnlyDictionary<string, string?[]> Changes(Alert before, AlertFacts after, AlertDues? dues)
    {
        var changes = new Dictionary<string, string?[]>();
        var facts = Values(after);
        foreach (var (field, old) in Values(before))
        {
            if (!Equals(old, facts[field]))
            {
                changes[field] = [Text(old), Text(facts[field])];
            }
        }
        if (
            dues is not null
            && dues != new AlertDues(before.AcknowledgeDue!.Value, before.DecideDue!.Value, before.ActDue!.Value)
        )
        {
            changes["acknowledge_due"] = [Written(before.AcknowledgeDue), Written(dues.Acknowledge)];
            changes["decide_due"] = [Written(before.DecideDue), Written(dues.Decide)];
            changes["act_due"] = [Written(before.ActDue), Written(dues.Act)];
        }
        return changes;

        static string? Written(DateTimeOffset? at) => at is { } known ? Dialect.Instant(known) : null;

        static string? Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture);
    }

    private static DateTimeOffset? Nearer(DateTimeOffset? from, DateTimeOffset? into) => from < into ? from : into;

    private static Dictionary<string, object?> Values(Alert a) =>
        new()
        {
            ["title"] = a.Title,
            ["threat"] = a.Threat,
            ["by_whom"] = a.ByWhom,
            ["at_risk"] = a.AtRisk,
            ["at_risk_count"] = a.AtRiskCount,
            ["place_text"] = a.PlaceText,
            ["expected_from"] = a.ExpectedFrom,
            ["expected_to"] = a.ExpectedTo,
            ["likelihood"] = a.Likelihood,
            ["severity"] = a.Severity,
            ["urgency"] = (int)a.Urgency,
            ["why"] = a.Why,
            ["classification"] = a.Classification,
            ["owner_component"] = a.OwnerComponent,
            ["owner_user"] = a.OwnerUser,
        };

    private static Dictionary<string, object?> Values(AlertFacts f) =>
        new()
        {
            ["title"] = f.Title,
            ["threat"] = f.Threat,
            ["by_whom"] = f.ByWhom,
            ["at_risk"] = f.AtRisk,
            ["at_risk_count"] = f.AtRiskCount,
            ["place_id"] = f.Place.Id,
            ["place_text"] = f.Place.Text,
            ["latitude"] = f.Place.Latitude,
            ["longitude"] = f.Place.Longitude,
            ["adm1"] = f.Place.Adm1,
            ["expected_from"] = f.ExpectedFrom,
            ["expected_to"] = f.ExpectedTo,
            ["likelihood"] = f.Likelihood,
            ["severity"] = f.Severity,
            ["urgency"] = (int)f.Urgency,
            ["why"] = f.Why,
            ["classification"] = f.Classification,
            ["owner_component"] = f.OwnerComponent,
            ["owner_user"] = f.OwnerUser,
        };

    private static DynamicParameters Parameters(AlertFacts facts) => new(Values(facts));
}
