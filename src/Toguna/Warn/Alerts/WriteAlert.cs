using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Design;
using Toguna.Foundation.Storage;
using Toguna.Gather;
using Toguna.Methods.Text;
using Toguna.Record;

namespace Toguna.Warn.Alerts;

/// <summary>The forms of an alert: <c>/alerts/new</c>, by hand or from a report, an incident or a signal, and <c>/alerts/AL-0091/edit</c>.</summary>
internal static class WriteAlert
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var forms = routes.MapGroup("/alerts").Needs(Permission.Warn);
        forms.MapGet("/new", OpenNewAsync);
        forms.MapPost("/new", RaiseAsync).KeepsTyped();
        forms.MapGet("/{id}/edit", OpenAsync);
        forms.MapPost("/{id}/edit", UpdateAsync).KeepsTyped();
    }

    private static async Task<IResult> OpenNewAsync(
        Guid? from,
        string? incident,
        Guid? cap,
        Guid? forecast,
        string? signal,
        HttpContext http,
        TriageBook triage,
        IncidentBook incidents,
        CapInBook messages,
        ForecastBook forecasts,
        SignalBook signals,
        Installation house,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var caller = Caller.Of(http)!;
        var fields = new Dictionary<string, string>();
        if (from is { } id)
        {
            var report = await triage.FindAsync(id, caller, ct) ?? throw FoundationProblems.NotFound("report").Raise();
            return Page(http, AlertForm.Of(Ids.New(clock), report), null, []);
        }
        if (cap is { } message)
        {
            var arrived = await messages.FindAsync(message, ct) ?? throw WarnProblems.CapUnknown(message).Raise();
            return Page(http, AlertForm.Of(Ids.New(clock), arrived, house.Zone), null, []);
        }
        if (forecast is { } said)
        {
            var found = await forecasts.FindAsync(said, caller, ct) ?? throw WarnProblems.ForecastUnknown(said).Raise();
            return Page(http, AlertForm.Of(Ids.New(clock), found, house.Zone, clock.GetUtcNow()), null, []);
        }
        if (signal is { Length: > 0 })
        {
            var seen = await signals.FindAsync(signal, caller, ct) ?? throw WarnProblems.SignalUnknown(signal).Raise();
            return Page(http, AlertForm.Of(Ids.New(clock), seen), null, []);
        }
        if (incident is { Length: > 0 })
        {
            var about =
                await incidents.OneAsync(incident, caller, ct)
                ?? throw RecordProblems.IncidentUnknown(incident).Raise();
            fields["incident"] = about.Reference;
            fields["place"] = about.PlaceText ?? "";
            fields["classification"] = about.Classification.ToString(CultureInfo.InvariantCulture);
        }
        return Page(http, new AlertForm(Ids.New(clock), fields), null, []);
    }

    /// <summary>Kept as a draft, or issued at once: in an emergency one form and one button.</summary>
    private static async Task<IResult> RaiseAsync(
        IFormCollection sent,
        HttpContext http,
        AlertSteps steps,
        TriageBook triage,
        IncidentBook incidents,
        PlaceBook places,
        CapInBook messages,
        ForecastBook forecasts,
        SignalBook signals,
        Installation house,
        Database database,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var caller = Caller.Of(http)!;
        var form = AlertForm.Read(
            sent,
            Guid.TryParse(sent["id"], out var made) && made != Guid.Empty ? made : Ids.New(clock)
        );
        var now = clock.GetUtcNow();
        var (facts, problems) = form.Decide(
            await places.NamedAsync(form["place"], ct),
            house.Zone,
            now,
            caller.Reach.Clearance
        );
        var basis = new List<(string, Guid)>();
        var report =
            form["report"].Length == 0 ? null
            : Guid.TryParse(form["report"], out var id) ? await triage.FindAsync(id, caller, ct)
            : null;
        if (form["report"].Length > 0 && report is null)
        {
            problems = [.. problems, WarnProblems.BasisUnknown(form["report"])];
        }
        else if (report is not null)
        {
            basis.Add((AlertBasis.Report, report.ReportId));
        }
        IncidentHit? about = null;
        if (form["incident"].Length > 0)
        {
            about = await incidents.OneAsync(form["incident"], caller, ct);
            if (about is not null && (report is null || about.CompartmentId == report.CompartmentId))
            {
                basis.Add((AlertBasis.Incident, about.IncidentId));
            }
            else
            {
                problems = [.. problems, WarnProblems.BasisUnknown(form["incident"]).At("incident")];
            }
        }
        if (form["forecast"].Length > 0)
        {
            if (
                Guid.TryParse(form["forecast"], out var said)
                && await forecasts.FindAsync(said, caller, ct) is { } forecast
            )
            {
                basis.Add((AlertBasis.Forecast, forecast.ForecastId));
            }
            else
            {
                problems = [.. problems, WarnProblems.BasisUnknown(form["forecast"])];
            }
        }
        var seen = form["signal"].Length == 0 ? null : await signals.FindAsync(form["signal"], caller, ct);
        if (seen is not null)
        {
            basis.Add((AlertBasis.Signal, seen.SignalId));
        }
        else if (form["signal"].Length > 0)
        {
            problems = [.. problems, WarnProblems.BasisUnknown(form["signal"])];
        }
        if (basis.Count > 0 && form["exercise"].Length > 0)
        {
            problems = [.. problems, WarnProblems.DrillOnReal().At("exercise")];
        }
        var arrived = Guid.TryParse(form["cap"], out var cap) ? await messages.FindAsync(cap, ct) : null;
        if (facts is null || problems.Count > 0)
        {
            return Page(http, form, null, problems);
        }
        var alert = new NewAlert(
            form.Id,
            facts,
            form["exercise"].Length > 0,
            // Of the earliest of them: a signal that lay for a day makes an alert that is a day old.
            new[] { report?.ReceivedAt, arrived?.ReceivedAt, seen?.CreatedAt }.Min()
                ?? now,
            basis,
            report?.Component ?? about?.Component,
            report?.CompartmentId ?? about?.CompartmentId
        );
        var issue = sent["do"] == "issue";
        var (number, refused) = await database.WriteAsync<(long, Problem?)>(
            async tx =>
            {
                // Of the same form once more, what it rests on was said with the first.
                var (number, isNew) = await steps.RaiseAsync(tx, alert, caller);
                var reference = Alert.ReferenceOf(number);
                if (await AlertBook.FindAsync(tx, reference, caller) is not { State: AlertState.Draft })
                {
                    return (number, null);
                }
                // Whoever warns has looked at the report: it leaves the queue with this decision.
                if (
                    isNew
                    && report is { State: TriageState.Open or TriageState.Asked }
                    && caller.May(Permission.Triage)
                )
                {
                    await triage.DecideAsync(tx, report.ReportId, caller, TriageState.Alerted);
                }
                if (isNew && arrived is not null)
                {
                    await CapInBook.BecameAsync(tx, arrived.CapId, form.Id, caller);
                }
                if (isNew && seen is not null)
                {
                    await signals.RaisedAsync(tx, seen.SignalId, form.Id, caller);
                }
                return (number, issue ? await steps.IssueAsync(new AlertAt(tx, reference, null, caller)) : null);
            },
            ct
        );
        return refused is null
            ? Results.LocalRedirect("/alerts/" + Alert.ReferenceOf(number))
            : Page(http, form, null, [refused]);
    }

    private static async Task<IResult> OpenAsync(
        string id,
        HttpContext http,
        AlertBook book,
        Installation house,
        CancellationToken ct
    )
    {
        var alert = await book.FindAsync(id, Caller.Of(http)!, ct) ?? throw WarnProblems.AlertUnknown(id).Raise();
        return Page(http, AlertForm.Of(alert, house.Zone), alert, []);
    }

    private static async Task<IResult> UpdateAsync(
        string id,
        IFormCollection sent,
        HttpContext http,
        AlertBook book,
        AlertSteps steps,
        PlaceBook places,
        Installation house,
        Database database,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var caller = Caller.Of(http)!;
        var alert = await book.FindAsync(id, caller, ct) ?? throw WarnProblems.AlertUnknown(id).Raise();
        var form = AlertForm.Read(sent, alert.AlertId);
        var (facts, problems) = form.Decide(
            await places.NamedAsync(form["place"], ct),
            house.Zone,
            clock.GetUtcNow(),
            caller.Reach.Clearance
        );
        if (facts is null)
        {
            return Page(http, form, alert, problems);
        }
        var version = int.TryParse(form["version"], CultureInfo.InvariantCulture, out var seen) ? seen : 0;
        var refused = await database.WriteAsync(
            tx => steps.UpdateAsync(new AlertAt(tx, id, version, caller), facts with { OwnerUser = alert.OwnerUser }),
            ct
        );
        if (refused is null)
        {
            return Results.LocalRedirect("/alerts/" + alert.Reference);
        }
        // Two at once: the second sees the first's version beside what they typed, and saves again on top of it.
        var now = await book.FindAsync(id, caller, ct) ?? throw WarnProblems.AlertUnknown(id).Raise();
        var onTop = new Dictionary<string, string>(form.Fields)
        {
            ["version"] = now.Version.ToString(CultureInfo.InvariantCulture),
        };
        return Page(http, form with { Fields = onTop }, now, [refused], AlertForm.Of(now, house.Zone));
    }

    private static IResult Page(
        HttpContext http,
        AlertForm form,
        Alert? alert,
        IReadOnlyList<Problem> problems,
        AlertForm? theirs = null
    ) =>
        new RazorComponentResult<WriteAlertPage>(
            new { Model = new WriteAlertModel(form, alert, Caller.Of(http)!.Reach.Clearance, problems, theirs) }
        )
        {
            StatusCode = problems.Count == 0 ? StatusCodes.Status200OK : problems.Max(p => p.Status),
        };
}

/// <param name="Alert">That is changed; null: a new one.</param>
/// <param name="Theirs">What somebody else saved since the form was opened; null: nobody did.</param>
public sealed record WriteAlertModel(
    AlertForm Form,
    Alert? Alert,
    int Clearance,
    IReadOnlyList<Problem> Problems,
    AlertForm? Theirs
);
