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
        if (Purposes.Find(purpose) is not { } stated)
        {
            return await ShowSource.RefusedAsync(http, database, id, [PurposeMissing(purpose)], ct);
        }
        var (identity, phones) = await database.WriteAsync(
            async tx =>
            {
                var texts = await fields.OpenAsync(tx, caller, stated, SealedSources.Identity, [id]);
                var rows = await tx.QueryAsync<Guid>(
                    "SELECT phone_id FROM source_phone WHERE source_id = @id",
                    new { id }
                );
                var numbers = await fields.OpenAsync(tx, caller, stated, SealedSources.Phone, [.. rows]);
                return (texts.GetValueOrDefault(id), numbers.Values.Order().ToList());
            },
            ct
        );
        http.Response.Headers.CacheControl = "no-store";
        return new RazorComponentResult<ReadIdentityPage>(
            new
            {
                Source = source,
                Identity = identity,
                Phones = phones,
                Purpose = stated,
            }
        );
    }

    public static Problem PurposeMissing(string? typed) =>
        GatherProblems.NotOffered(typed ?? "", string.Join(", ", Enum.GetNames<ReadPurpose>())).At("purpose");
}
