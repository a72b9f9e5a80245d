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

namespace Toguna.Respond.Movements;

/// <summary>The page <c>/movements/fleet</c>: vehicles, escorts, how long ways take, and the limits of the mission.</summary>
internal static class KeepFleet
{
    private const int FastestSpeed = 1_000;
    private const int MostAtOnce = 20;
    private const int LongestMinutes = 10_000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/movements/fleet", OpenAsync).Needs(Permission.Act);
        var forms = routes.MapGroup("/movements/fleet").Needs(Permission.Respond);
        forms.MapPost("/vehicles", VehicleAsync).KeepsTyped();
        forms.MapPost("/escorts", EscortAsync).KeepsTyped();
        forms.MapPost("/times", TimeAsync).KeepsTyped();
        forms.MapPost("/limits", LimitAsync).KeepsTyped();
    }

    private static async Task<IResult> OpenAsync(
        Guid? vehicle,
        Guid? escort,
        HttpContext http,
        MovementBook book,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var board = await book.BoardAsync(ct);
        var typed = new Dictionary<string, string> { ["id"] = Ids.New(clock).ToString() };
        var form = "";
        if (vehicle is { } v && board.Vehicles.TryGetValue(v, out var car))
        {
            form = "vehicles";
            typed = Of(car, board);
        }
        else if (escort is { } e && board.Escorts.TryGetValue(e, out var guard))
        {
            form = "escorts";
            typed = Of(guard, board);
        }
        return Page(new FleetModel(board, Caller.Of(http)!, form, typed, Ids.New(clock), []));
    }

    private static Task<IResult> VehicleAsync(
        IFormCollection sent,
        HttpContext http,
        FleetKeeping keeping,
        FleetSteps fleet,
        CancellationToken ct
    ) =>
        keeping.KeepAsync(
            "vehicles",
            sent,
            Caller.Of(http)!,
            async (form, places, clock) =>
            {
                var at = await form.PlaceAsync("base", places, ct);
                var vehicle = new FleetVehicle
                {
                    VehicleId = form.Id("id", clock),
                    Version = form.Version,
                    Name = form.Need("name", Typed.LongestName),
                    Kind = form.OneOf("kind", [FleetVehicle.Road, FleetVehicle.Air]),
                    Seats = form.Count("seats", 0, AskSeats.MostPeople, 0),
                    CargoKg = form.Count("cargo", 0, AskSeats.MostKg, 0),
                    Speed = form.Count("speed", 1, FastestSpeed, MovementLimits.StatedSpeed),
                    BaseKey = at.PlaceKey,
                    AfterDark = form.Has("after_dark"),
                    Retired = form.Has("retired"),
                };
                return tx => fleet.KeepAsync(tx, vehicle, at, Caller.Of(http)!);
            },
            ct
        );

    private static Task<IResult> EscortAsync(
        IFormCollection sent,
        HttpContext http,
        FleetKeeping keeping,
        FleetSteps fleet,
        CancellationToken ct
    ) =>
        keeping.KeepAsync(
            "escorts",
            sent,
            Caller.Of(http)!,
            async (form, places, clock) =>
            {
                var at = await form.PlaceAsync("base", places, ct);
                var escort = new FleetEscort
                {
                    EscortId = form.Id("id", clock),
                    Version = form.Version,
                    Name = form.Need("name", Typed.LongestName),
                    Component = form.Component("component"),
                    AtOnce = form.Count("at_once", 1, MostAtOnce, 1),
                    Guards = form.Count("guards", 1, MostAtOnce, 4),
                    BaseKey = at.PlaceKey,
                    AfterDark = form.Has("after_dark"),
                    Retired = form.Has("retired"),
                };
                return tx => fleet.KeepAsync(tx, escort, at, Caller.Of(http)!);
            },
            ct
        );

    private static Task<IResult> TimeAsync(
        IFormCollection sent,
        HttpContext http,
        FleetKeeping keeping,
        FleetSteps fleet,
        CancellationToken ct
    ) =>
        keeping.KeepAsync(
            "times",
            sent,
            Caller.Of(http)!,
            async (form, places, _) =>
            {
                var (one, other) = (
                    await form.PlaceAsync("one", places, ct),
                    await form.PlaceAsync("other", places, ct)
                );
                if (one.PlaceKey.Length > 0 && one.PlaceKey == other.PlaceKey)
                {
                    form.Problems.Add(RespondProblems.SamePlace(one.PlaceText).At("other"));
                }
                if (!form.Has("minutes") && !form.Has("closed"))
                {
                    form.Problems.Add(RespondProblems.Missing("minutes").At("minutes"));
                }
                int? minutes = form.Has("closed") ? null : form.Count("minutes", 1, LongestMinutes, 1);
                return async tx =>
                {
                    await fleet.StateAsync(tx, one, other, minutes, form.Has("escorted"), Caller.Of(http)!);
                    return null;
                };
            },
            ct
        );

    private static Task<IResult> LimitAsync(
        IFormCollection sent,
        HttpContext http,
        FleetKeeping keeping,
        FleetSteps fleet,
        CancellationToken ct
    ) =>
        keeping.KeepAsync(
            "limits",
            sent,
            Caller.Of(http)!,
            (form, _, _) =>
            {
                var (first, last) = (Hour(form, "first_light"), Hour(form, "last_light"));
                if (form.Problems.Count == 0 && last <= first)
                {
                    form.Problems.Add(
                        RespondProblems.LightTurned(form["first_light"], form["last_light"]).At("last_light")
                    );
                }
                if (
                    !double.TryParse(
                        form["detour"].Replace(',', '.'),
                        NumberStyles.AllowDecimalPoint,
                        CultureInfo.InvariantCulture,
                        out var detour
                    ) || detour is < 1 or > 5
                )
                {
                    form.Problems.Add(RespondProblems.DetourOutside(form["detour"]).At("detour"));
                }
                return Task.FromResult<Func<WriteScope, Task<Problem?>>>(async tx =>
                {
                    await fleet.LimitAsync(tx, new MovementLimits(first, last, detour), Caller.Of(http)!);
                    return null;
                });
            },
            ct
        );

    private static TimeOnly Hour(Typed form, string field)
    {
        if (
            !TimeOnly.TryParseExact(
                form[field],
                ["HH:mm", "HH:mm:ss"],
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var hour
            )
        )
        {
            form.Problems.Add(RespondProblems.NotAnHour(form[field]).At(field));
        }
        return hour;
    }

    private static Dictionary<string, string> Of(FleetVehicle v, MovementBoard board) =>
        new()
        {
            ["id"] = v.VehicleId.ToString(),
            ["version"] = Number(v.Version),
            ["name"] = v.Name,
            ["kind"] = v.Kind,
            ["seats"] = Number(v.Seats),
            ["cargo"] = Number(v.CargoKg),
            ["speed"] = Number(v.Speed),
            ["base"] = board.PlaceName(v.BaseKey),
            ["after_dark"] = v.AfterDark ? "1" : "",
            ["retired"] = v.Retired ? "1" : "",
        };

    private static Dictionary<string, string> Of(FleetEscort e, MovementBoard board) =>
        new()
        {
            ["id"] = e.EscortId.ToString(),
            ["version"] = Number(e.Version),
            ["name"] = e.Name,
            ["component"] = e.Component,
            ["at_once"] = Number(e.AtOnce),
            ["guards"] = Number(e.Guards),
            ["base"] = board.PlaceName(e.BaseKey),
            ["after_dark"] = e.AfterDark ? "1" : "",
            ["retired"] = e.Retired ? "1" : "",
        };

    private static string Number(int n) => n.ToString(CultureInfo.InvariantCulture);

    public static IResult Page(FleetModel model) =>
        new RazorComponentResult<FleetPage>(new { Model = model })
        {
            StatusCode = model.Problems.Count == 0 ? StatusCodes.Status200OK : model.Problems.Max(p => p.Status),
        };
}

/// <summary>Takes a form of the fleet's page: read, refused with everything typed, or written.</summary>
internal sealed class FleetKeeping(
    Database database,
    MovementBook book,
    PlaceBook places,
    Installation house,
    TimeProvider clock
)
{
    public async Task<IResult> KeepAsync(
        string name,
        IFormCollection sent,
        Caller caller,
        Func<Typed, PlaceBook, TimeProvider, Task<Func<WriteScope, Task<Problem?>>>> read,
        CancellationToken ct
    )
    {
        var form = new Typed(sent, house.Zone);
        var write = await read(form, places, clock);
        if (form.Problems.Count == 0 && await database.WriteAsync(write, ct) is { } refused)
        {
            form.Problems.Add(refused);
        }
        if (form.Problems.Count == 0)
        {
            return Results.LocalRedirect("/movements/fleet");
        }
        // The page has two forms with fields of the same names: those of the second have ids of their own.
        var problems = form.Problems.ConvertAll(p => name == "escorts" && p.Field is { } f ? p.At("escorts-" + f) : p);
        return KeepFleet.Page(
            new FleetModel(await book.BoardAsync(ct), caller, name, form.Fields, Ids.New(clock), problems)
        );
    }
}

/// <param name="Form">vehicles, escorts, times or limits: the one that is filled; else none.</param>
/// <param name="NewId">Of what is added next.</param>
public sealed record FleetModel(
    MovementBoard Board,
    Caller Caller,
    string Form,
    IReadOnlyDictionary<string, string> Typed,
    Guid NewId,
    IReadOnlyList<Problem> Problems
)
{
    public bool MayKeep => Caller.May(Permission.Respond);
}
