using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Design;
using Cell = Toguna.Formats.Spreadsheet.Cell;

namespace Toguna.Learn.Training;

/// <summary>The page <c>/training</c>: who was trained on which procedure and when, a form to add to it, and the same as a file.</summary>
internal static class ListTraining
{
    private const int MostPeople = 10_000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/training", ShowAsync).Needs(Permission.Read);
        routes.MapPost("/training", AddAsync).Needs(Permission.Act).KeepsTyped();
        routes.MapGet("/training/export", ExportAsync).Needs(Permission.Export);
    }

    private static Task<IResult> ShowAsync(
        HttpContext http,
        TrainingBook book,
        TimeProvider clock,
        CancellationToken ct
    ) => PageAsync(Caller.Of(http)!, book, clock, null, new Dictionary<string, string>(), ct);

    private static async Task<IResult> AddAsync(
        IFormCollection sent,
        HttpContext http,
        TrainingBook book,
        Installation house,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var caller = Caller.Of(http)!;
        var fields = new FormFields(sent);
        var today = house.Today;
        var held = fields.Day("held_on", needed: true);
        if (held > today)
        {
            fields.Refuse(LearnProblems.KnownOn(fields["held_on"]), "held_on");
        }
        int? people = null;
        if (fields["people"].Length > 0)
        {
            if (
                int.TryParse(fields["people"], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                && count <= MostPeople
            )
            {
                people = count;
            }
            else
            {
                fields.Refuse(LearnProblems.NotACount(fields["people"], MostPeople), "people");
            }
        }
        var line = new TrainingLine
        {
            TrainingId = Guid.TryParse(fields["training"], out var made) && made != Guid.Empty ? made : Ids.New(clock),
            HeldOn = held ?? today,
            Procedure = fields.Needed("procedure"),
            Who = fields.Needed("who"),
            People = people,
            Component = fields.Component("component"),
            Trainer = fields.Some("trainer"),
            PlaceText = fields.Some("place"),
        };
        if (fields.Problem is { } problem)
        {
            return await PageAsync(caller, book, clock, problem, fields.Typed, ct);
        }
        await book.AddAsync(line, caller, ct);
        return Results.LocalRedirect("/training");
    }

    private static async Task<IResult> ExportAsync(HttpContext http, TrainingBook book, CancellationToken ct) =>
        CsvAnswer.Of(
            "training.csv",
            ["held_on", "procedure", "who", "people", "component", "trainer", "place"],
            (await book.ListAsync(Caller.Of(http)!, ct: ct)).Select(line =>
                new[]
                {
                    Cell.Of(line.HeldOn),
                    Cell.Of(line.Procedure),
                    Cell.Of(line.Who),
                    Cell.Of(line.People),
                    Cell.Of(line.Component),
                    Cell.Of(line.Trainer ?? ""),
                    Cell.Of(line.PlaceText ?? ""),
                }
            )
        );

    private static async Task<IResult> PageAsync(
        Caller caller,
        TrainingBook book,
        TimeProvider clock,
        Problem? problem,
        IReadOnlyDictionary<string, string> typed,
        CancellationToken ct
    ) =>
        new RazorComponentResult<TrainingPage>(
            new
            {
                Lines = await book.ListAsync(caller, ct: ct),
                NewLine = Ids.New(clock),
                Caller = caller,
                Problems = (IReadOnlyList<Problem>)(problem is null ? [] : [problem]),
                Typed = typed,
            }
        )
        {
            StatusCode = problem?.Status ?? StatusCodes.Status200OK,
        };
}
