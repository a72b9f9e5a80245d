using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;

namespace Toguna.Record.Exports;

/// <summary>The page <c>/exports</c>: what left, for whom, and what of it its source has withdrawn since.</summary>
internal static class ListExports
{
    private const int Size = 50;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/exports", ShowAsync).Needs(Permission.Export);

    private static async Task<IResult> ShowAsync(
        HttpContext http,
        Database database,
        int page = 1,
        CancellationToken ct = default
    )
    {
        var caller = Caller.Of(http)!;
        page = Math.Clamp(page, 1, 100_000);
        await using var c = await database.OpenAsync(ct);
        // One's own; who watches over sources sees all.
        var exports = await ExportLedger.ListAsync(c, caller.May(Permission.Unseal) ? null : caller.Id, page, Size + 1);
        var shown = exports.Take(Size).ToList();
        return new RazorComponentResult<ListExportsPage>(
            new
            {
                Model = new ListExportsModel(
                    shown,
                    await ExportLedger.WithdrawnAsync(c, database.Engine, shown.Select(e => e.ExportId), caller),
                    await People.NamesAsync(c, database.Engine, shown.Select(e => e.ByUser)),
                    page,
                    exports.Count > Size
                ),
            }
        );
    }
}

/// <param name="Withdrawn">By export: incidents that may no longer be used so.</param>
public sealed record ListExportsModel(
    IReadOnlyList<ExportMade> Exports,
    ILookup<Guid, Withdrawn> Withdrawn,
    IReadOnlyDictionary<string, string> People,
    int Page,
    bool More
);
