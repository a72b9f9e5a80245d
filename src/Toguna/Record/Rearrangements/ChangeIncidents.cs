using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Record.Incidents;
using Toguna.Record.Places;

namespace Toguna.Record.Rearrangements;

/// <summary>The page <c>/incidents/bulk</c>: many incidents, what is changed in each, shown before it is done.</summary>
internal static class ChangeIncidents
{
    /// <summary>So many are shown in full before the change is made.</summary>
    public const int Shown = 50;

    private static readonly TimeSpan ShortWait = TimeSpan.FromSeconds(1);

    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/incidents/bulk").Needs(Permission.Rearrange);
        pages.MapGet("", OpenAsync);
        pages.MapPost("", SendAsync).KeepsTyped().WithFormOptions(valueCountLimit: 2 * BulkSelection.Most);
        pages.MapGet("/{id:guid}", WatchAsync);
    }

    private static Task<IResult> OpenAsync(
        HttpContext http,
        Database database,
        IncidentBook book,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var query = http.Request.Query;
        var picked = query["id"].OfType<string>().ToList();
        var filter = QueryString.Create(
            query.Where(q => q.Key is not ("id" or "all" or "sort" or "page" or "culture"))
        );
        var form = new BulkForm
        {
            Id = Ids.New(clock),
            Picked = picked,
            Filter = filter.Value?.TrimStart('?') ?? "",
        };
        return PageAsync(http, database, book, form, [], preview: false, ct);
    }

    private static async Task<IResult> SendAsync(
        HttpContext http,
        Database database,
        IncidentBook book,
        BulkWork works,
        SaveBulkChange save,
        CancellationToken ct
    )
    {
        var caller = Caller.Of(http)!;
        var form = BulkForm.Read(await http.Request.ReadFormAsync(ct));
        if (form.Id == Guid.Empty)
        {
            throw RecordProblems.FormStale().Raise();
        }
        if (Guid.TryParse(form["place_id"], out var place))
        {
            await using var c = await database.OpenAsync(ct);
            form = form with { Place = await PlaceReading.FindAsync(c, database.Engine, place, ct) };
        }
        var problems = form.Refuse(IncidentAccess.ClearanceOf(caller));
        if (problems.Count > 0 || form["do"] != "apply")
        {
            return await PageAsync(http, database, book, form, problems, form["do"] != "back", ct);
        }
        var (selection, problem) = await SelectAsync(database, book, form, caller, ct);
        if (works.Find(form.Id, caller.Id) is null && problem is null && selection.Fingerprint() != form.Seen)
        {
            problem = RecordProblems.BulkSelectionChanged();
        }
        if (problem is not null && works.Find(form.Id, caller.Id) is null)
        {
            return await PageAsync(http, database, book, form, [problem], preview: true, ct);
        }
        var work = works.Start(
            form.Id,
            caller.Id,
            selection.Versions.Count,
            done => save.ApplyAsync(selection, form, caller, done, CancellationToken.None)
        );
        await Task.WhenAny(work.Work, Task.Delay(ShortWait, ct));
        if (work.Work.IsCompleted && await work.Work is { } refused)
        {
            works.Forget(form.Id);
            return await PageAsync(http, database, book, form, [refused], preview: true, ct);
        }
        return Results.LocalRedirect(work.Work.IsCompleted ? $"/changes/{form.Id}" : $"/incidents/bulk/{form.Id}");
    }

    /// <summary>How far it is; when it is done, the page of the change.</summary>
    private static async Task<IResult> WatchAsync(Guid id, HttpContext http, BulkWork works)
    {
        if (works.Find(id, Caller.Of(http)!.Id) is not { } work)
        {
            return Results.LocalRedirect($"/changes/{id}");
        }
        if (!work.Work.IsCompleted)
        {
            http.Response.Headers["Refresh"] = "2";
            return new RazorComponentResult<BulkProgressPage>(new { work.Done, work.Total });
        }
        var problem = await work.Work;
        return problem is null ? Results.LocalRedirect($"/changes/{id}") : throw problem.Raise();
    }

    private static async Task<(BulkSelection, Problem?)> SelectAsync(
        Database database,
        IncidentBook book,
        BulkForm form,
        Caller caller,
        CancellationToken ct
    )
    {
        var read = IncidentFilterReading.Parse(
            QueryHelpers.ParseQuery(form.Filter).SelectMany(q => q.Value.Select(v => KeyValuePair.Create(q.Key, v)))
        );
        if (read.Problems.Count > 0)
        {
            return (new(new Dictionary<Guid, int>()), read.Problems[0]);
        }
        await using var c = await database.OpenAsync(ct);
        return await BulkSelection.FindAsync(c, database.Engine, book, form.Picked, read.Filter, caller, ct);
    }

    private static async Task<IResult> PageAsync(
        HttpContext http,
        Database database,
        IncidentBook book,
        BulkForm form,
        IReadOnlyList<Problem> problems,
        bool preview,
        CancellationToken ct
    )
    {
        var caller = Caller.Of(http)!;
        var (selection, problem) = await SelectAsync(database, book, form, caller, ct);
        var all = problem is null || problems.Contains(problem) ? problems : [.. problems, problem];
        await using var c = await database.OpenAsync(ct);
        var places =
            form["place"].Trim().Length > 0 && form.Place is null
                ? await PlaceSearch.FindAsync(c, database.Engine, form["place"], limit: 8, ct: ct)
                : [];
        // A place that was typed and not chosen is asked for before anything is shown.
        var shows =
            preview && problem is null && places.Count == 0 && all.All(p => p.Status == StatusCodes.Status409Conflict);
        var model = new ChangeIncidentsModel(
            form with
            {
                Seen = selection.Fingerprint(),
            },
            selection.Versions.Count,
            all,
            places,
            shows ? await PreviewAsync(c, database.Engine, selection, form) : null,
            IncidentAccess.ClearanceOf(caller)
        );
        return new RazorComponentResult<ChangeIncidentsPage>(new { Model = model })
        {
            StatusCode = all.Count == 0 ? StatusCodes.Status200OK : all.Max(p => p.Status),
        };
    }

    private static async Task<BulkPreview> PreviewAsync(
        System.Data.Common.DbConnection c,
        Engine engine,
        BulkSelection selection,
        BulkForm form
    )
    {
        var changed = new List<(IncidentSnapshot, IncidentSnapshot)>();
        var left = new List<(IncidentSnapshot, string)>();
        foreach (var ids in selection.Versions.Keys.Chunk(500))
        {
            foreach (var before in await IncidentStore.LoadManyAsync(c, null, engine, ids))
            {
                var (after, reason) = DecideBulkChange.Decide(before, form.Change, () => Guid.Empty);
                if (after is not null)
                {
                    changed.Add((before, after));
                }
                else
                {
                    left.Add((before, reason!));
                }
            }
        }
        return new BulkPreview(
            changed.Count,
            [.. changed.Take(Shown).Select(p => (p.Item1.Incident, SnapshotChanges.Between(p.Item1, p.Item2)))],
            [.. left.GroupBy(l => l.Item2).Select(g => (g.Key, g.Count()))],
            [.. left.Take(Shown).Select(l => (l.Item1.Incident, l.Item2))]
        );
    }
}

/// <param name="Selected">How many incidents are selected.</param>
/// <param name="Places">That may be meant by the place that was typed; one has to be chosen.</param>
/// <param name="Preview">What would happen; null: not asked for yet.</param>
public sealed record ChangeIncidentsModel(
    BulkForm Form,
    int Selected,
    IReadOnlyList<Problem> Problems,
    IReadOnlyList<PlaceHit> Places,
    BulkPreview? Preview,
    int Clearance
);

/// <param name="Changed">How many would be changed.</param>
/// <param name="Shown">The first of them, each with what was and what would be.</param>
/// <param name="Reasons">Why others would be left, with how many.</param>
/// <param name="Left">The first of those.</param>
public sealed record BulkPreview(
    int Changed,
    IReadOnlyList<(IncidentFacts Incident, IReadOnlyList<FieldChange> Changes)> Shown,
    IReadOnlyList<(string Reason, int Incidents)> Reasons,
    IReadOnlyList<(IncidentFacts Incident, string Reason)> Left
);
