using System.Globalization;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Toguna.Desk.Sample.Files;
using Toguna.Desk.Sample.World;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Gather;
using Toguna.Methods.Numerics;
using Toguna.Record;
using Toguna.Respond;
using Toguna.Warn;

namespace Toguna.Desk.Sample.Responding;

/// <summary>
/// The warnings of the sample's last months, as the truth tells of them, lived through step by step by the program's own
/// doors at the times at which they were: what is on the pages then is what a mission would find there.
/// </summary>
/// <remarks>Who was late, who refused and what became of it is drawn by the number of the alert: the same truth makes the same.</remarks>
internal sealed class PastAlerts
{
    /// <summary>How far back they go.</summary>
    private const int Days = 150;

    private static readonly string[] Reasons = ["out_of_reach", "no_capacity", "not_credible", "handled"];

    /// <summary>Who sees to those that nobody went to.</summary>
    private static readonly Component[] Owners =
    [
        Component.Protection,
        Component.Force,
        Component.CivilAffairs,
        Component.HumanRights,
    ];

    private readonly PastClock clock = new();
    private readonly PriorityQueue<Func<WriteScope, Task<Problem?>>, (DateTimeOffset At, int Order)> agenda = new();
    private readonly AlertSteps steps;
    private readonly TaskBook tasks;
    private readonly TriageBook triage;
    private int order;

    private PastAlerts(IServiceProvider services)
    {
        steps = services.GetRequiredService<AlertSteps>();
        tasks = services.GetRequiredService<TaskBook>();
        triage = services.GetRequiredService<TriageBook>();
    }

    /// <param name="until">What would come later has not happened: such alerts are open.</param>
    public static Task LiveAsync(
        IServiceProvider services,
        SampleFiles files,
        DateTimeOffset until,
        CancellationToken ct
    ) => new PastAlerts(services).LiveAsync(services.GetRequiredService<Database>(), services, files, until, ct);

    private async Task LiveAsync(
        Database database,
        IServiceProvider services,
        SampleFiles files,
        DateTimeOffset until,
        CancellationToken ct
    )
    {
        await using (var c = await database.OpenAsync(ct))
        {
            // Interrupted when they were there already.
            if (await c.ExecuteScalarAsync<long>("SELECT count(*) FROM alert") > 0)
            {
                return;
            }
        }
        await SampleUsers.EnsureAsync(services, ct);
        var staff = await Staff.ReadAsync(database, ct);
        var answers = SampleData.ReadFile(files.TruthOf("responses")).ToLookup(r => r["alert"]);
        var said = SampleData.ReadFile(files.TruthOf("reports")).ToDictionary(r => r["report"], r => r["said_act"]);
        var places = services.GetRequiredService<PlaceBook>();
        foreach (var row in SampleData.ReadFile(files.TruthOf("alerts")).Where(r => r["raised"] == "yes"))
        {
            var at = Dialect.Instant(row["at"]);
            if (at >= until.AddDays(-Days) && at < until && await places.NamedAsync(row["place"], ct) is { } place)
            {
                // Of a clash people are warned as well: they are killed in it.
                var threat = ActTypes.Find(said.GetValueOrDefault(row["report"], ""))?.Code ?? "killing";
                Plan(new Told(row, at, place, threat, [.. answers[row["alert"]]]), staff);
            }
        }
        await database.WriteAsync(
            async tx =>
            {
                while (agenda.TryDequeue(out var step, out var when) && when.At < until)
                {
                    ct.ThrowIfCancellationRequested();
                    clock.Now = when.At;
                    if (await step(new WriteScope(tx.Engine, tx.Connection, tx.Transaction, clock)) is { } refused)
                    {
                        throw DeskProblems
                            .SampleFailed(files.TruthOf("alerts"), refused.Message(CultureInfo.InvariantCulture))
                            .Raise();
                    }
                }
                // Nobody finds half a year of notices waiting.
                await tx.ExecuteAsync(
                    "UPDATE notice SET seen_at = @Now WHERE seen_at IS NULL AND at < @yesterday",
                    new { tx.Now, yesterday = until.AddDays(-1) }
                );
            },
            ct
        );
    }

    /// <summary>Puts what is done about one alert on the agenda.</summary>
    private void Plan(Told told, Staff staff)
    {
        var random = Xoshiro256.Fork((ulong)told.Number, 31);
        var reference = "";
        var urgency =
            told.Row["basis"] != "report" ? Urgency.Emerging
            : told.Threat == "threat" && Dice.Chance(random, 0.4) ? Urgency.Imminent
            : Urgency.Near;
        var owner = told.Answers is [var first, ..]
            ? ComponentOf(first["component"])
            : Owners[random.Below(Owners.Length)];
        At(
            told.At,
            async tx =>
            {
                reference = await IssueAsync(tx, told, urgency, owner, staff.Duty);
                return null;
            }
        );
        var taken = told.At.AddMinutes(Dice.Heavy(random, 12, 0.9, 600));
        At(taken, tx => steps.AcknowledgeAsync(new AlertAt(tx, reference, null, staff.Adviser)));
        var pace = urgency == Urgency.Imminent ? 25 : 170;
        var decided = taken.AddMinutes(Dice.Heavy(random, pace, 0.8, 3 * 1440));
        if (told.Answers.Count > 0)
        {
            foreach (var answer in told.Answers)
            {
                Task(told, () => reference, answer, decided, staff, random);
            }
        }
        else
        {
            // One in six is left lying and answered for only when it is closed.
            var silent = Dice.Chance(random, 1.0 / 6);
            var reason = Reasons[random.Below(Reasons.Length)];
            At(
                silent ? told.At.AddDays(14).AddHours(-1) : decided,
                tx =>
                    steps.DecideAsync(new AlertAt(tx, reference, null, staff.Adviser), AlertDecision.None, reason, null)
            );
        }
        var outcome =
            told.Row["event"] != "" ? AlertOutcome.Harm
            : told.Answers.Count > 0 && Dice.Chance(random, 0.6) ? AlertOutcome.Averted
            : AlertOutcome.Unknown;
        At(
            told.At.AddDays(14).AddMinutes(random.Below(600)),
            tx =>
                steps.CloseAsync(
                    new AlertAt(tx, reference, null, staff.Adviser),
                    outcome,
                    outcome switch
                    {
                        AlertOutcome.Harm => "Violence was recorded there while the alert was open.",
                        AlertOutcome.Averted => "No violence was recorded; people stayed in the village.",
                        _ => "Nobody could say what happened.",
                    }
                )
        );
    }

    private async Task<string> IssueAsync(WriteScope tx, Told told, Urgency urgency, Component owner, Caller duty)
    {
        var report =
            told.Row["report"] == ""
                ? default
                : (
                    await tx.QueryAsync<(Guid Id, DateTimeOffset Received)>(
                        "SELECT report_id, received_at FROM report WHERE external_id = @id AND received_at <= @Now",
                        new { id = told.Row["report"], tx.Now }
                    )
                ).FirstOrDefault();
        var hasReport = report.Id != Guid.Empty;
        var facts = new AlertFacts(
            $"{ActTypes.Name(told.Threat)}: {told.Row["place"]}",
            told.Threat,
            null,
            $"The people of {told.Row["place"]} and of the farms around it",
            null,
            new AlertPlace(
                told.Row["place"],
                told.Place.Id,
                told.Place.Latitude,
                told.Place.Longitude,
                told.Place.Adm1
            ),
            told.At,
            told.At.AddDays(14),
            urgency == Urgency.Emerging ? 2 : 3,
            urgency == Urgency.Imminent ? 4 : 3,
            urgency,
            hasReport
                ? "A message that the desk received; it is in the basis of this alert."
                : "An analyst's judgement, from what was recorded around here in the last weeks.",
            0,
            owner.ToString(),
            null
        );
        var alert = new NewAlert(
            tx.NewId(),
            facts,
            false,
            hasReport ? report.Received : tx.Now,
            hasReport ? [(AlertBasis.Report, report.Id)] : [],
            null,
            null
        );
        var (number, _) = await steps.RaiseAsync(tx, alert, duty);
        var reference = Alert.ReferenceOf(number);
        if (hasReport)
        {
            await triage.DecideAsync(tx, report.Id, duty, TriageState.Alerted);
        }
        await steps.IssueAsync(new AlertAt(tx, reference, null, duty));
        return reference;
    }

    /// <summary>A task is asked when it is decided on, and done when the truth says that somebody came.</summary>
    private void Task(
        Told told,
        Func<string> reference,
        SampleData.Row answer,
        DateTimeOffset decided,
        Staff staff,
        Xoshiro256 random
    )
    {
        var component = ComponentOf(answer["component"]);
        var type = ResponseTypes.Find(
            component switch
            {
                Component.Force => "patrol",
                Component.Police => "visit",
                _ => Dice.Chance(random, 0.5) ? "dialogue" : "visit",
            }
        )!;
        var came = Dialect.Instant(answer["at"]);
        var asked = decided < came.AddHours(-2) ? decided : came.AddHours(-2);
        var id = Guid.Empty;
        At(
            asked,
            tx =>
                tasks.AskAsync(
                    new AlertAt(tx, reference(), null, staff.Adviser),
                    new NewTask(
                        id = tx.NewId(),
                        type,
                        type.Tier,
                        type.Phase,
                        $"Go to {told.Row["place"]}, speak with the chief and the women's association, and say what you find.",
                        component.ToString(),
                        asked.AddDays(2),
                        null,
                        null,
                        type.Armed ? "A visit by civil affairs: the road was not open to a car without escort." : null
                    ),
                    "no"
                )
        );
        Answer(asked.AddMinutes(20 + random.Below(90)), "accept", null);
        Answer(came, "begin", null);
        Answer(
            came.AddHours(3),
            "done",
            $"{answer["team"]} was there for three hours and spoke with those who wished to speak."
        );

        void Answer(DateTimeOffset at, string step, string? words) =>
            At(
                at > asked ? at : asked.AddMinutes(1),
                tx => tasks.AnswerAsync(new AlertAt(tx, reference(), null, staff.Adviser), id, step, words)
            );
    }

    private void At(DateTimeOffset at, Func<WriteScope, Task<Problem?>> step) => agenda.Enqueue(step, (at, order++));

    private static Component ComponentOf(string word) =>
        word switch
        {
            "force" => Component.Force,
            "police" => Component.Police,
            _ => Component.CivilAffairs,
        };

    /// <summary>An alert of the truth.</summary>
    private sealed record Told(
        SampleData.Row Row,
        DateTimeOffset At,
        PlaceHit Place,
        string Threat,
        IReadOnlyList<SampleData.Row> Answers
    )
    {
        public int Number { get; } = int.Parse(Row["alert"], CultureInfo.InvariantCulture);
    }

    private sealed record Staff(Caller Duty, Caller Adviser)
    {
        public static async Task<Staff> ReadAsync(Database database, CancellationToken ct)
        {
            await using var c = await database.OpenAsync(ct);
            return new Staff(await OfAsync("duty", Role.DutyOfficer), await OfAsync("adviser", Role.ProtectionAdviser));

            async Task<Caller> OfAsync(string name, Role role)
            {
                var id = await c.ExecuteScalarAsync<Guid>(
                    """SELECT "Id" FROM user_account WHERE "UserName" = @name""",
                    new { name }
                );
                return new Caller(id.ToString(), name, new HashSet<Role> { role }, Standing.Full);
            }
        }
    }

    private sealed class PastClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
