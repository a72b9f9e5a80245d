using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;

namespace Toguna.Foundation.Messages;

/// <summary>Sets a channel up, or turns it off: one form for each <see cref="ChannelSection"/>.</summary>
internal static class SetChannel
{
    public static void Map(IEndpointRouteBuilder pages)
    {
        foreach (var section in ChannelSection.All)
        {
            pages.MapPost(
                "/" + section.Key,
                Task<IResult> (
                    IFormCollection form,
                    HttpContext http,
                    Database database,
                    ChannelSecrets secrets,
                    CancellationToken ct
                ) => SetAsync(section, form, http, database, secrets, ct)
            );
        }
    }

    private static async Task<IResult> SetAsync(
        ChannelSection section,
        IFormCollection form,
        HttpContext http,
        Database database,
        ChannelSecrets secrets,
        CancellationToken ct
    )
    {
        var typed = form.Typed(section.Fields.Select(f => f.Name));
        var given = form.Typed(section.Secrets);
        var problems = section.Refuse(typed.Concat(given).ToDictionary());
        var model = await ShowChannels.ModelAsync(database, ct);
        if (
            problems.Count == 0
            && section == ChannelSection.SmsIn
            && typed["sms_in.header"].Length > 0
            && given["sms_in.secret"].Length == 0
            && !model.SecretsSet.Contains("sms_in.secret")
        )
        {
            problems = [MessagesProblems.SecretMissing().At("sms_in.secret")];
        }
        if (problems.Count > 0)
        {
            return ShowChannels.Page(model with { Typed = typed, Problems = problems });
        }
        await database.WriteAsync(tx => secrets.KeepAsync(tx, Caller.Of(http)!.Id, section, typed, given), ct);
        return Results.LocalRedirect($"{ShowChannels.Path}#{section.Key}");
    }
}
