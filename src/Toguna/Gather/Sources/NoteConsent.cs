using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;

namespace Toguna.Gather.Sources;

/// <summary>Somebody writes down what a source said of the use of what it told.</summary>
internal static class NoteConsent
{
    public static void Map(IEndpointRouteBuilder pages) => pages.MapPost("/{id:guid}/consent", NoteAsync).KeepsTyped();

    private static async Task<IResult> NoteAsync(
        Guid id,
        HttpContext http,
        Database database,
        Consents consents,
        CancellationToken ct
    )
    {
        var caller = Caller.Of(http)!;
        var source = await SourceReading.NeedAsync(database, caller, id, ct);
        var sent = await http.Request.ReadFormAsync(ct);
        await using var c = await database.OpenAsync(ct);
        var of = new ConsentOf(SealedSources.Kind, id);
        var (answers, problem) = ConsentAnswer.Read(sent, await Consents.HistoryAsync(c, of));
        if (!source.IsPerson)
        {
            problem = GatherProblems.ConsentOfNoPerson(source.CodeName).At("consent");
        }
        if (problem is not null)
        {
            return await ShowSource.RefusedAsync(http, database, id, [problem], ct);
        }
        await database.WriteAsync(tx => consents.NoteAsync(tx, of, answers, caller.Id), ct);
        return Results.LocalRedirect($"/sources/{id}#consent");
    }
}
