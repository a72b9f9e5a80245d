using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;

namespace Toguna.Record.Series;

/// <summary>The page of one value: source, file, line and the row itself, and what it was before.</summary>
internal static class ShowValue
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/series/{id:guid}/value", ShowAsync).Needs(Permission.Read);

    private static async Task<IResult> ShowAsync(
        Guid id,
        HttpContext http,
        SeriesBook book,
        PlaceBook places,
        Guid place,
        string period,
        CancellationToken ct
    )
    {
        var caller = Caller.Of(http)!;
        var series = await book.GetAsync(id, caller, ct);
        var when = Period.Parse(period) ?? throw FoundationProblems.NotFound(period).Raise();
        var model = new ShowValueModel(
            series,
            (await places.GetAsync(place, ct)).Place,
            when,
            await book.WordsAsync(series, place, when, ct),
            caller.May(Permission.Import)
        );
        return new RazorComponentResult<ShowValuePage>(new { Model = model });
    }
}

/// <param name="Words">The value that stands, then what it was before, the newest first.</param>
public sealed record ShowValueModel(
    SeriesHead Series,
    PlaceHit Place,
    Period Period,
    IReadOnlyList<SeriesWord> Words,
    bool MayImport
);
