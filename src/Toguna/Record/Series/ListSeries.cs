using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation.Access;

namespace Toguna.Record.Series;

/// <summary>The page <c>/series</c>: which series there are, from whom, of where and when.</summary>
internal static class ListSeries
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/series", ShowAsync).Needs(Permission.Read);

    private static async Task<IResult> ShowAsync(
        HttpContext http,
        SeriesBook book,
        Guid? import = null,
        CancellationToken ct = default
    )
    {
        var caller = Caller.Of(http)!;
        var model = new ListSeriesModel(
            await book.ListAsync(caller, import, ct),
            import is not null,
            caller.May(Permission.Import)
        );
        return new RazorComponentResult<ListSeriesPage>(new { Model = model });
    }
}

/// <param name="OfImport">Only those that one import brought.</param>
public sealed record ListSeriesModel(IReadOnlyList<SeriesLine> Lines, bool OfImport, bool MayImport);
