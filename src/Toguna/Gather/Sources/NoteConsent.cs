using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;

namespace Toguna.Gather.Sources;

/// <summary>Somebody writes down what a source said of the use of what it told.</summary>
internal static class NoteConsent
{
    private const string Yes = "yes";
    private const string No = "no";

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
        var said = Consents
            .Uses.Select(use => (Use: use, Answer: sent[use].ToString()))
            .Where(s => s.Answer.Length > 0)
            .ToDictionary(s => s.Use, s => s.Answer);
        if (Refuse(source, said) is { } problem)
        {
            return await ShowSource.RefusedAsync(http, database, id, [problem], ct);
        }
        await database.WriteAsync(
            tx =>
                consents.NoteAsync(
                    tx,
                    new ConsentOf(SealedSources.Kind, id),
                    said.ToDictionary(s => s.Key, s => s.Value == Yes),
                    caller.Id
                ),
            ct
        );
        return Results.LocalRedirect($"/sources/{id}#consent");
    }

    private static Problem? Refuse(SourceLine source, Dictionary<string, string> said) =>
        !source.IsPerson ? GatherProblems.ConsentOfNoPerson(source.CodeName).At("consent")
        : said.Count == 0 ? GatherProblems.NothingSaid().At(Consents.Uses[0])
        : said.FirstOrDefault(s => s.Value is not (Yes or No)) is { Key: { } use } odd
            ? GatherProblems.NotOffered(odd.Value, $"{Yes}, {No}").At(use)
        : null;
}
