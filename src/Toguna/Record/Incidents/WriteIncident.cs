using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Gather;
using Toguna.Record.Places;

namespace Toguna.Record.Incidents;

/// <summary>The forms of an incident: <c>/incidents/new</c> and <c>/incidents/INC-0412/edit</c>.</summary>
internal static class WriteIncident
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var forms = routes.MapGroup("/incidents").Needs(Permission.Write);
        forms.MapGet("/new", OpenNewAsync);
        forms
            .MapPost("/new", CreateAsync)
            .WithMetadata(new RequireAntiforgeryTokenAttribute())
            .KeepsTyped()
            .WithFormOptions(valueCountLimit: 4096);
        forms.MapGet("/places", SuggestAsync);
        forms.MapGet("/{id}/edit", OpenAsync);
        forms
            .MapPost("/{id}/edit", EditAsync)
            .WithMetadata(new RequireAntiforgeryTokenAttribute())
            .KeepsTyped()
            .WithFormOptions(valueCountLimit: 4096);
    }

    private static async Task<IResult> OpenNewAsync(
        Guid? draft,
        Guid? from,
        HttpContext http,
        Drafts drafts,
        TriageBook triage,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var caller = Caller.Of(http)!;
        var kept = await drafts.OfAsync(null, caller, ct);
        if (kept.FirstOrDefault(d => d.Form.Id == draft) is { } chosen)
        {
            return Page(http, chosen.Form, null, []);
        }
        var form = IncidentForm.Empty(clock);
        if (from is { } id)
        {
            Fill(form, await triage.FindAsync(id, caller, ct) ?? throw FoundationProblems.NotFound("report").Raise());
        }
        return Page(http, form, null, [], drafts: kept);
    }

    /// <summary>What the reporter said where and when; everything else is for the officer to say.</summary>
    private static void Fill(IncidentForm form, TriageReport report)
    {
        form.Fields["from"] = report.ReportId.ToString();
        form.Fields["place"] = report.PlaceText ?? "";
        form.Fields["date_from"] = Iso(report.DayFrom ?? DateOnly.FromDateTime(report.ReceivedAt.UtcDateTime));
        form.Fields["date_to"] = report.DayTo is { } to && to != report.DayFrom ? Iso(to) : "";
        form.Fields["classification"] = report.Classification.ToString(
            System.Globalization.CultureInfo.InvariantCulture
        );

        static string Iso(DateOnly day) =>
            day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
    }

    private static async Task<IResult> CreateAsync(
        HttpContext http,
        Database database,
        SaveIncident save,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var sent = await SentAsync(http, ct);
        if (!Guid.TryParse(sent["id"], out var id) || id == Guid.Empty)
        {
            throw RecordProblems.FormStale().Raise();
        }
        var form = IncidentForm.Read(sent, id);
        if (Reshape(form, clock))
        {
            return Page(http, form, null, []);
        }
        await FillFromPlaceAsync(form, database, ct);
        var outcome = await save.CreateAsync(form, Caller.Of(http)!, ct);
        return outcome.Number is { } number
            ? Results.Redirect("/incidents/" + IncidentSummary.ReferenceOf(number))
            : Page(http, form, null, outcome.Problems);
    }

    /// <summary>Places that may be meant by what is typed in the form, as choices of its field.</summary>
    private static async Task<IResult> SuggestAsync(Database database, string? place, CancellationToken ct)
    {
        await using var c = await database.OpenAsync(ct);
        var found = string.IsNullOrWhiteSpace(place)
            ? []
            : await PlaceSearch.FindAsync(c, database.Engine, place, limit: 8, ct: ct);
        return new RazorComponentResult<PlaceSuggestions>(
            new
            {
                Model = new PlaceSuggestionsModel(string.IsNullOrWhiteSpace(place) ? null : place, found, "place_id"),
            }
        );
    }

    private static async Task<IResult> OpenAsync(
        string id,
        Guid? draft,
        HttpContext http,
        Drafts drafts,
        Database database,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (snapshot, actors) = await LoadAsync(id, http, database, ct);
        var form = IncidentForm.Of(snapshot, actors);
        form.Fields["sending"] = Ids.New(clock).ToString();
        var kept = await drafts.OfAsync(form.Id, Caller.Of(http)!, ct);
        return draft is not null && kept.Count > 0
            ? Page(http, kept[0].Form, snapshot.Incident.Number, [])
            : Page(http, form, snapshot.Incident.Number, [], drafts: kept);
    }

    private static async Task<IResult> EditAsync(
        string id,
        HttpContext http,
        Database database,
        SaveIncident save,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (snapshot, _) = await LoadAsync(id, http, database, ct);
        var form = IncidentForm.Read(await SentAsync(http, ct), snapshot.Incident.IncidentId);
        var number = snapshot.Incident.Number;
        if (Reshape(form, clock))
        {
            return Page(http, form, number, []);
        }
        await FillFromPlaceAsync(form, database, ct);
        var outcome = await save.EditAsync(form, Caller.Of(http)!, ct);
        if (outcome.Number is not null)
        {
            return Results.Redirect("/incidents/" + IncidentSummary.ReferenceOf(number));
        }
        return Page(http, outcome.Form, number, outcome.Problems, outcome.Merge);
    }

    private static async Task<(IncidentSnapshot, IReadOnlyDictionary<Guid, string>)> LoadAsync(
        string id,
        HttpContext http,
        Database database,
        CancellationToken ct
    )
    {
        await using var c = await database.OpenAsync(ct);
        var found =
            await IncidentFinder.FindAsync(c, database.Engine, id, Caller.Of(http)!)
            ?? throw RecordProblems.IncidentUnknown(id).Raise();
        var snapshot =
            await IncidentStore.LoadAsync(c, null, found) ?? throw RecordProblems.IncidentUnknown(id).Raise();
        return (snapshot, await IncidentFinder.ActorsAsync(c, database.Engine, snapshot));
    }

    private static async Task<IFormCollection> SentAsync(HttpContext http, CancellationToken ct)
    {
        if (
            http.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false }
            || !http.Request.HasFormContentType
        )
        {
            throw RecordProblems.FormStale().Raise();
        }
        return await http.Request.ReadFormAsync(ct);
    }

    /// <summary>Buttons that add or remove a row work without a script: the form comes back with everything typed.</summary>
    private static bool Reshape(IncidentForm form, TimeProvider clock)
    {
        var parts = form["do"].Split('.');
        var rows = form.Tables.FirstOrDefault(t => t.Name == parts.ElementAtOrDefault(1)).Rows;
        if (rows is null)
        {
            return false;
        }
        switch (parts[0])
        {
            case "add" when rows.Count < IncidentForm.MostRows:
                rows.Add(parts[1] == "act" ? IncidentForm.NewAct(clock) : []);
                break;
            case "remove" when int.TryParse(parts.ElementAtOrDefault(2), out var at) && at >= 0 && at < rows.Count:
                rows.RemoveAt(at);
                break;
        }
        return true;
    }

    /// <summary>A place that was chosen gives its name and position where none were typed.</summary>
    private static async Task FillFromPlaceAsync(IncidentForm form, Database database, CancellationToken ct)
    {
        if (!Guid.TryParse(form["place_id"], out var id))
        {
            return;
        }
        await using var c = await database.OpenAsync(ct);
        if (await PlaceReading.FindAsync(c, database.Engine, id, ct) is not { } place)
        {
            form.Fields["place_id"] = "";
            return;
        }
        Fill("place", place.Name);
        if (
            form["latitude"].Trim().Length == 0
            && form["longitude"].Trim().Length == 0
            && place is { Latitude: { } lat, Longitude: { } lon }
        )
        {
            form.Fields["latitude"] = lat.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
            form.Fields["longitude"] = lon.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
        }

        void Fill(string field, string value)
        {
            if (form[field].Trim().Length == 0)
            {
                form.Fields[field] = value;
            }
        }
    }

    private static IResult Page(
        HttpContext http,
        IncidentForm form,
        long? number,
        IReadOnlyList<Problem> problems,
        FormMerge? merge = null,
        IReadOnlyList<Draft>? drafts = null
    ) =>
        new RazorComponentResult<WriteIncidentPage>(
            new
            {
                Model = new WriteIncidentModel(
                    form,
                    number,
                    problems,
                    merge,
                    drafts ?? [],
                    IncidentAccess.ClearanceOf(Caller.Of(http)!)
                ),
            }
        )
        {
            StatusCode = problems.Count == 0 ? StatusCodes.Status200OK : problems.Max(p => p.Status),
        };
}

/// <param name="Number">Of the incident that is edited; null: a new one.</param>
/// <param name="Drafts">Of this form, that were not saved.</param>
/// <param name="Merge">The form beside what somebody else changed since it was opened; null: nobody did.</param>
public sealed record WriteIncidentModel(
    IncidentForm Form,
    long? Number,
    IReadOnlyList<Problem> Problems,
    FormMerge? Merge,
    IReadOnlyList<Draft> Drafts,
    int Clearance
);
