using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Design;
using Toguna.Foundation.Storage;
using Toguna.Record;
using Toguna.Warn;

namespace Toguna.Respond.Movements;

/// <summary>The forms of a movement: <c>/movements/new</c> and <c>/movements/MV-0012/edit</c>.</summary>
internal static class WriteMovement
{
    private const int LongestWindow = 14;
    private const int MostStops = 12;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var forms = routes.MapGroup("/movements").Needs(Permission.Respond);
        forms.MapGet("/new", OpenNewAsync);
        forms.MapPost("/new", PlanAsync).KeepsTyped();
        forms.MapGet("/{id}/edit", OpenAsync);
        forms.MapPost("/{id}/edit", ChangeAsync).KeepsTyped();
    }

    private static async Task<IResult> OpenNewAsync(MovementBook book, TimeProvider clock, CancellationToken ct) =>
        Page(
            new WriteMovementModel(
                new Dictionary<string, string> { ["id"] = Ids.New(clock).ToString(), ["kind"] = Movement.Convoy },
                null,
                await book.BoardAsync(ct),
                []
            )
        );

    private static async Task<IResult> OpenAsync(string id, MovementBook book, Installation house, CancellationToken ct)
    {
        var movement = await book.FindAsync(id, ct) ?? throw RespondProblems.MovementUnknown(id).Raise();
        var board = await book.BoardAsync(ct);
        return Page(new WriteMovementModel(Of(movement, board, house.Zone), movement, board, []));
    }

    private static async Task<IResult> PlanAsync(
        IFormCollection sent,
        HttpContext http,
        MovementSteps steps,
        MovementBook book,
        PlaceBook places,
        Installation house,
        Database database,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var form = new Typed(sent, house.Zone);
        var facts = await ReadAsync(form, sent, places, clock, ct);
        if (form.Problems.Count == 0)
        {
            var (number, refused) = await database.WriteAsync(
                tx => steps.PlanAsync(tx, form.Id("id", clock), facts, form.Has("exercise"), Caller.Of(http)!),
                ct
            );
            if (refused is null)
            {
                return Results.LocalRedirect("/movements/" + Movement.ReferenceOf(number));
            }
            form.Problems.Add(refused);
        }
        return Page(new WriteMovementModel(form.Fields, null, await book.BoardAsync(ct), form.Problems));
    }

    private static async Task<IResult> ChangeAsync(
        string id,
        IFormCollection sent,
        HttpContext http,
        MovementSteps steps,
        MovementBook book,
        PlaceBook places,
        Installation house,
        Database database,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var form = new Typed(sent, house.Zone);
        var movement = await book.FindAsync(id, ct) ?? throw RespondProblems.MovementUnknown(id).Raise();
        var facts = await ReadAsync(form, sent, places, clock, ct);
        if (form.Problems.Count > 0)
        {
            return Page(new WriteMovementModel(form.Fields, movement, await book.BoardAsync(ct), form.Problems));
        }
        // Times of stops that the planner proposed hold as long as way and window do.
        var refused = await database.WriteAsync(
            tx => steps.ChangeAsync(new MovementAt(tx, id, form.Version, Caller.Of(http)!), Timed(facts, movement)),
            ct
        );
        if (refused is null)
        {
            return Results.LocalRedirect("/movements/" + movement.Reference);
        }
        // Two at once: the second sees the first's version beside what they typed, and saves again on top of it.
        var now = await book.FindAsync(id, ct) ?? throw RespondProblems.MovementUnknown(id).Raise();
        var board = await book.BoardAsync(ct);
        var theirs = Of(now, board, house.Zone);
        var onTop = new Dictionary<string, string>(form.Fields) { ["version"] = theirs["version"] };
        return Page(new WriteMovementModel(onTop, now, board, [refused]) { Theirs = theirs });
    }

    private static async Task<MovementFacts> ReadAsync(
        Typed form,
        IFormCollection sent,
        PlaceBook places,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (leaves, arrives) = form.Window("leaves", "arrives", clock.GetUtcNow(), LongestWindow);
        var stops = new List<MovePlace> { await form.PlaceAsync("from", places, ct) };
        var via = form["via"].Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (via.Length > MostStops || via.Any(v => v.Length > Typed.LongestName))
        {
            form.Problems.Add(RespondProblems.TooLong(form["via"].Length, Typed.LongestName * MostStops).At("via"));
        }
        else
        {
            foreach (var place in via)
            {
                stops.Add(await MovePlaces.OfAsync(places, place, ct));
            }
        }
        stops.Add(await form.PlaceAsync("to", places, ct));
        if (stops.Zip(stops.Skip(1)).Any(s => s.First.PlaceKey.Length > 0 && s.First.PlaceKey == s.Second.PlaceKey))
        {
            form.Problems.Add(RespondProblems.SamePlace(stops[^1].PlaceText).At("via"));
        }
        var vehicles = sent["vehicles"].Select(v => Guid.TryParse(v, out var id) ? id : Guid.Empty).Distinct().ToList();
        if (vehicles.Count == 0 && !form.Has("seats") && !form.Has("cargo"))
        {
            form.Problems.Add(RespondProblems.Missing("vehicles").At("vehicles"));
        }
        var (cost, currency) = form.Money();
        return new MovementFacts(
            form.OneOf("kind", [Movement.Convoy, Movement.Flight]),
            leaves,
            arrives,
            [
                .. stops.Select(
                    (s, i) =>
                        (
                            s,
                            i == stops.Count - 1 ? arrives : (DateTimeOffset?)null,
                            i == 0 ? leaves : (DateTimeOffset?)null
                        )
                ),
            ],
            vehicles,
            Guid.TryParse(form["escort"], out var escort) ? escort : null,
            form.Has("seats") ? form.Count("seats", 0, AskSeats.MostPeople, 0) : null,
            form.Has("cargo") ? form.Count("cargo", 0, AskSeats.MostKg, 0) : null,
            cost,
            currency,
            form.May("note", Typed.LongestText)
        );
    }

    private static MovementFacts Timed(MovementFacts facts, Movement before) =>
        facts.LeavesAt == before.LeavesAt
        && facts.ArrivesAt == before.ArrivesAt
        && facts.Stops.Select(s => s.Place.PlaceKey).SequenceEqual(before.Stops.Select(s => s.PlaceKey))
            ? facts with
            {
                Stops = [.. facts.Stops.Zip(before.Stops, (f, b) => (f.Place, b.ArrivesAt, b.LeavesAt))],
            }
            : facts;

    /// <summary>A movement as its form holds it.</summary>
    private static Dictionary<string, string> Of(Movement movement, MovementBoard board, TimeZoneInfo zone) =>
        new()
        {
            ["kind"] = movement.Kind,
            ["from"] = board.PlaceName(movement.Stops[0].PlaceKey),
            ["via"] = string.Join('\n', movement.Stops.Skip(1).SkipLast(1).Select(s => board.PlaceName(s.PlaceKey))),
            ["to"] = board.PlaceName(movement.Stops[^1].PlaceKey),
            ["leaves"] = LocalTimes.Write(movement.LeavesAt, zone),
            ["arrives"] = LocalTimes.Write(movement.ArrivesAt, zone),
            ["vehicles"] = string.Join(',', movement.Vehicles),
            ["escort"] = movement.EscortId?.ToString() ?? "",
            ["seats"] = movement.Seats.ToString(CultureInfo.InvariantCulture),
            ["cargo"] = movement.CargoKg.ToString(CultureInfo.InvariantCulture),
            ["cost"] = movement.Cost?.ToString(CultureInfo.InvariantCulture) ?? "",
            ["currency"] = movement.Currency ?? "",
            ["note"] = movement.Note ?? "",
            ["version"] = movement.Version.ToString(CultureInfo.InvariantCulture),
        };

    private static IResult Page(WriteMovementModel model) =>
        new RazorComponentResult<WriteMovementPage>(new { Model = model })
        {
            StatusCode = model.Problems.Count == 0 ? StatusCodes.Status200OK : model.Problems.Max(p => p.Status),
        };
}

/// <param name="Typed">Of several vehicles the ids, with commas.</param>
/// <param name="Movement">That is changed; null: a new one.</param>
public sealed record WriteMovementModel(
    IReadOnlyDictionary<string, string> Typed,
    Movement? Movement,
    MovementBoard Board,
    IReadOnlyList<Problem> Problems
)
{
    /// <summary>What somebody else saved since the form was opened; null: nobody did.</summary>
    public IReadOnlyDictionary<string, string>? Theirs { get; init; }

    /// <summary>A value as people read it: the names of vehicles and of an escort.</summary>
    public string Words(string field, string value) =>
        field switch
        {
            "kind" => MovementWords.Kind(value),
            "vehicles" => string.Join(
                ", ",
                value
                    .Split(',', StringSplitOptions.RemoveEmptyEntries)
                    .Select(v => Guid.TryParse(v, out var id) ? Board.Vehicles.GetValueOrDefault(id)?.Name ?? v : v)
            ),
            "escort" => Guid.TryParse(value, out var escort)
                ? Board.Escorts.GetValueOrDefault(escort)?.Name ?? value
                : value,
            _ => value,
        };
}
