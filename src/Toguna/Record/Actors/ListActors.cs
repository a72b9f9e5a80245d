using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;

namespace Toguna.Record.Actors;

/// <summary>The page <c>/actors</c>: who stands in the incidents that the reader may see, the most incidents first.</summary>
internal static class ListActors
{
    private const int Shown = 60;
    private const int Longest = 100;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/actors", ShowAsync).Needs(Permission.Read);

    private static async Task<IResult> ShowAsync(
        HttpContext http,
        IncidentBook book,
        ActorSearch search,
        string? q = null,
        string? kind = null,
        int page = 1,
        CancellationToken ct = default
    )
    {
        var caller = Caller.Of(http)!;
        var problems = new List<Problem>();
        if (q?.Length > Longest)
        {
            problems.Add(RecordProblems.FilterTooLong("q", Longest).At("q"));
            q = null;
        }
        if (!string.IsNullOrEmpty(kind) && !ActorKinds.All.Contains(kind))
        {
            problems.Add(RecordProblems.FilterCode("kind", kind, string.Join(", ", ActorKinds.All)).At("kind"));
            kind = null;
        }
        var all = await search.KnownAsync(q, kind, caller, ct);
        var held = (await book.GroupsAsync(IncidentFilter.None, caller, "actor", ct: ct))
            .Where(g => g.Key is not null)
            .ToDictionary(g => g.Key!);
        var last = Math.Max(1, (all.Count + Shown - 1) / Shown);
        page = Math.Clamp(page, 1, last);
        var rows = all.Skip((page - 1) * Shown)
            .Take(Shown)
            .Select(a => new ActorLine(a.Actor, a.Involved, held.GetValueOrDefault(a.Involved.Key!)));
        var model = new ListActorsModel([.. rows], all.Count, page, last, q, kind, problems);
        return new RazorComponentResult<ListActorsPage>(new { Model = model })
        {
            StatusCode = problems.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
        };
    }
}

/// <param name="Involved">The incidents in which it took part or is held responsible.</param>
/// <param name="Held">Those for which it is held responsible; null: none.</param>
public sealed record ActorLine(ActorFacts Actor, IncidentGroup Involved, IncidentGroup? Held);

/// <param name="Total">Actors on all pages.</param>
public sealed record ListActorsModel(
    IReadOnlyList<ActorLine> Rows,
    int Total,
    int Page,
    int Pages,
    string? Query,
    string? Kind,
    IReadOnlyList<Problem> Problems
)
{
    public long Scale { get; } = Rows.Select(r => r.Held?.CiviliansKilled.Largest ?? 0).Append(1).Max();

    public string At(int page)
    {
        var query = new List<string>();
        Add("q", Query);
        Add("kind", Kind);
        Add("page", page == 1 ? null : page.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return query.Count == 0 ? "/actors" : "/actors?" + string.Join('&', query);

        void Add(string key, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                query.Add($"{key}={Uri.EscapeDataString(value)}");
            }
        }
    }
}
