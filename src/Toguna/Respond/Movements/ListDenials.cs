using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Design;
using Toguna.Foundation.Storage;
using Cell = Toguna.Formats.Spreadsheet.Cell;

namespace Toguna.Respond.Movements;

/// <summary>The page <c>/movements/denied</c>: who did not let the mission pass, by who and month, and the same as a file.</summary>
internal static class ListDenials
{
    private static readonly string[] Header =
    [
        "denial",
        "kind",
        "by",
        "by_whom",
        "at",
        "place",
        "stated_reason",
        "notified",
        "movement",
        "alert",
        "logged_at",
        "counted_as",
    ];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/movements/denied", ShowAsync).Needs(Permission.Act);
        routes.MapGet("/movements/denied/export", ExportAsync).Needs(Permission.Act).Needs(Permission.Export);
    }

    private static async Task<IResult> ShowAsync(
        HttpContext http,
        DenialBook book,
        MovementBook movements,
        Installation house,
        CancellationToken ct
    )
    {
        var caller = Caller.Of(http)!;
        var all = await book.AllAsync(ct);
        return new RazorComponentResult<DenialsPage>(
            new
            {
                Model = new DenialsModel(
                    all,
                    DenialBook.Counts(all, house.Zone),
                    await movements.AlertsAsync(all.Select(d => d.AlertId), caller, ct),
                    caller
                ),
            }
        );
    }

    private static async Task<IResult> ExportAsync(
        HttpContext http,
        DenialBook book,
        MovementBook movements,
        Database database,
        AuditLog audit,
        CancellationToken ct
    )
    {
        var caller = Caller.Of(http)!;
        var all = await book.AllAsync(ct);
        var alerts = await movements.AlertsAsync(all.Select(d => d.AlertId), caller, ct);
        await database.WriteAsync(
            tx => audit.AppendAsync(tx, caller.Id, "denials.exported", "denial", new { denials = all.Count }),
            ct
        );
        return CsvAnswer.Of(
            "denied-movements.csv",
            Header,
            all.OrderBy(d => d.Number)
                .Select(d =>
                    new[]
                    {
                        Cell.Of(d.Reference),
                        Cell.Of(d.Kind),
                        Cell.Of(d.ByWhom),
                        Cell.Of(d.ByText ?? ""),
                        Cell.Of(Dialect.Instant(d.At)),
                        Cell.Of(d.PlaceText),
                        Cell.Of(d.Stated),
                        Cell.Of(d.Notified),
                        Cell.Of(d.Movement ?? ""),
                        Cell.Of(d.AlertId is { } alert ? alerts.GetValueOrDefault(alert, "") : ""),
                        Cell.Of(Dialect.Instant(d.LoggedAt)),
                        Cell.Of(
                            d.StruckAt is not null ? "struck_out"
                            : d.Exercise ? "exercise"
                            : "counted"
                        ),
                    }
                )
        );
    }
}

/// <param name="Alerts">References of those alerts that the reader may know of.</param>
public sealed record DenialsModel(
    IReadOnlyList<Denial> Denials,
    IReadOnlyList<(string Month, string ByWhom, int Count)> Counts,
    IReadOnlyDictionary<Guid, string> Alerts,
    Caller Caller
)
{
    public bool MayExport => Caller.May(Permission.Export);

    public bool MayStrike => Caller.May(Permission.Respond);
}
