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

    /// <summary>A small photo with a place, a camera and a comment in it.</summary>
    public static byte[] Photo()
    {
        static byte[] Segment(byte marker, byte[] body) =>
            [0xFF, marker, (byte)((body.Length + 2) >> 8), (byte)(body.Length + 2), .. body];
        return
        [
            0xFF,
            0xD8,
            .. Segment(0xE1, [.. "Exif\0\0"u8, .. "GPS 14.0667N 5.0303W camera-serial-7781"u8]),
            .. Segment(0xFE, [.. "taken by Moussa"u8]),
            .. Segment(0xDB, [0, .. Enumerable.Repeat((byte)16, 64)]),
            .. Segment(0xC0, [8, 0, 8, 0, 8, 1, 1, 0x11, 0]),
            .. Segment(0xC4, [0, 1, .. new byte[15], 0]),
            .. Segment(0xC4, [0x10, 1, .. new byte[15], 0]),
            .. Segment(0xDA, [1, 1, 0, 0, 63, 0]),
            0x3F,
            0xFF,
            0xD9,
        ];
    }
}
