using System.Globalization;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Storage;
using Toguna.Mandate;

namespace Toguna.Record.Series;

/// <summary>What a person says of a series; the numbers themselves come from files only.</summary>
public sealed record SeriesForm(string? Publisher, string? Licence, string? Decimals, string? Classification)
{
    public static SeriesForm Of(IFormCollection form) =>
        new(form["publisher"], form["licence"], form["decimals"], form["classification"]);
}

/// <summary>Says who publishes a series, under which terms, how it is shown and who may read it.</summary>
internal static class ChangeSeries
{
    private const int Longest = 500;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/series/{id:guid}", PostAsync).Needs(Permission.Write);

    private static async Task<IResult> PostAsync(
        Guid id,
        HttpContext http,
        IFormCollection sent,
        SeriesBook book,
        ContextBook timeline,
        TimeProvider clock,
        Database database,
        AuditLog audit,
        CancellationToken ct
    )
    {
        var form = SeriesForm.Of(sent);
        var caller = Caller.Of(http)!;
        var series = await book.GetAsync(id, caller, ct);
        var (changed, problems) = Decide(form, IncidentAccess.ClearanceOf(caller));
        if (changed is null)
        {
            var model = await ShowSeries.ModelAsync(series, [], book, timeline, clock, caller, ct);
            return ShowSeries.Page(
                model with
                {
                    Problems = problems,
                    Typed = form,
                },
                StatusCodes.Status422UnprocessableEntity
            );
        }
        await SaveAsync(database, audit, series, changed, caller);
        return Results.LocalRedirect("/series/" + id);
    }

    /// <param name="clearance">Nobody puts a series where they cannot see it any more.</param>
    internal static (SeriesDescription? Changed, IReadOnlyList<Problem> Problems) Decide(SeriesForm form, int clearance)
    {
        var problems = new List<Problem>();
        var (publisher, licence) = (Clean(form.Publisher), Clean(form.Licence));
        foreach (var (text, field) in new[] { (publisher, "publisher"), (licence, "licence") })
        {
            if (text?.Length > Longest)
            {
                problems.Add(RecordProblems.TextTooLong(text.Length, Longest).At(field));
            }
        }
        var decimals = Whole(form.Decimals, "decimals", SeriesHead.MostDecimals, problems);
        var classification = Whole(form.Classification, "classification", clearance, problems);
        return problems.Count == 0
            ? (new SeriesDescription(publisher, licence, decimals, classification), [])
            : (null, problems);
    }

    private static int Whole(string? text, string field, int most, List<Problem> problems)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most)
        {
            return number;
        }
        problems.Add(RecordProblems.NumberInvalid(text ?? "", 0, most).At(field));
        return 0;
    }

    private static string? Clean(string? text)
    {
        var clean = string.Concat(Places.PlaceKeys.Clean(text ?? "").Where(c => !char.IsControl(c))).Trim();
        return clean.Length == 0 ? null : clean;
    }

    private static Task SaveAsync(
        Database database,
        AuditLog audit,
        SeriesHead series,
        SeriesDescription changed,
        Caller by
    ) =>
        database.WriteAsync(async tx =>
        {
            await tx.ExecuteAsync(
                """
                UPDATE series SET publisher = @Publisher, licence = @Licence, decimals = @Decimals, classification = @Classification
                WHERE series_id = @SeriesId
                """,
                new
                {
                    changed.Publisher,
                    changed.Licence,
                    changed.Decimals,
                    changed.Classification,
                    series.SeriesId,
                }
            );
            await audit.AppendAsync(
                tx,
                by.Id,
                "series.changed",
                $"series:{series.SeriesId}",
                new
                {
                    before = new SeriesDescription(
                        series.Publisher,
                        series.Licence,
                        series.Decimals,
                        series.Classification
                    ),
                    after = changed,
                }
            );
        });
}

/// <summary>What may be said of a series by hand.</summary>
internal sealed record SeriesDescription(string? Publisher, string? Licence, int Decimals, int Classification);
