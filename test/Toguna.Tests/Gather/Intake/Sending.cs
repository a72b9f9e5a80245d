using Toguna.Tests.Foundation;

namespace Toguna.Tests.Gather.Intake;

/// <summary>Fills in and sends the reporter's form as a browser does, files and all.</summary>
internal static class Sending
{
    public static async Task<Dictionary<string, string>> FormAsync(HttpClient client, string path = "/report")
    {
        var page = await client.PageAsync(path);
        return page.QuerySelectorAll("main form[data-report] input[type=hidden]")
            .ToDictionary(i => i.GetAttribute("name")!, i => i.GetAttribute("value") ?? "");
    }

    public static async Task<HttpResponseMessage> SendAsync(
        HttpClient client,
        Dictionary<string, string> form,
        string path = "/report",
        params byte[][] files
    )
    {
        using var content = new MultipartFormDataContent();
        foreach (var (name, value) in form)
        {
            content.Add(new StringContent(value), name);
        }
        foreach (var file in files)
        {
            content.Add(new ByteArrayContent(file), "files", "Moussa-de-Tolmé.jpg");
        }
        return await client.PostAsync(path, content);
    }

    /// <summary>A report as somebody would send it, changed.</summary>
    public static async Task<HttpResponseMessage> ReportAsync(
        HttpClient client,
        (string Field, string Value)[] changes,
        params byte[][] files
    )
    {
        var form = await FormAsync(client);
        form["kind"] = "danger";
        form["text"] = "Des motos aux puits depuis le coucher du soleil.";
        form["where"] = "Tolmé";
        foreach (var (field, value) in changes)
        {
            form[field] = value;
        }
        return await SendAsync(client, form, "/report", files);
    }

    /// <summary>The receipt code on the page; null: none.</summary>
    public static async Task<string?> ReceiptAsync(this HttpResponseMessage answer) =>
        (await answer.DocumentAsync()).QuerySelector("main code.cmd")?.TextContent;
}
