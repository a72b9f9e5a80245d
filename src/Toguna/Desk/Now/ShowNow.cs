using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Desk.Place;
using Toguna.Desk.Views;
using Toguna.Foundation.Access;
using Toguna.Foundation.Design;
using Toguna.Gather;
using Toguna.Record;
using Toguna.Warn;

namespace Toguna.Desk.Now;

/// <summary>The page Now: what changed since the reader's last visit, what is new near places they follow, what needs them.</summary>
internal static class ShowNow
{
    private const int Shown = 10;
    private const int Around = 50;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/now", ShowAsync).Needs(Permission.Read);

    private static async Task<IResult> ShowAsync(
        HttpContext http,
        Visits visits,
        IncidentBook book,
        FollowedPlaces followed,
        PlaceBook places,
        ViewLines views,
        ImportBook imports,
        AlertBook alerts,
        NoticeBook notices,
        SignalBook signals,
        TimeProvider clock,
        Installation house,
        CancellationToken ct
    )
    {
        var caller = Caller.Of(http)!;
        var before = await visits.ComeAsync(caller, ct);
        var changed = before is { } since ? IncidentFilter.None with { Since = since } : null;
        var now = clock.GetUtcNow();
        var mayWrite = caller.May(Permission.Write);
        var model = new NowModel(
            before,
            changed,
            // On a first visit everything is new: the newest by date say more.
            await book.ListAsync(
                changed ?? IncidentFilter.None,
                caller,
                changed is null ? IncidentSort.When : IncidentSort.Number,
                size: Shown,
                ct: ct
            ),
            await NearAsync(await followed.ListAsync(caller, ct), places, book, caller, before, ct),
            await views.ReadAsync(caller, ct),
            mayWrite ? await NeedsAsync(book, caller, ct) : [],
            caller.May(Permission.Import) ? await imports.WaitingAsync(ct) : [],
            await alerts.OpenAsync(caller, Shown, ct),
            await alerts.CountAsync(caller, now, ct),
            await notices.OfAsync(caller, unseen: true, Shown, ct),
            now,
            house.IsSample && !http.Request.Cookies.ContainsKey(TourStep.Cookie)
        )
        {
            SignalsWaiting = await signals.WaitingAsync(caller, ct),
        };
        return new RazorComponentResult<NowPage>(new { Model = model });
    }

    private static async Task<IReadOnlyList<NearPlace>> NearAsync(
        IReadOnlyList<Guid> followed,
        PlaceBook places,
        IncidentBook book,
        Caller caller,
        DateTimeOffset? before,
        CancellationToken ct
    )
    {
        var near = new List<NearPlace>();
        foreach (var id in followed)
        {
            var place = await places.GetAsync(id, ct);
            var scope = PlaceScope.Of(place, Around);
            var filter = scope.Around ?? scope.Here;
            var fresh = before is { } since ? filter with { Since = since } : filter;
            near.Add(
                new NearPlace(
                    place.Place,
                    fresh,
                    (await book.TotalsAsync(fresh, caller, ct: ct)).Incidents,
                    (await book.ListAsync(filter, caller, size: 1, ct: ct)).Rows is [var newest, ..] ? newest : null
                )
            );
        }
        return near;
    }

    /// <summary>Findings that wait for somebody who may write.</summary>
    private static async Task<IReadOnlyList<Need>> NeedsAsync(IncidentBook book, Caller caller, CancellationToken ct)
    {
        var needs = new List<Need>();
        foreach (
            var (key, filter) in new[]
            {
                ("need_under", IncidentFilter.None with { Findings = ["under"] }),
                ("need_contested", IncidentFilter.None with { Findings = ["contested"] }),
                ("need_warnings", IncidentFilter.None with { Warnings = true, Edited = false }),
            }
        )
        {
            var count = (await book.TotalsAsync(filter, caller, ct: ct)).Incidents;
            if (count > 0)
            {
                needs.Add(new Need(key, filter, count));
            }
        }
        return needs;
    }
}

/// <param name="Fresh">Incidents in or around it that are new or changed since the reader's last visit.</param>
/// <param name="Newest">The newest by date; null: none.</param>
public sealed record NearPlace(PlaceHit Place, IncidentFilter Fresh, long Incidents, IncidentSummary? Newest);

/// <param name="Key">Key of its words.</param>
public sealed record Need(string Key, IncidentFilter Filter, long Incidents);

/// <param name="Before">End of the reader's last visit; null: this is the first.</param>
/// <param name="Changed">New or changed since then; null on the first visit.</param>
/// <param name="Newest">The newest of them; on the first visit the newest of all.</param>
/// <param name="Alerts">Open ones, what is due soonest first.</param>
/// <param name="Told">What the reader was told and has not opened.</param>
/// <param name="OfferTour">The sample mission has a tour that the reader was not asked about yet.</param>
public sealed record NowModel(
    DateTimeOffset? Before,
    IncidentFilter? Changed,
    IncidentPage Newest,
    IReadOnlyList<NearPlace> Near,
    IReadOnlyList<ViewLine> Views,
    IReadOnlyList<Need> Needs,
    IReadOnlyList<WaitingImport> Imports,
    IReadOnlyList<Alert> Alerts,
    (long Open, long Overdue) AlertCount,
    IReadOnlyList<TellingLine> Told,
    DateTimeOffset Now,
    bool OfferTour
)
{
    /// <summary>Signals on which nobody has decided.</summary>
    public long SignalsWaiting { get; init; }
}
