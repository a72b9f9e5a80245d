using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Toguna.Tests.Foundation;

/// <summary>Reads pages and fills in forms as a browser without script does.</summary>
public static class Forms
{
    /// <summary>The page, parsed.</summary>
    public static async Task<IHtmlDocument> PageAsync(this HttpClient client, string path) =>
        await new HtmlParser().ParseDocumentAsync(await client.GetStringAsync(path));

    public static async Task<IHtmlDocument> DocumentAsync(this HttpResponseMessage answer) =>
        await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStringAsync());

    /// <summary>Fetches the page, takes its antiforgery token, and posts the fields back to <paramref name="action"/> or the same path.</summary>
    public static async Task<HttpResponseMessage> PostFormAsync(
        this HttpClient client,
        string path,
        Dictionary<string, string> fields,
        string? action = null
    )
    {
        var page = await client.PageAsync(path);
        var token = page.QuerySelector("main input[name=__RequestVerificationToken]")?.GetAttribute("value");
        if (token is not null)
        {
            fields["__RequestVerificationToken"] = token;
        }
        using var content = new FormUrlEncodedContent(fields);
        return await client.PostAsync(action ?? path, content);
    }
}
