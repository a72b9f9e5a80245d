using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Sealing;
using Toguna.Foundation.Storage;
using Toguna.Gather;
using Toguna.Record;

namespace Toguna.Desk.Triage;

/// <summary>What a duty officer decides on a report: link it, ask its reporter, set it aside, pass it on. A new incident is made by its own form.</summary>
internal static class DecideReport
{
    /// <summary>Why a report is set aside.</summary>
    public static readonly IReadOnlyList<string> Reasons =
    [
        "duplicate",
        "not_credible",
        "out_of_area",
        "no_harm",
        "test",
        "other",
    ];

    private static readonly Dictionary<string, Guid> Compartment = new()
    {
        ["conduct"] = Compartments.Conduct,
        ["mara"] = Compartments.Mara,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/reports/{id:guid}", DecideAsync).Needs(Permission.Triage).KeepsTyped();

    private static async Task<IResult> DecideAsync(
        Guid id,
        HttpContext http,
        ReportDesk desk,
        TriageBook triage,
        EvidenceBook evidence,
        SealedFields sealing,
        Database database,
        CancellationToken ct
    )
    {
        var caller = Caller.Of(http)!;
        var sent = await http.Request.ReadFormAsync(ct);
        var typed = sent.Where(f => !f.Key.StartsWith('_')).ToDictionary(f => f.Key, f => f.Value.ToString());
        var report = await triage.FindAsync(id, caller, ct) ?? throw FoundationProblems.NotFound(id.ToString()).Raise();
        // Before the decision: it takes the report out of the queue.
        var next = await triage.NextAsync(report, caller, ct);
        var version = int.TryParse(typed.GetValueOrDefault("version"), CultureInfo.InvariantCulture, out var v) ? v : 0;
        var answer = typed.GetValueOrDefault("do", "");
        var refused =
            (answer is "ask" or "receipt" ? await RefuseContactAsync(database, report, ct) : null)
            ?? Refuse(answer, typed);
        if (refused is null && answer == "ask")
        {
            return await AskAsync(id, version, caller, desk, triage, sealing, database, ct);
        }
        if (refused is null && answer == "receipt")
        {
            var code = await database.WriteAsync(tx => triage.GiveReceiptAsync(tx, id, caller), ct);
            return ShowReport.Page(await desk.ModelAsync(id, caller, ct) with { Receipt = code });
        }
        refused ??= answer switch
        {
            "link" => (await evidence.LinkAsync(id, typed["incident"], version, caller, ct)).Problem,
            "set_aside" => await database.WriteAsync(
                tx => triage.DecideAsync(tx, id, caller, TriageState.SetAside, version, typed["reason"]),
                ct
            ),
            "reopen" => await database.WriteAsync(
                tx => triage.DecideAsync(tx, id, caller, TriageState.Open, version),
                ct
            ),
            _ => await database.WriteAsync(
                tx => triage.PassOnAsync(tx, id, Compartment[typed["compartment"]], caller, version),
                ct
            ),
        };
        return refused is not null
                ? ShowReport.Page(await desk.ModelAsync(id, caller, ct) with { Problems = [refused], Typed = typed })
            : next is { } following ? Results.LocalRedirect($"/reports/{following}")
            : Results.LocalRedirect("/triage");
    }

    private static Problem? Refuse(string answer, Dictionary<string, string> typed) =>
        answer switch
        {
            "link" when typed.GetValueOrDefault("incident", "").Trim().Length > 0 => null,
            "link" => RecordProblems.IncidentUnknown("").At("incident"),
            "set_aside" when Reasons.Contains(typed.GetValueOrDefault("reason")) => null,
            "set_aside" => GatherProblems.ReasonMissing(string.Join(", ", Reasons)).At("reason"),
            "pass_on" when Compartment.ContainsKey(typed.GetValueOrDefault("compartment", "")) => null,
            "pass_on" => GatherProblems
                .NotOffered(typed.GetValueOrDefault("compartment", ""), string.Join(", ", Compartment.Keys))
                .At("compartment"),
            "ask" or "receipt" => typed.GetValueOrDefault("exposes") switch
            {
                "no" => null,
                "yes" => GatherProblems.WouldExpose().At("exposes"),
                _ => GatherProblems.ExposureUnanswered().At("exposes"),
            },
            "reopen" => null,
            _ => GatherProblems.NotOffered(answer, "link, ask, receipt, set_aside, pass_on, reopen"),
        };

    /// <summary>Nobody is asked who has not agreed to it.</summary>
    private static async Task<Problem?> RefuseContactAsync(Database database, TriageReport report, CancellationToken ct)
    {
        await using var c = await database.OpenAsync(ct);
        var now = await Consents.NowAsync(c, new ConsentOf(SealedSources.Kind, report.SourceId));
        return now.TryGetValue(Consents.Contact, out var said) && said.Given
            ? null
            : GatherProblems.NoContactConsent().At("exposes");
    }

    /// <summary>It stays in the officer's sight until there is an answer; who may read sealed fields sees how to reach the reporter.</summary>
    private static async Task<IResult> AskAsync(
        Guid id,
        int version,
        Caller caller,
        ReportDesk desk,
        TriageBook triage,
        SealedFields sealing,
        Database database,
        CancellationToken ct
    )
    {
        var (problem, contact) = await database.WriteAsync<(Problem?, string?)>(
            async tx =>
            {
                var opened = caller.May(Permission.Unseal)
                    ? await sealing.OpenAsync(tx, caller, ReadPurpose.Contact, SealedSources.Contact, [id])
                    : null;
                return (
                    await triage.DecideAsync(tx, id, caller, TriageState.Asked, version, exposes: "no"),
                    opened?.GetValueOrDefault(id)
                );
            },
            ct
        );
        var now = await desk.ModelAsync(id, caller, ct);
        return problem is not null ? ShowReport.Page(now with { Problems = [problem] })
            : contact is null ? Results.LocalRedirect($"/reports/{id}")
            : ShowReport.Page(now with { Contact = JsonSerializer.Deserialize<Dictionary<string, string>>(contact) });
    }
}
