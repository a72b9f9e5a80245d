using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;

namespace Toguna.Foundation.Sealing;

/// <summary>The page <c>/destruction/ID/certificate</c>, and as <c>.json</c> the bytes whose hash the audit chain states.</summary>
internal static class CertificatePages
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/destruction/{id:guid}").Needs(Permission.Destroy);
        pages.MapGet("/certificate", ShowAsync);
        pages.MapGet("/certificate.json", FileAsync);
    }

    private static async Task<IResult> ShowAsync(
        Guid id,
        HttpContext http,
        Database database,
        SubjectCodes codes,
        CancellationToken ct
    )
    {
        await using var c = await database.OpenAsync(ct);
        var json = (await ShredBook.FindAsync(c, id))?.Certificate ?? throw None();
        var certificate = ShredCertificate.Of(json);
        var subject = new Subject(certificate.Kind, certificate.Subject);
        var line = await ShredBook.FindCertifiedAsync(c, id);
        var model = new CertificateModel(
            certificate,
            (await codes.OfAsync(c, Caller.Of(http)!, [subject]))[subject],
            await People.NamesAsync(c, database.Engine, [certificate.AskedBy, certificate.ConfirmedBy]),
            ShredCertificate.Fingerprint(json),
            line?.Seq,
            line is null ? null : JsonDocument.Parse(line.Detail).RootElement.GetProperty("sha256").GetString()
        );
        return new RazorComponentResult<CertificatePage>(new { Model = model });
    }

    private static async Task<FileContentHttpResult> FileAsync(Guid id, Database database, CancellationToken ct)
    {
        await using var c = await database.OpenAsync(ct);
        var json = (await ShredBook.FindAsync(c, id))?.Certificate ?? throw None();
        return TypedResults.File(Encoding.UTF8.GetBytes(json), "application/json", $"certificate-{id}.json");
    }

    private static ProblemException None() => FoundationProblems.NotFound("certificate").Raise();
}

/// <param name="Code">What the subject was called where its name was sealed.</param>
/// <param name="People">Names by id.</param>
/// <param name="Hash">SHA-256 of the JSON as it is kept.</param>
/// <param name="Line">Number of the audit line that states the hash; null: there is none.</param>
/// <param name="Stated">The hash in that line.</param>
public sealed record CertificateModel(
    ShredCertificate Certificate,
    string Code,
    IReadOnlyDictionary<string, string> People,
    string Hash,
    long? Line,
    string? Stated
);
