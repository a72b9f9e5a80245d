namespace Toguna.Methods.Movements;

/// <summary>Proposes who shares a movement: requests for seats and cargo, grouped under what vehicles, escorts and daylight allow.</summary>
public static class MovementPlanner
{
    /// <summary>The most vehicles that travel as one movement.</summary>
    public const int MostVehicles = 4;

    /// <summary>How often movements are taken apart and put together anew at most.</summary>
    private const int Trials = 1_000;

    /// <summary>A plan that keeps every limit, serves the more urgent first and then drives few hours; not the best there is.</summary>
    /// <param name="requests">Any order, which changes nothing; may be empty.</param>
    /// <param name="vehicles">One may go on several movements, one after the other.</param>
    /// <param name="escorts">Likewise.</param>
    /// <param name="legs">Holds every place that is named.</param>
    /// <param name="daylight">Ascending, not overlapping; on days that are not here nobody drives who may not drive after dark.</param>
    /// <exception cref="ArgumentException">A count, load, pace, window, place or id that cannot be; the message names whose and the value.</exception>
    /// <remarks>
    /// Insertion by cost (Solomon 1987) from four orders, then bounded taking apart and putting together (Schrimpf et al. 2000);
    /// no chance and no clock. What it does not do stands in docs/methods/movements.md. Thread-safe.
    /// </remarks>
    public static MovementPlan Plan(
        IReadOnlyList<RideRequest> requests,
        IReadOnlyList<Vehicle> vehicles,
        IReadOnlyList<Escort> escorts,
        Legs legs,
        IReadOnlyList<Daylight> daylight
    )
    {
        ArgumentNullException.ThrowIfNull(requests);
        ArgumentNullException.ThrowIfNull(vehicles);
        ArgumentNullException.ThrowIfNull(escorts);
        ArgumentNullException.ThrowIfNull(legs);
        ArgumentNullException.ThrowIfNull(daylight);
        Check.All(requests, vehicles, escorts, legs, daylight);
        var ground = new Ground(requests, vehicles, escorts, legs, daylight);
        var plan = new Improvement(ground, Trials).Plan();
        var served = plan.SelectMany(d => d.Requests).ToHashSet();
        var reasons = new Reasons(vehicles, escorts, legs, daylight);
        return new MovementPlan(
            [
                .. plan.OrderBy(d => d.Start)
                    .ThenBy(d => ground.Vehicles[d.Crew.Vehicles[0]].Id, StringComparer.Ordinal)
                    .Select(d => Proposal.Of(ground, d)),
            ],
            [
                .. Enumerable
                    .Range(0, ground.Needs.Length)
                    .Where(r => !served.Contains(r))
                    .Select(r => reasons.Of(ground, plan, r)),
            ],
            TimeSpan.FromTicks(plan.Sum(d => d.Driven)).TotalHours
        );
    }
}
