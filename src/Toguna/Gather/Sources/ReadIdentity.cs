using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Sealing;
using Toguna.Foundation.Storage;

namespace Toguna.Gather.Sources;

/// <summary>Who a source is, for a stated purpose: an answer to a form, at no address, with an audit line.</summary>
internal static class ReadIdentity
{
    public static void Map(IEndpointRouteBuilder pages) =>
        pages.MapPost("/{id:guid}/identity/read", ReadAsync).Needs(Permission.Unseal);

    private static async Task<IResult> ReadAsync(
        Guid id,
        [FromForm] string? purpose,
        HttpContext http,
        Database database,
        SealedFields fields,
        CancellationToken ct
    )
    {
        var caller = Caller.Of(http)!;
        var source = await SourceReading.NeedAsync(database, caller, id, ct);
        if (!TryPurpose(purpose, out var stated, out var problem))
        {
            return await ShowSource.RefusedAsync(http, database, id, [problem], ct);
        }
        var texts = await database.WriteAsync(
            tx => fields.OpenAsync(tx, caller, stated, SealedSources.Identity, [id]),
            ct
        );
        http.Response.Headers.CacheControl = "no-store";
        return new RazorComponentResult<ReadIdentityPage>(
            new
            {
                Source = source,
                Identity = texts.GetValueOrDefault(id),
                Purpose = stated,
            }
        );
    }

    /// <summary>One of the list by its name; a number is none.</summary>
    public static bool TryPurpose(string? typed, out ReadPurpose purpose, out Problem problem)
    {
        problem = GatherProblems.NotOffered(typed ?? "", string.Join(", ", Enum.GetNames<ReadPurpose>())).At("purpose");
        return Enum.TryParse(typed, out purpose) && Enum.GetName(purpose) == typed;
    }
}
