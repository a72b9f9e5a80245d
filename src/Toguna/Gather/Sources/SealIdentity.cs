using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Sealing;
using Toguna.Foundation.Storage;

namespace Toguna.Gather.Sources;

/// <summary>Who a source is and how to reach them, sealed in place of what was sealed before.</summary>
internal static class SealIdentity
{
    private const int Longest = 500;

    public static void Map(IEndpointRouteBuilder pages) =>
        pages.MapPost("/{id:guid}/identity", SealAsync).Needs(Permission.Unseal);

    private static async Task<IResult> SealAsync(
        Guid id,
        [FromForm] string? identity,
        HttpContext http,
        Database database,
        SealedFields fields,
        AuditLog audit,
        CancellationToken ct
    )
    {
        var caller = Caller.Of(http)!;
        await SourceReading.NeedAsync(database, caller, id, ct);
        if (Refuse(identity) is { } problem)
        {
            return await ShowSource.RefusedAsync(http, database, id, [problem], ct);
        }
        try
        {
            await database.WriteAsync(tx => KeepAsync(tx, fields, audit, caller, id, identity!), ct);
        }
        catch (ProblemException e)
        {
            return await ShowSource.RefusedAsync(http, database, id, [e.Problem.At("identity")], ct);
        }
        return Results.LocalRedirect($"/sources/{id}#identity-h");
    }

    public static Problem? Refuse(string? identity) =>
        string.IsNullOrWhiteSpace(identity) ? GatherProblems.TextMissing().At("identity")
        : identity.Length > Longest ? GatherProblems.TextTooLong(identity.Length, Longest).At("identity")
        : null;

    /// <exception cref="ProblemException">The office is locked, its ring is missing, or the source was destroyed.</exception>
    public static async Task KeepAsync(
        WriteScope tx,
        SealedFields fields,
        AuditLog audit,
        Caller caller,
        Guid source,
        string identity
    )
    {
        var value = await fields.SealAsync(tx, SealedSources.Identity, source, source, identity.Trim());
        await tx.ExecuteAsync(
            "UPDATE source SET identity_sealed = @Text, identity_index = @Index WHERE source_id = @source",
            new
            {
                source,
                value.Text,
                value.Index,
            }
        );
        await audit.AppendAsync(tx, caller.Id, "source.identity_sealed", $"{SealedSources.Kind}:{source}");
    }
}
