using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation.Access;

namespace Toguna.Warn.Signals;

/// <summary>The page <c>/signals/record</c>: after how many signals more than usual came, by detector, and of how many it is not known.</summary>
internal static class ShowSignalRecord
{
    private const int Most = 100;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/signals/record", ShowAsync).Needs(Permission.Read);

    private static async Task<IResult> ShowAsync(HttpContext http, SignalBook book, CancellationToken ct)
    {
        var caller = Caller.Of(http)!;
        SignalBook.Demand(caller);
        return new RazorComponentResult<SignalRecordPage>(
            new
            {
                Model = new SignalRecordModel(
                    await book.RecordAsync(caller, ct),
                    await book.ScoredAsync(caller, Most, ct),
                    await book.RunsAsync(caller, ct)
                ),
            }
        );
    }
}

/// <param name="Runs">What each detector judged last.</param>
public sealed record SignalRecordModel(
    IReadOnlyList<SignalRecord> Detectors,
    IReadOnlyList<Signal> Scored,
    IReadOnlyList<SignalRun> Runs
)
{
    public SignalRecord All { get; } =
        new(
            "",
            Detectors.Sum(d => d.Followed),
            Detectors.Sum(d => d.Known),
            Detectors.Sum(d => d.Waiting),
            Detectors.Sum(d => d.ByChance)
        );
}
