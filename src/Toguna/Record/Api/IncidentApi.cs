using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Record.Incidents;
using Toguna.Record.Rearrangements;

namespace Toguna.Record.Api;

/// <summary>The record for programs, read only: the filters, figures and refusals of the pages.</summary>
internal static class IncidentApi
{
    private const int LargestPage = 500;

    private const string Whom =
        "For whom: inside the mission, or outside it un, justice, humanitarian, host_state or public; only what may be used so "
        + "is answered. What is handed outside is taken from /incidents/export, which keeps what it relied on.";
    private static readonly string[] Beside = ["page", "pageSize", "sort", "descending", "by", "audience"];

    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api").Needs(Permission.Read).WithTags("incidents");
        api.MapGet("/incidents", ListAsync)
            .WithSummary("Incidents that a filter finds")
            .WithDescription(
                "Takes the keys of the list of incidents as query parameters, each once or several times: "
                    + string.Join(", ", IncidentFilterReading.Keys)
            );
        api.MapGet("/incidents/{id}", GetAsync)
            .WithSummary("One incident with its acts, casualties and the rows it rests on");
        api.MapGet("/totals", TotalsAsync)
            .WithSummary("How many incidents, and what their casualties add up to")
            .WithDescription(
                "Group by one of, or by two of them separated by a comma (by=category,year), for a table of both: "
                    + string.Join(", ", IncidentDimension.All.Select(d => d.Name))
            );
    }

    private static async Task<Ok<IncidentListAnswer>> ListAsync(
        HttpContext http,
        IncidentBook book,
        [Description("From 1.")] int page = 1,
        [Description("Rows of a page, 1 to 500.")] int pageSize = 50,
        [Description("when, where, killed or number.")] string sort = "when",
        bool descending = true,
        [Description(Whom)] string audience = ExportAudiences.Inside,
        CancellationToken ct = default
    )
    {
        if (page < 1)
        {
            throw RecordProblems.NumberInvalid(page.ToString(CultureInfo.InvariantCulture), 1, int.MaxValue).Raise();
        }
        if (pageSize is < 1 or > LargestPage)
        {
            throw RecordProblems.NumberInvalid(pageSize.ToString(CultureInfo.InvariantCulture), 1, LargestPage).Raise();
        }
        var order =
            Enum.TryParse<IncidentSort>(sort, ignoreCase: true, out var known) && Enum.IsDefined(known)
                ? known
                : throw RecordProblems.SortUnknown(sort, "when, where, killed, number").Raise();
        var filter = Filter(http);
        var list = await book.ListAsync(
            filter,
            Caller.Of(http)!.For(ExportAudiences.Read(audience)),
            order,
            descending,
            page,
            pageSize,
            ct
        );
        return TypedResults.Ok(
            new IncidentListAnswer(
                [.. list.Rows.Select(IncidentAnswer.Of)],
                list.Total,
                page,
                pageSize,
                page < list.Pages
                    ? "/api/incidents?"
                        + filter
                            .ToQuery(
                                ("page", (page + 1).ToString(CultureInfo.InvariantCulture)),
                                ("pageSize", pageSize.ToString(CultureInfo.InvariantCulture)),
                                ("sort", sort),
                                ("descending", descending ? "true" : "false"),
                                ("audience", audience == ExportAudiences.Inside ? null : audience)
                            )
                            .TrimStart('?')
                    : null
            )
        );
    }

    private static async Task<Ok<WholeIncidentAnswer>> GetAsync(
        [Description("INC-0412, 412 or an id.")] string id,
        HttpContext http,
        Database database,
        [Description(Whom)] string audience = ExportAudiences.Inside,
        CancellationToken ct = default
    )
    {
        var caller = Caller.Of(http)!.For(ExportAudiences.Read(audience));
        await using var c = await database.OpenAsync(ct);
        var found =
            await IncidentFinder.FindAsync(c, database.Engine, id, caller)
            ?? await SaveMerge.LeadsToAsync(c, database.Engine, id, caller)
            ?? throw RecordProblems.IncidentUnknown(id).Raise();
        var snapshot =
            await IncidentStore.LoadAsync(c, null, found) ?? throw RecordProblems.IncidentUnknown(id).Raise();
        var actors = await IncidentFinder.ActorsAsync(c, database.Engine, snapshot);
        var reports = await IncidentFinder.ReportsAsync(c, found, caller);
        return TypedResults.Ok(WholeIncidentAnswer.Of(snapshot, actors, reports));
    }

    private static async Task<Ok<TotalsAnswer>> TotalsAsync(
        HttpContext http,
        IncidentBook book,
        [Description("One dimension to group by, or two separated by a comma.")] string? by = null,
        [Description(Whom)] string audience = ExportAudiences.Inside,
        CancellationToken ct = default
    )
    {
        var (caller, filter) = (Caller.Of(http)!.For(ExportAudiences.Read(audience)), Filter(http));
        var (down, across) = IncidentCell.Read(by);
        var cells = await book.CellsAsync(filter, caller, down, across, null, ct);
        var totals = await book.TotalsAsync(filter, caller, down, null, null, ct);
        return TypedResults.Ok(
            new TotalsAnswer(
                totals.Incidents,
                totals.Killed,
                totals.CiviliansKilled,
                totals.Injured,
                across is null ? totals.By : $"{down},{across}",
                totals.Groups,
                cells,
                totals.CountingRule()
            )
        );
    }

    /// <exception cref="Foundation.ProblemException">A key or value that is none: a program must not get more than it asked for.</exception>
    private static IncidentFilter Filter(HttpContext http)
    {
        var reading = IncidentFilterReading.Parse(
            http.Request.Query.SelectMany(q => q.Value.Select(v => KeyValuePair.Create(q.Key, v))),
            Beside
        );
        return reading.Problems.Count == 0 ? reading.Filter : throw reading.Problems[0].Raise();
    }
}
