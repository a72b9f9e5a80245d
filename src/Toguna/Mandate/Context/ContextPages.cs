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
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/context", ShowAsync).Needs(Permission.Read);
        routes.MapPost("/context", AddAsync).Needs(Permission.Write);
        routes.MapPost("/context/{id:guid}/remove", RemoveAsync).Needs(Permission.Write);
    }

    private static async Task<IResult> ShowAsync(HttpContext http, ContextBook book, CancellationToken ct) =>
        await PageAsync(http, book, new ContextForm(), [], ct);

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
        var (made, problems) = form.Decide();
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

    private static async Task<IResult> PageAsync(
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
                    Caller.Of(http)!.May(Permission.Write),
                    Caller.Of(http)!.May(Permission.Import)
                ),
            }
        )
        {
            StatusCode = status,
        };
}

/// <summary>What the page shows.</summary>
public sealed record ContextModel(
    IReadOnlyList<ContextEvent> Events,
    ContextForm Form,
    IReadOnlyList<Problem> Problems,
    bool MayWrite,
    bool MayImport
);
