using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;

namespace Toguna.Foundation.Sealing;

/// <summary>The page <c>/keys</c>: masters, key-holders and recovery copies. It changes nothing: that is done at the machine.</summary>
internal static class KeysPages
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/keys", ShowAsync).Needs(Permission.Administer);

    private static async Task<IResult> ShowAsync(
        HttpContext http,
        Database database,
        ListKeys keys,
        KeyHolders holders,
        ShredSubject shred,
        SubjectCodes codes,
        CancellationToken ct
    )
    {
        var list = await keys.RunAsync(ct);
        var certificates = (await shred.ListAsync(ct))
            .Where(r => r.Certificate is not null)
            .Select(r => ShredCertificate.Of(r.Certificate!))
            .ToList();
        await using var c = await database.OpenAsync(ct);
        var makers = (
            await c.QueryAsync<(Guid Copy, string By)>("SELECT copy_id, made_by FROM recovery_copy")
        ).ToDictionary(m => m.Copy, m => m.By);
        var people = await People.NamesAsync(c, database.Engine, makers.Values);
        var named = await codes.OfAsync(c, Caller.Of(http)!, certificates.Select(d => new Subject(d.Kind, d.Subject)));
        var model = new KeysModel(
            list.Masters,
            holders.List(),
            [
                .. list.Copies.Select(copy => new IssuedCopy(
                    copy,
                    people.GetValueOrDefault(makers.GetValueOrDefault(copy.Copy, "")),
                    [
                        .. certificates
                            .Where(d => d.Copies.Any(listed => listed.Copy == copy.Copy))
                            .Select(d => new CopyOutlived(d.Shred, d.Kind, named[new Subject(d.Kind, d.Subject)])),
                    ]
                )),
            ]
        );
        return new RazorComponentResult<KeysPage>(new { Model = model });
    }
}

/// <param name="MadeBy">Name of the person; null: at the machine.</param>
/// <param name="Outlived">Destructions whose certificate demands that the copy be destroyed, the newest first.</param>
public sealed record IssuedCopy(RecoveryCopy Copy, string? MadeBy, IReadOnlyList<CopyOutlived> Outlived);

/// <summary>A destruction that a recovery copy could undo.</summary>
public sealed record CopyOutlived(Guid Shred, string Kind, string Code);

public sealed record KeysModel(
    IReadOnlyList<MasterSummary> Masters,
    IReadOnlyList<KeyHolderSummary> Holders,
    IReadOnlyList<IssuedCopy> Copies
);
