using System.Net;
using AngleSharp.Html.Dom;
using Dapper;
using Shouldly;
using Toguna.Gather;
using Toguna.Tests.Foundation;

namespace Toguna.Tests.Gather.Sources;

/// <summary>Makes sources and sends their forms as a browser without script does.</summary>
internal static class SourceForms
{
    /// <summary>Makes a source by the form.</summary>
    /// <returns>The address of its page.</returns>
    public static async Task<string> MakeAsync(
        this HttpClient client,
        string codeName,
        string kind = "person",
        string reliability = "B"
    )
    {
        using var answer = await client.PostFormAsync(
            "/sources/new",
            new()
            {
                ["code_name"] = codeName,
                ["kind"] = kind,
                ["reliability"] = reliability,
            }
        );
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        return answer.Headers.Location!.ToString();
    }

    public static Guid IdOf(string page) => Guid.Parse(page["/sources/".Length..]);

    /// <summary>Sends a form to an address below the page of a source; the token is of another page, which opens to all who may triage.</summary>
    public static Task<HttpResponseMessage> SendAsync(
        this HttpClient client,
        string page,
        string form,
        params (string Field, string Value)[] fields
    ) => client.PostFormAsync("/sources/new", fields.ToDictionary(f => f.Field, f => f.Value), $"{page}/{form}");

    /// <summary>What stands beside the fields of a form that was refused.</summary>
    public static async Task<(IHtmlDocument Page, string Problems)> RefusedAsync(HttpResponseMessage answer)
    {
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = await answer.DocumentAsync();
        page.QuerySelectorAll(".errsum li").Length.ShouldBe(page.QuerySelectorAll(".field .error").Length);
        return (page, page.QuerySelector(".errsum")!.TextContent);
    }

    /// <summary>A report of that source, as if it had come now.</summary>
    public static async Task<Guid> ReportAsync(
        this TestApp app,
        Guid source,
        string text,
        int classification = 0,
        Guid? compartment = null,
        DateTimeOffset? at = null
    ) =>
        await app.Database.WriteAsync(async tx =>
        {
            var id = tx.NewId();
            await ReportBook.KeepAsync(
                tx,
                [
                    new NewReport(
                        id,
                        source,
                        "sms",
                        null,
                        null,
                        null,
                        null,
                        text,
                        ReportBook.FingerprintOf(text),
                        ReceivedAt: at
                    ),
                ]
            );
            await tx.ExecuteAsync(
                "UPDATE report SET classification = @classification, compartment_id = @compartment WHERE report_id = @id",
                new
                {
                    id,
                    classification,
                    compartment,
                }
            );
            return id;
        });

    /// <summary>Actions of the audit log on a source, the oldest first, and all that stands in it.</summary>
    public static async Task<(string Actions, string Text)> AuditAsync(this TestApp app, Guid source)
    {
        await using var c = await app.Database.OpenAsync();
        var rows = (
            await c.QueryAsync<(string Action, string Detail)>(
                "SELECT action, detail FROM audit_entry WHERE subject = @Subject ORDER BY seq",
                new { Subject = $"source:{source}" }
            )
        ).AsList();
        return (string.Join(' ', rows.Select(r => r.Action)), string.Join(' ', rows.Select(r => r.Detail)));
    }
}
