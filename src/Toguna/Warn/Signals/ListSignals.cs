using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Record;

namespace Toguna.Warn.Signals;

/// <summary>The page <c>/signals</c>: what detectors saw, the newest week first, each for a decision.</summary>
internal static class ListSignals
{
    /// <summary>Weeks that are shown, and lines of each but the first.</summary>
    private const int Weeks = 8;
    private const int Lines = 8;

    /// <summary>Weeks that are named: two years of them.</summary>
    private const int Named = 104;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/signals", ShowAsync).Needs(Permission.Read);

    /// <param name="week">2026-W47; none: the newest that has signals, with those before it below.</param>
    private static async Task<IResult> ShowAsync(
        HttpContext http,
        SignalBook book,
        CancellationToken ct,
        string? week = null,
        int page = 1
    )
    {
        var caller = Caller.Of(http)!;
        SignalBook.Demand(caller);
        page = Math.Clamp(page, 1, 100_000);
        var weeks = await book.WeeksAsync(caller, week is null ? Named : int.MaxValue, ct);
        if (week is not null)
        {
            weeks = [.. weeks.Where(w => w.Week == week)];
            if (Week.Parse(week) is null)
            {
                throw FoundationProblems.NotFound(week).Raise();
            }
        }
        var shown = new List<WeekShown>();
        foreach (var (of, signals, waiting) in weeks.Take(Weeks))
        {
            var isFirst = shown.Count == 0;
            shown.Add(
                new WeekShown(
                    Week.Parse(of)!.Value,
                    signals,
                    waiting,
                    isFirst
                        ? await SignalCardModel.ManyAsync(
                            book,
                            await book.OfWeekAsync(of, caller, page, ct: ct),
                            caller,
                            ct
                        )
                        : [],
                    isFirst ? [] : await book.OfWeekAsync(of, caller, size: Lines, ct: ct)
                )
            );
        }
        return new RazorComponentResult<ListSignalsPage>(
            new
            {
                Model = new ListSignalsModel(
                    await book.WaitingAsync(caller, ct),
                    shown,
                    [.. weeks.Skip(Weeks).Select(w => (Week.Parse(w.Week)!.Value, w.Signals, w.Waiting))],
                    week,
                    page
                ),
            }
        );
    }
}

/// <param name="Cards">Of the first week: whole, to be decided on.</param>
/// <param name="Lines">Of the others.</param>
public sealed record WeekShown(
    Week Week,
    long Signals,
    long Waiting,
    IReadOnlyList<SignalCardModel> Cards,
    IReadOnlyList<Signal> Lines
);

/// <param name="Waiting">On all.</param>
/// <param name="Earlier">Weeks that are only named.</param>
/// <param name="Week">That was asked for; null: none.</param>
public sealed record ListSignalsModel(
    long Waiting,
    IReadOnlyList<WeekShown> Weeks,
    IReadOnlyList<(Week Week, long Signals, long Waiting)> Earlier,
    string? Week,
    int Page
);

/// <summary>A signal with its incidents and what its reader may do.</summary>
/// <param name="Incidents">The first few that the reader may know of.</param>
/// <param name="IsOne">It stands on a page of its own.</param>
public sealed record SignalCardModel(
    Signal Signal,
    IReadOnlyList<IncidentHit> Incidents,
    bool MayWarn,
    bool IsOne,
    IReadOnlyList<Problem> Problems
)
{
    /// <summary>Incidents that a card names.</summary>
    private const int Few = 6;

    /// <summary>Incidents that a page of one signal names.</summary>
    public const int Many = 200;

    public static async Task<IReadOnlyList<SignalCardModel>> ManyAsync(
        SignalBook book,
        IReadOnlyList<Signal> signals,
        Caller caller,
        CancellationToken ct
    )
    {
        var cards = new List<SignalCardModel>();
        foreach (var s in signals)
        {
            cards.Add(
                new SignalCardModel(
                    s,
                    await book.IncidentsAsync(s.SignalId, caller, Few, ct),
                    caller.May(Permission.Warn),
                    false,
                    []
                )
            );
        }
        return cards;
    }
}
