using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;

namespace Toguna.Gather.Sources;

/// <summary>Somebody invites a source to report by the web form, or takes that back.</summary>
internal static class InviteReporter
{
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapPost("/{id:guid}/invitations", InviteAsync);
        pages.MapPost("/{id:guid}/invitations/withdraw", WithdrawAsync);
    }

    private static async Task<IResult> InviteAsync(
        Guid id,
        [FromForm] string? uses,
        [FromForm] string? days,
        HttpContext http,
        Database database,
        Invitations invitations,
        CancellationToken ct
    )
    {
        var caller = Caller.Of(http)!;
        var source = await SourceReading.NeedAsync(database, caller, id, ct);
        var problems = Refuse(source, uses, days);
        if (problems.Count > 0)
        {
            return await ShowSource.RefusedAsync(http, database, id, problems, ct);
        }
        var code = await database.WriteAsync(
            tx => invitations.MakeAsync(tx, caller, id, NumberOf(uses), NumberOf(days)),
            ct
        );
        // Answered and not led on: the code is shown this once.
        http.Response.Headers.CacheControl = "no-store";
        return await ShowSource.InvitedAsync(http, database, id, code, ct);
    }

    private static async Task<IResult> WithdrawAsync(
        Guid id,
        [FromForm] string? invitation,
        HttpContext http,
        Database database,
        Invitations invitations,
        CancellationToken ct
    )
    {
        var caller = Caller.Of(http)!;
        await SourceReading.NeedAsync(database, caller, id, ct);
        var done = await database.WriteAsync(tx => invitations.WithdrawAsync(tx, caller, id, invitation ?? ""), ct);
        return done
            ? Results.LocalRedirect($"/sources/{id}#invitations")
            : throw GatherProblems.InvitationGone(invitation ?? "").Raise();
    }

    private static List<Problem> Refuse(SourceLine source, string? uses, string? days)
    {
        Problem?[] problems =
        [
            source.IsDataset ? GatherProblems.InvitedDataset(source.CodeName).At("uses") : null,
            NumberOf(uses) is >= 1 and <= Invitations.MostUses
                ? null
                : GatherProblems.NumberNeeded(uses ?? "", 1, Invitations.MostUses).At("uses"),
            NumberOf(days) is >= 1 and <= Invitations.MostDays
                ? null
                : GatherProblems.NumberNeeded(days ?? "", 1, Invitations.MostDays).At("days"),
        ];
        return [.. problems.OfType<Problem>()];
    }

    /// <returns>−1 for what is no number.</returns>
    private static int NumberOf(string? typed) =>
        int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
}
