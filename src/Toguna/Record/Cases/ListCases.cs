using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;

namespace Toguna.Record.Cases;

/// <summary>The page <c>/cases</c>: those that are open to the reader; opening one.</summary>
internal static class ListCases
{
    private const int Letters = 4;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/cases", ListAsync).Needs(Permission.Read);
        routes.MapPost("/cases", OpenAsync).Needs(Permission.KeepCases);
    }

    private static async Task<IResult> ListAsync(
        HttpContext http,
        Database database,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var caller = Caller.Of(http)!;
        await using var c = await database.OpenAsync(ct);
        var rows = await CaseBook.ListAsync(c, database.Engine, caller, clock.GetUtcNow());
        return new RazorComponentResult<ListCasesPage>(new { Model = new ListCasesModel(rows, caller) });
    }

    private static async Task<IResult> OpenAsync(
        HttpContext http,
        Database database,
        Grants grants,
        CancellationToken ct
    )
    {
        var code = await database.WriteAsync(
            async tx =>
            {
                string code;
                do
                {
                    code = "CASE-" + Codes.Grouped(RandomNumberGenerator.GetBytes(Letters), Letters);
                } while (
                    await tx.FindAsync<long>("SELECT count(*) FROM compartment WHERE code = @code", new { code }) > 0
                );
                await grants.OpenCompartmentAsync(tx, Compartment.Case, code, Caller.Of(http)!);
                return code;
            },
            ct
        );
        return Results.LocalRedirect("/cases/" + code);
    }
}

/// <param name="Rows">Newest first.</param>
public sealed record ListCasesModel(IReadOnlyList<CaseRow> Rows, Caller Caller);
