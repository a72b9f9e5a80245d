using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Record.Incidents;

namespace Toguna.Record.Rearrangements;

/// <summary>The page <c>/incidents/INC-0412/split</c>: which part of an incident is another event.</summary>
internal static class SplitIncident
{
    private static readonly string[] BoundNames = ["min", "best", "max"];

    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/incidents/{id}/split").Needs(Permission.Rearrange);
        pages.MapGet("", OpenAsync);
        pages.MapPost("", SplitAsync).KeepsTyped();
    }

    private static async Task<IResult> OpenAsync(
        string id,
        HttpContext http,
        Database database,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var now = await LoadAsync(id, http, database, ct);
        var i = now.Incident;
        var form = new SplitForm
        {
            Made = new IncidentForm
            {
                Id = Ids.New(clock),
                Fields = new(
                    IncidentForm
                        .Of(now, new Dictionary<Guid, string>())
                        .Fields.Where(f => f.Key is not ("title" or "note" or "place_id"))
                ),
                Casualties =
                [
                    [],
                    [],
                ],
            },
            Staying = new IncidentForm { Casualties = [Row(DecideMerge.Killed(i)), Row(DecideMerge.Injured(i))] },
        };
        return await PageAsync(id, http, database, form, [], ct);
    }

    private static async Task<IResult> SplitAsync(
        string id,
        HttpContext http,
        Database database,
        SaveSplit save,
        CancellationToken ct
    )
    {
        var now = await LoadAsync(id, http, database, ct);
        var form = Read(await http.Request.ReadFormAsync(ct));
        var (number, problems) = await save.SplitAsync(now.Incident.IncidentId, form, Caller.Of(http)!, ct);
        return number is { } made
            ? Results.LocalRedirect("/incidents/" + IncidentSummary.ReferenceOf(made))
            : await PageAsync(id, http, database, form, problems, ct);
    }

    private static SplitForm Read(IFormCollection sent)
    {
        if (!Guid.TryParse(sent["id"], out var id) || id == Guid.Empty)
        {
            throw RecordProblems.FormStale().Raise();
        }
        var made = new IncidentForm { Id = id };
        foreach (var (name, values) in sent.Where(f => !f.Key.Contains('.', StringComparison.Ordinal) && f.Key != "go"))
        {
            made.Fields[name] = values.ToString();
        }
        var staying = new IncidentForm();
        for (var n = 0; n < 2; n++)
        {
            made.Casualties.Add(BoundNames.ToDictionary(b => b, b => sent[$"casualties.{n}.{b}"].ToString()));
            made.Casualties[n]["outcome"] = n == 0 ? "killed" : "injured";
            staying.Casualties.Add(BoundNames.ToDictionary(b => b, b => sent[$"stay.{n}.{b}"].ToString()));
        }
        return new SplitForm
        {
            Version = int.TryParse(sent["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var v) ? v : 0,
            Going = sent["go"].Select(g => Guid.TryParse(g, out var one) ? one : Guid.Empty).ToHashSet(),
            Reports = sent.Where(f =>
                    f.Key.StartsWith("report.", StringComparison.Ordinal) && f.Value.ToString() is "goes" or "both"
                )
                .Where(f => Guid.TryParse(f.Key["report.".Length..], out _))
                .ToDictionary(f => Guid.Parse(f.Key["report.".Length..]), f => f.Value.ToString()),
            Made = made,
            Staying = staying,
        };
    }

    private static Dictionary<string, string> Row(Bounds b) =>
        new()
        {
            ["min"] = Text(b.Minimum),
            ["best"] = Text(b.Best),
            ["max"] = Text(b.Maximum),
        };

    private static string Text(long? n) => n?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static async Task<IncidentSnapshot> LoadAsync(
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
        return await IncidentStore.LoadAsync(c, null, found) ?? throw RecordProblems.IncidentUnknown(id).Raise();
    }

    private static async Task<IResult> PageAsync(
        string id,
        HttpContext http,
        Database database,
        SplitForm form,
        IReadOnlyList<Problem> problems,
        CancellationToken ct
    )
    {
        var now = await LoadAsync(id, http, database, ct);
        await using var c = await database.OpenAsync(ct);
        var model = new SplitIncidentModel(
            form with
            {
                Version = now.Incident.Version,
            },
            now,
            await IncidentFinder.ActorsAsync(c, database.Engine, now),
            await IncidentFinder.ReportsAsync(c, now.Incident.IncidentId, Caller.Of(http)!),
            problems
        );
        return new RazorComponentResult<SplitIncidentPage>(new { Model = model })
        {
            StatusCode = problems.Count == 0 ? StatusCodes.Status200OK : problems.Max(p => p.Status),
        };
    }
}

/// <param name="Origin">The incident as it is.</param>
/// <param name="Actors">Names by id.</param>
/// <param name="Reports">As far as the reader may read them.</param>
public sealed record SplitIncidentModel(
    SplitForm Form,
    IncidentSnapshot Origin,
    IReadOnlyDictionary<Guid, string> Actors,
    IReadOnlyList<RestsOn> Reports,
    IReadOnlyList<Problem> Problems
);
