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

/// <summary>The page <c>/sources/find</c>: which source is sealed under exactly that text; posted, so that no name stands in an address.</summary>
internal static class FindIdentity
{
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/find", () => Page(new FindIdentityModel(null, null, null, []))).Needs(Permission.Unseal);
        pages.MapPost("/find", FindAsync).Needs(Permission.Unseal);
    }

    private static async Task<IResult> FindAsync(
        [FromForm] string? identity,
        [FromForm] string? purpose,
        HttpContext http,
        Database database,
        SealedFields fields,
        CancellationToken ct
    )
    {
        var caller = Caller.Of(http)!;
        var problems = new[] { SealIdentity.Refuse(identity) }.OfType<Problem>().ToList();
        var stated = Purposes.Find(purpose);
        if (stated is null)
        {
            problems.Add(ReadIdentity.PurposeMissing(purpose));
        }
        http.Response.Headers.CacheControl = "no-store";
        if (problems.Count > 0)
        {
            return Page(new FindIdentityModel(identity, purpose, null, problems));
        }
        var ids = await database.WriteAsync(
            tx => fields.FindAsync(tx, caller, stated!.Value, SealedSources.Identity, identity!.Trim()),
            ct
        );
        await using var c = await database.OpenAsync(ct);
        var found = new List<SourceLine>();
        foreach (var id in ids)
        {
            found.Add((await SourceReading.FindAsync(c, caller, id))!);
        }
        return Page(new FindIdentityModel(identity, purpose, found, []));
    }

    private static IResult Page(FindIdentityModel model) =>
        new RazorComponentResult<FindIdentityPage>(new { Model = model })
        {
            StatusCode = model.Problems.Count == 0 ? StatusCodes.Status200OK : model.Problems.Max(p => p.Status),
        };
}

/// <param name="Found">Null: nothing was searched yet.</param>
public sealed record FindIdentityModel(
    string? Identity,
    string? Purpose,
    IReadOnlyList<SourceLine>? Found,
    IReadOnlyList<Problem> Problems
);
