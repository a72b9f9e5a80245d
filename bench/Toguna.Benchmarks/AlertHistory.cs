using System.Buffers.Binary;
using System.Text.Json;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Gather;
using Toguna.Record;
using Toguna.Respond;
using Toguna.Warn;

namespace Toguna.Benchmarks;

/// <summary>Places that alerts are about, what they rest on and whom they concern.</summary>
internal sealed record AlertWorld(
    IReadOnlyList<(string Name, double Latitude, double Longitude, string Adm1)> Places,
    IReadOnlyList<Guid> Reports,
    IReadOnlyList<Guid> Incidents,
    IReadOnlyList<Guid> Officers
);

/// <summary>Invented alerts of three years with all that hangs on them, written straight into the tables: the same for the same seed and moment.</summary>
/// <remarks>
/// Each is lived through step by step; what would have happened after now has not happened, so that some hundred are open. Of
/// each of three urgencies; in one of ten nobody answers in time, in one of four somebody says why nothing is done.
/// </remarks>
internal sealed class AlertHistory(AlertWorld world, DateTimeOffset now, int seed = 20261128)
{
    public const int Days = 3 * 365;
    private const int OneTime = 5_000;
    private const int ToldOfOne = 4;

    private static readonly string[] Owners =
    [
        .. Enum.GetValues<Component>().Where(c => c != Component.Partner).Select(c => c.ToString()),
    ];

    private readonly Random chance = new(seed);
    private readonly AlertTables tables = new();

    /// <param name="first">Number of the first.</param>
    public async Task WriteAsync(Database database, int many, long first = 1)
    {
        var clock = AlertClock.Of([]);
        for (var done = 0; done < many; )
        {
            for (var i = 0; i < Math.Min(OneTime, many - done); i++)
            {
                var share = (done + i + chance.NextDouble()) / many;
                Live(first + done + i, now.AddDays(-Days * (1 - share)), clock);
            }
            done += OneTime;
            await database.WriteAsync(tables.WriteAsync);
        }
        await database.WriteAsync(tx =>
            tx.ExecuteAsync("UPDATE counter SET next = @next WHERE name = 'alert'", new { next = first + many })
        );
    }

    private void Live(long number, DateTimeOffset received, AlertClock clock)
    {
        received = DateTimeOffset.FromUnixTimeMilliseconds(received.ToUnixTimeMilliseconds());
        var urgency = Of([(Urgency.Imminent, 30), (Urgency.Near, 45), (Urgency.Emerging, 25)]);
        var dues = clock.From(received, urgency);
        var place = world.Places[chance.Next(world.Places.Count)];
        var owner = Owners[chance.Next(Owners.Length)];
        var officer = Officer();
        var issued = received.AddMinutes(1 + chance.Next(10));
        if (issued > now)
        {
            return;
        }
        var id = Id(received);
        var fate = chance.Next(100);
        var decision = Of([(AlertDecision.Act, 68), (AlertDecision.None, 24), (AlertDecision.DoNotApproach, 8)]);
        var reason =
            decision == AlertDecision.Act ? null : AlertDecision.Reasons[chance.Next(AlertDecision.Reasons.Count)];
        var acknowledged = Passed(fate < 95 ? Around(issued, dues.Acknowledge) : null);
        var decided = Passed(
            fate < 93
                ? acknowledged is { } a
                    ? Around(a, dues.Decide)
                    : null
                : null
        );
        var acted = Passed(decision == AlertDecision.Act && fate < 90 && decided is { } d ? Around(d, dues.Act) : null);
        var ended = Passed(
            ((acted ?? decided ?? acknowledged ?? issued) is var last && last > dues.Act ? last : dues.Act).AddHours(
                1 + chance.Next(120)
            )
        );
        var closes = decided is not null && fate % 25 != 0;
        var state = ended is not null
            ? closes
                ? AlertState.Closed
                : AlertState.Cancelled
            : decided is not null && decision == AlertDecision.Act
                ? AlertState.Responding
                : acknowledged is not null
                    ? AlertState.Acknowledged
                    : AlertState.Issued;
        var outcome =
            state == AlertState.Closed
                ? Of([(AlertOutcome.Averted, 55), (AlertOutcome.Harm, 25), (AlertOutcome.Unknown, 20)])
                : null;
        var inTime = decided <= dues.Act;
        tables.Alerts.Add([
            id,
            number,
            3,
            state,
            chance.Next(100) == 0,
            $"Reprisal expected around {place.Name}",
            ActTypes.All[chance.Next(ActTypes.All.Count)].Code,
            "people of the villages and of the market",
            chance.Next(20, 5_000),
            place.Name,
            place.Latitude,
            place.Longitude,
            place.Adm1,
            1 + chance.Next(4),
            1 + chance.Next(4),
            (int)urgency,
            "Two people heard it said at the ford, and the men have not come home.",
            chance.Next(10) == 0 ? 2 : 1,
            owner,
            acknowledged is null ? null : officer,
            received,
            issued,
            dues.Acknowledge,
            dues.Decide,
            dues.Act,
            acknowledged,
            decided,
            acted,
            ended,
            decided is null ? null : decision,
            decided is null ? null : reason,
            outcome,
            (int)urgency,
            owner,
            inTime ? decision : null,
            inTime ? reason : null,
        ]);
        tables.Basis.Add([
            id,
            chance.Next(10) < 7 ? AlertBasis.Report : AlertBasis.Incident,
            chance.Next(10) < 7
                ? world.Reports[chance.Next(world.Reports.Count)]
                : world.Incidents[chance.Next(world.Incidents.Count)],
            received,
        ]);
        Event(id, "raised", issued, officer, new { number, basis = 1 });
        Event(id, "issued", issued, officer, dues);
        Tell(id, "issued", issued, null);
        if (acknowledged is null || acknowledged > dues.Acknowledge)
        {
            var late = dues.Acknowledge.AddMinutes(chance.Next(2));
            if (late <= now)
            {
                tables.Climbed.Add([id, ClockStep.Acknowledge, 1, 0, late, ToldOfOne]);
                Event(id, "reminder", late, "system", new { step = ClockStep.Acknowledge, told = ToldOfOne });
                Tell(id, "reminder", late, ClockStep.Acknowledge);
            }
        }
        Event(id, "acknowledged", acknowledged, officer);
        Event(id, "decided", decided, officer, new { decision, reason });
        var tasks = decided is { } from && decision == AlertDecision.Act ? Tasks(id, from, acted, ended) : [];
        Event(id, "acted", acted, officer);
        Event(id, closes ? "closed" : "cancelled", ended, officer, new { outcome });
        if (ended is { } over && state == AlertState.Closed && chance.Next(10) == 0)
        {
            Review(id, over, tasks);
        }
    }

    /// <summary>One to three, of which the first begins when the alert is acted on.</summary>
    private List<Guid> Tasks(Guid alert, DateTimeOffset asked, DateTimeOffset? begun, DateTimeOffset? ended)
    {
        var made = new List<Guid>();
        for (var i = chance.Next(3); i >= 0; i--)
        {
            var state =
                begun is null ? (ended is null ? TaskState.Asked : TaskState.Dropped)
                : i > 0 && chance.Next(3) == 0 ? TaskState.Declined
                : ended is null ? TaskState.Begun
                : TaskState.Done;
            made.Add(Task(alert, asked, state is TaskState.Begun or TaskState.Done ? begun : null, ended, state));
        }
        return made;
    }

    /// <summary>A task on its own: of an alert that is open.</summary>
    public Guid Task(Guid alert, DateTimeOffset asked, DateTimeOffset? begun, DateTimeOffset? ended, string state)
    {
        var type = ResponseTypes.All[chance.Next(ResponseTypes.All.Count)];
        var id = Id(asked);
        var officer = Officer();
        tables.Tasks.Add([
            id,
            alert,
            state,
            type.Code,
            type.Armed,
            type.Tier,
            type.Phase,
            "Go to the market by the northern road and stay until it ends.",
            Owners[chance.Next(Owners.Length)],
            asked.AddHours(chance.Next(1, 240)),
            officer,
            asked,
            state == TaskState.Asked ? null : officer,
            state == TaskState.Asked ? null : begun ?? asked,
            begun,
            state == TaskState.Done ? ended : null,
        ]);
        var detail = new
        {
            task = id,
            kind = type.Code,
            armed = type.Armed,
        };
        Event(alert, "task_asked", asked, officer, detail);
        Event(alert, "task_begun", begun, officer, detail);
        if (state is TaskState.Done or TaskState.Declined or TaskState.Dropped)
        {
            Event(alert, "task_" + state, ended ?? begun, officer, detail);
        }
        return id;
    }

    /// <summary>Writes tasks that were made one by one.</summary>
    public Task WriteAsync(Database database) => database.WriteAsync(tables.WriteAsync);

    private void Review(Guid alert, DateTimeOffset closed, List<Guid> tasks)
    {
        var at = closed.AddDays(1);
        if (at > now)
        {
            return;
        }
        var id = Id(at);
        tables.Reviews.Add([
            id,
            alert,
            at,
            Officer(),
            "The patrol was there before dark.",
            null,
            "Ask the base sooner.",
        ]);
        tables.Helped.AddRange(tasks.Select(t => new object?[] { id, t, chance.Next(2) == 0 ? "helped" : "unknown" }));
    }

    private void Event(Guid alert, string what, DateTimeOffset? at, string by, object? detail = null)
    {
        if (at is { } happened)
        {
            tables.Events.Add([
                alert,
                Id(happened),
                happened,
                by,
                what,
                detail is null ? null : JsonSerializer.Serialize(detail),
            ]);
        }
    }

    private void Tell(Guid alert, string what, DateTimeOffset at, string? step)
    {
        var first = chance.Next(world.Officers.Count);
        for (var i = 0; i < ToldOfOne; i++)
        {
            tables.Notices.Add([
                Id(at),
                world.Officers[(first + i) % world.Officers.Count].ToString(),
                at,
                what,
                alert,
                step,
                "component",
                // What is old was opened, but for one in a hundred.
                chance.Next(100) == 0
                    ? null
                    : at.AddMinutes(3),
            ]);
        }
    }

    /// <summary>Mostly before it is due, from a quarter of the time on; one in eight afterwards.</summary>
    private DateTimeOffset Around(DateTimeOffset from, DateTimeOffset due) =>
        DateTimeOffset.FromUnixTimeMilliseconds(
            (
                from
                + TimeSpan.FromMinutes(
                    Math.Max(5, (due - from).TotalMinutes)
                        * (chance.Next(8) == 0 ? 1 + chance.NextDouble() : 0.25 + 0.7 * chance.NextDouble())
                )
            ).ToUnixTimeMilliseconds()
        );

    private DateTimeOffset? Passed(DateTimeOffset? at) => at <= now ? at : null;

    private string Officer() => world.Officers[chance.Next(world.Officers.Count)].ToString();

    private T Of<T>((T What, int Weight)[] choices)
    {
        var left = chance.Next(choices.Sum(c => c.Weight));
        foreach (var (what, weight) in choices)
        {
            if ((left -= weight) < 0)
            {
                return what;
            }
        }
        return choices[^1].What;
    }

    /// <summary>As the program makes them, but of a moment that is over.</summary>
    private Guid Id(DateTimeOffset at)
    {
        Span<byte> bytes = stackalloc byte[16];
        chance.NextBytes(bytes);
        BinaryPrimitives.WriteInt64BigEndian(
            bytes,
            (at.ToUnixTimeMilliseconds() << 16) | 0x7000L | (uint)chance.Next(0x1000)
        );
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        return new Guid(bytes, bigEndian: true);
    }
}
