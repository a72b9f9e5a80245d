using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Record.Incidents;

namespace Toguna.Record.Rearrangements;

/// <summary>The page <c>/incidents/merge?id=INC-0412&amp;id=INC-0398</c>: two or more records of one event, and what they become.</summary>
internal static class MergeIncidents
{
    /// <summary>Most records of one event that are merged at once.</summary>
    private const int Most = 10;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/incidents/merge").Needs(Permission.Rearrange);
        pages.MapGet("", OpenAsync);
        pages.MapPost("", MergeAsync).KeepsTyped();
    }

    private static async Task<IResult> OpenAsync(HttpContext http, Database database, CancellationToken ct)
    {
        var query = http.Request.Query;
        var typed = query["id"].Concat((query["with"].ToString() ?? "").Split([' ', ',', ';'])).OfType<string>();
        return await PageAsync(http, database, new MergeForm { Ids = [.. typed] }, [], ct);
    }

    private static async Task<IResult> MergeAsync(
        HttpContext http,
        Database database,
        SaveMerge save,
        CancellationToken ct
    )
    {
        var caller = Caller.Of(http)!;
        var form = MergeForm.Read(await http.Request.ReadFormAsync(ct));
        await using (var c = await database.OpenAsync(ct))
        {
            // Sent twice: what was merged leads to where it went.
            foreach (var id in form.Ids)
            {
                if (
                    await IncidentFinder.FindAsync(c, database.Engine, id, caller) is null
                    && await SaveMerge.LeadsToAsync(c, database.Engine, id, caller) is { } into
                )
                {
                    return Results.LocalRedirect($"/incidents/{into}");
                }
            }
        }
        var (all, problems) = await FindAsync(form.Ids, http, database, ct);
        if (problems.Count == 0 && form.Why.Trim().Length == 0)
        {
            problems.Add(RecordProblems.WhyMissing().At("why"));
        }
        if (problems.Count == 0)
        {
            var survivor = all.Find(s => s.Incident.IncidentId == form.Survivor) ?? all[0];
            var problem = await save.MergeAsync(
                survivor.Incident.IncidentId,
                [.. all.Where(s => s != survivor).Select(s => s.Incident.IncidentId)],
                form.Versions,
                form.Choices,
                FormReading.Clean(form.Why).Trim(),
                caller,
                ct
            );
            if (problem is null)
            {
                return Results.LocalRedirect("/incidents/" + IncidentSummary.ReferenceOf(survivor.Incident.Number));
            }
            problems.Add(problem);
        }
        return await PageAsync(http, database, form, problems, ct);
    }

    private static async Task<IResult> PageAsync(
        HttpContext http,
        Database database,
        MergeForm form,
        List<Problem> problems,
        CancellationToken ct
    )
    {
        var (all, refused) = await FindAsync(form.Ids, http, database, ct);
        var shown = problems.Concat(refused).DistinctBy(p => (p.Name, p.Field)).ToList();
        await using var c = await database.OpenAsync(ct);
        var actors = new Dictionary<Guid, string>();
        foreach (var one in all)
        {
            foreach (var (id, name) in await IncidentFinder.ActorsAsync(c, database.Engine, one))
            {
                actors[id] = name;
            }
        }
        // A page that is only opened asks for the other incident; it refuses nothing yet.
        var asking =
            http.Request.Method == HttpMethods.Get && all.Count < 2 && refused.TrueForAll(p => p.Status == 422);
        return new Microsoft.AspNetCore.Http.HttpResults.RazorComponentResult<MergeIncidentsPage>(
            new { Model = new MergeIncidentsModel(form, all, actors, asking ? [] : shown) }
        )
        {
            StatusCode = asking || shown.Count == 0 ? StatusCodes.Status200OK : shown.Max(p => p.Status),
        };
    }

    /// <summary>Each incident once, in the order given, and why they cannot be merged.</summary>
    private static async Task<(List<IncidentSnapshot>, List<Problem>)> FindAsync(
        IReadOnlyList<string> ids,
        HttpContext http,
        Database database,
        CancellationToken ct
    )
    {
        var caller = Caller.Of(http)!;
        var (all, problems) = (new List<IncidentSnapshot>(), new List<Problem>());
        var typed = ids.Select(i => i.Trim()).Where(i => i.Length > 0).Distinct().ToList();
        if (typed.Count > Most)
        {
            problems.Add(RecordProblems.MergeTooMany(typed.Count, Most));
        }
        await using var c = await database.OpenAsync(ct);
        foreach (var text in typed.Take(Most))
        {
            var id = await IncidentFinder.FindAsync(c, database.Engine, text, caller);
            var found = id is { } known ? await IncidentStore.LoadAsync(c, null, known) : null;
            if (found is null)
            {
                problems.Add(RecordProblems.IncidentUnknown(text).At("with"));
            }
            else if (!all.Exists(a => a.Incident.IncidentId == id))
            {
                all.Add(found);
            }
        }
        if (all.Count < 2 && problems.Count == 0)
        {
            problems.Add(RecordProblems.MergeTooFew().At("with"));
        }
        return (all, problems);
    }
}

/// <summary>A merge as it was chosen.</summary>
public sealed record MergeForm
{
    /// <summary>Numbers or ids, as they were given.</summary>
    public IReadOnlyList<string> Ids { get; init; } = [];
    public Guid Survivor { get; init; }
    public IReadOnlyDictionary<Guid, int> Versions { get; init; } = new Dictionary<Guid, int>();
    public MergeChoices Choices { get; init; } = new(new Dictionary<string, Guid>());
    public string Why { get; init; } = "";

    public static MergeForm Read(IFormCollection sent) =>
        new()
        {
            Ids = [.. sent["id"].OfType<string>()],
            Survivor = Guid.TryParse(sent["survivor"], out var survivor) ? survivor : default,
            Versions = sent.Where(f => f.Key.StartsWith("version.", StringComparison.Ordinal))
                .Select(f =>
                    (
                        Known: Guid.TryParse(f.Key["version.".Length..], out var id),
                        Id: id,
                        Version: int.TryParse(f.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var v)
                            ? v
                            : 0
                    )
                )
                .Where(f => f.Known)
                .ToDictionary(f => f.Id, f => f.Version),
            Choices = new MergeChoices(
                DecideMerge
                    .Units.Select(u => (Unit: u, Known: Guid.TryParse(sent["from." + u], out var id), Id: id))
                    .Where(u => u.Known)
                    .ToDictionary(u => u.Unit, u => u.Id),
                sent["widest"] == "1",
                sent["from.note"].ToString() is "" or "all"
            ),
            Why = sent["why"].ToString(),
        };
}

/// <param name="All">The records of the event, the proposed survivor first.</param>
/// <param name="Actors">Names by id.</param>
public sealed record MergeIncidentsModel(
    MergeForm Form,
    IReadOnlyList<IncidentSnapshot> All,
    IReadOnlyDictionary<Guid, string> Actors,
    IReadOnlyList<Problem> Problems
)
{
    public IncidentSnapshot? Survivor =>
        All.FirstOrDefault(s => s.Incident.IncidentId == Form.Survivor) ?? (All.Count > 0 ? All[0] : null);

    /// <summary>The incident a unit is taken from, as chosen or as proposed.</summary>
    public Guid From(string unit) =>
        Form.Choices.From.TryGetValue(unit, out var id)
            ? id
            : DecideMerge.Proposed(unit, Survivor!, [.. All.Where(s => s != Survivor)]);
}
