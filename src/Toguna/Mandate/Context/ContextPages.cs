using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;

namespace Toguna.Mandate.Context;

/// <summary>The political timeline: what is on it, and a form to add to it.</summary>
internal static class ContextPages
{
    private const int LongestLabel = 120;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/context", ShowAsync).Needs(Permission.Read);
        routes.MapPost("/context", AddAsync).Needs(Permission.Write);
        routes.MapPost("/context/{id:guid}/remove", RemoveAsync).Needs(Permission.Write);
    }

    private static async Task<RazorComponentResult> ShowAsync(
        HttpContext http,
        ContextBook book,
        CancellationToken ct
    ) => await PageAsync(http, book, new ContextForm(), [], ct);

    private static async Task<IResult> AddAsync(
        HttpContext http,
        ContextBook book,
        [FromForm] string? from,
        [FromForm] string? to,
        [FromForm] string? kind,
        [FromForm] string? label,
        [FromForm(Name = "label-fr")] string? labelFr,
        [FromForm] string? source,
        CancellationToken ct
    )
    {
        var form = new ContextForm(from, to, kind, label, labelFr, source);
        var (made, problems) = Decide(form);
        if (made is null)
        {
            return await PageAsync(http, book, form, problems, ct, StatusCodes.Status422UnprocessableEntity);
        }
        await book.AddAsync(made, Caller.Of(http)!);
        return Results.LocalRedirect("/context");
    }

    private static async Task<IResult> RemoveAsync(Guid id, HttpContext http, ContextBook book)
    {
        await book.RemoveAsync(id, Caller.Of(http)!);
        return Results.LocalRedirect("/context");
    }

    /// <summary>The event that a form describes, or what is wrong with it.</summary>
    internal static (ContextEvent? Made, IReadOnlyList<Problem> Problems) Decide(ContextForm form)
    {
        var problems = new List<Problem>();
        var first = Day(form.From, "from", false, problems);
        var last = string.IsNullOrWhiteSpace(form.To) ? first : Day(form.To, "to", true, problems);
        if (first is { } a && last is { } b && b < a)
        {
            problems.Add(MandateProblems.ContextDate(form.To!).At("to"));
        }
        if (!ContextEvent.Kinds.Contains(form.Kind ?? ""))
        {
            problems.Add(
                MandateProblems.ContextKind(form.Kind ?? "", string.Join(", ", ContextEvent.Kinds)).At("kind")
            );
        }
        var label = Clean(form.Label);
        if (label.Length is 0 or > LongestLabel)
        {
            problems.Add(MandateProblems.ContextLabel(label.Length, LongestLabel).At("label"));
        }
        var french = Clean(form.LabelFr);
        if (french.Length > LongestLabel)
        {
            problems.Add(MandateProblems.ContextLabel(french.Length, LongestLabel).At("label-fr"));
        }
        var made = new ContextEvent
        {
            DateFrom = first ?? default,
            DateTo = last ?? default,
            Kind = form.Kind ?? "",
            Label = label,
            LabelFr = french.Length == 0 ? null : french,
            Source = Clean(form.Source) is { Length: > 0 and <= 500 } known ? known : null,
        };
        return problems.Count == 0 ? (made, []) : (null, problems);
    }

    /// <summary>A day, a month (its first or last day) or a year: 2031-03-06, 2031-03, 2031.</summary>
    private static DateOnly? Day(string? typed, string field, bool last, List<Problem> problems)
    {
        var text = typed?.Trim() ?? "";
        foreach (var format in new[] { "yyyy-MM-dd", "yyyy-MM", "yyyy" })
        {
            if (
                DateOnly.TryParseExact(
                    text,
                    format,
                    System.Globalization.CultureInfo.InvariantCulture,
                    System.Globalization.DateTimeStyles.None,
                    out var day
                )
            )
            {
                return !last || format.Length == 10 ? day
                    : format.Length == 7 ? day.AddMonths(1).AddDays(-1)
                    : day.AddYears(1).AddDays(-1);
            }
        }
        problems.Add(MandateProblems.ContextDate(text).At(field));
        return null;
    }

    private static string Clean(string? text) =>
        string.Concat((text ?? "").Where(c => !char.IsControl(c) && !char.IsSurrogate(c))).Trim();

    private static async Task<RazorComponentResult> PageAsync(
        HttpContext http,
        ContextBook book,
        ContextForm form,
        IReadOnlyList<Problem> problems,
        CancellationToken ct,
        int status = StatusCodes.Status200OK
    ) =>
        new RazorComponentResult<ContextPage>(
            new
            {
                Model = new ContextModel(
                    await book.ListAsync(null, null, ct),
                    form,
                    problems,
                    Caller.Of(http)!.May(Permission.Write)
                ),
            }
        )
        {
            StatusCode = status,
        };
}

/// <summary>What was typed.</summary>
public sealed record ContextForm(
    string? From = null,
    string? To = null,
    string? Kind = null,
    string? Label = null,
    string? LabelFr = null,
    string? Source = null
);

/// <summary>What the page shows.</summary>
public sealed record ContextModel(
    IReadOnlyList<ContextEvent> Events,
    ContextForm Form,
    IReadOnlyList<Problem> Problems,
    bool MayWrite
);
