using Toguna.Foundation.Storage;

namespace Toguna.Benchmarks;

/// <summary>Rows of the tables of alerts, kept until they are written together.</summary>
internal sealed class AlertTables
{
    public List<object?[]> Alerts { get; } = [];
    public List<object?[]> Basis { get; } = [];
    public List<object?[]> Events { get; } = [];
    public List<object?[]> Tasks { get; } = [];
    public List<object?[]> Notices { get; } = [];
    public List<object?[]> Climbed { get; } = [];
    public List<object?[]> Reviews { get; } = [];
    public List<object?[]> Helped { get; } = [];

    public async Task WriteAsync(WriteScope tx)
    {
        await IntoAsync(
            "alert",
            Alerts,
            """
            alert_id:Id number:Long version:Int state:Text exercise:Bool title:Text threat:Text at_risk:Text at_risk_count:Int
            place_text:Text latitude:Real longitude:Real adm1:Text likelihood:Small severity:Small urgency:Small why:Text
            classification:Small owner_component:Text owner_user:Text received_at:Instant issued_at:Instant acknowledge_due:Instant
            decide_due:Instant act_due:Instant acknowledged_at:Instant decided_at:Instant acted_at:Instant closed_at:Instant
            decision:Text reason:Text outcome:Text due_urgency:Small due_owner:Text due_decision:Text due_reason:Text
            """
        );
        await IntoAsync("alert_basis", Basis, "alert_id:Id kind:Text ref_id:Id added_at:Instant");
        await IntoAsync("alert_event", Events, "alert_id:Id event_id:Id at:Instant by_user:Text what:Text detail:Text");
        await IntoAsync(
            "task",
            Tasks,
            """
            task_id:Id alert_id:Id state:Text kind:Text armed:Bool tier:Small phase:Small what:Text component:Text due_at:Instant
            asked_by:Text asked_at:Instant answered_by:Text answered_at:Instant begun_at:Instant done_at:Instant
            """
        );
        await IntoAsync(
            "notice",
            Notices,
            "notice_id:Id user_id:Text at:Instant what:Text alert_id:Id step:Text why:Text seen_at:Instant"
        );
        await IntoAsync("escalation", Climbed, "alert_id:Id step:Text rung:Small turn:Int at:Instant told:Int");
        await IntoAsync(
            "review",
            Reviews,
            "review_id:Id alert_id:Id at:Instant by_user:Text went_well:Text went_badly:Text to_change:Text"
        );
        await IntoAsync("review_task", Helped, "review_id:Id task_id:Id helped:Text");

        async Task IntoAsync(string table, List<object?[]> rows, string columns)
        {
            await BulkInsert.IntoAsync(
                tx,
                table,
                [
                    .. columns
                        .Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                        .Select(c => c.Split(':'))
                        .Select(c => (c[0], Enum.Parse<Cell>(c[1]))),
                ],
                rows
            );
            rows.Clear();
        }
    }
}
