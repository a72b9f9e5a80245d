using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Methods.Text;

namespace Toguna.Gather.Sources;

/// <summary>The page <c>/sources</c>: who and what the mission hears from, by code name.</summary>
internal static class ListSources
{
    private const int Shown = 60;

    public static void Map(IEndpointRouteBuilder pages) => pages.MapGet("", ShowAsync);

    private static async Task<IResult> ShowAsync(
        HttpContext http,
        Database database,
        string? q = null,
        int page = 1,
        CancellationToken ct = default
    )
    {
        var caller = Caller.Of(http)!;
        await using var c = await database.OpenAsync(ct);
        var words = Fold.Key(q);
        var all = (await SourceReading.AllAsync(c, caller))
            .Where(s => Fold.Key(s.CodeName).Contains(words, StringComparison.Ordinal))
            .ToList();
        var pages = Math.Max(1, (all.Count + Shown - 1) / Shown);
        page = Math.Clamp(page, 1, pages);
        var model = new ListSourcesModel(
            [.. all.Skip((page - 1) * Shown).Take(Shown)],
            all.Count,
            all.Count(s => s.Reliability is null or DecideGrade.CannotBeJudged),
            page,
            pages,
            q,
            caller.May(Permission.Unseal)
        );
        return new RazorComponentResult<ListSourcesPage>(new { Model = model });
    }
}

/// <param name="Total">Sources on all pages.</param>
/// <param name="Unjudged">Those of them that nobody could grade yet.</param>
public sealed record ListSourcesModel(
    IReadOnlyList<SourceLine> Rows,
    int Total,
    int Unjudged,
    int Page,
    int Pages,
    string? Query,
    bool MayUnseal
)
{
    public string At(int page) =>
        $"/sources?page={page}" + (string.IsNullOrEmpty(Query) ? "" : $"&q={Uri.EscapeDataString(Query)}");
}
