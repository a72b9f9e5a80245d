using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Dapper;
using Shouldly;
using Toguna.Tests.Foundation;

namespace Toguna.Tests.Record.Incidents;

/// <summary>Fills in the forms of an incident as a browser without script does.</summary>
internal static class IncidentForms
{
    public static async Task<Dictionary<string, string>> FilledAsync(HttpClient client)
    {
        var form = await FormAsync(client, "/incidents/new");
        form["title"] = "Raid on the market";
        form["date_from"] = "6 March 2031";
        form["place"] = "Issoumbré";
        form["country"] = "Tanvara";
        form["report"] = "They came at dawn, \u202eeleven dead.";
        form["act.0.kind"] = "killing";
        form["act.0.by"] = "Adrassane Front; Dan-Keru militia";
        form["act.0.grade"] = "suspected";
        form["act.0.target"] = "traders";
        form["party.0.name"] = "adrassane front";
        form["casualties.0.min"] = "12";
        form["casualties.0.best"] = "11";
        return form;
    }

    public static async Task<Dictionary<string, string>> FormAsync(HttpClient client, string address) =>
        Fields(await PageAsync(await client.GetAsync(address)));

    /// <summary>What a browser would send: every field of the form, none of its buttons.</summary>
    public static Dictionary<string, string> Fields(IDocument page)
    {
        var fields = new Dictionary<string, string>();
        foreach (var element in page.QuerySelectorAll("main form[method=post] [name]"))
        {
            switch (element)
            {
                case IHtmlInputElement { Type: "checkbox" or "radio", IsChecked: false } or IHtmlButtonElement:
                    break;
                case IHtmlInputElement input:
                    fields[input.Name!] = input.Value;
                    break;
                case IHtmlSelectElement select:
                    fields[select.Name!] = select.Value ?? "";
                    break;
                case IHtmlTextAreaElement area:
                    fields[area.Name!] = area.Value;
                    break;
            }
        }
        return fields;
    }

    public static async Task<long> CountAsync(TestApp desk, string from)
    {
        await using var c = await desk.Database.OpenAsync();
        return await c.ExecuteScalarAsync<long>($"SELECT count(*) FROM {from}");
    }

    public static async Task<IDocument> PageAsync(HttpResponseMessage answer)
    {
        var html = await answer.Content.ReadAsStringAsync();
        ((int)answer.StatusCode).ShouldBeLessThan(500, html);
        return await BrowsingContext.New(Configuration.Default).OpenAsync(r => r.Content(html));
    }

    /// <summary>Records the incident of <see cref="FilledAsync"/>, as changed; the newest number is its number.</summary>
    public static async Task<string> RecordAsync(HttpClient client, params (string Field, string Value)[] changes)
    {
        var form = await FilledAsync(client);
        foreach (var (field, value) in changes)
        {
            form[field] = value;
        }
        var answer = await client.PostAsync("/incidents/new", new FormUrlEncodedContent(form));
        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.Found, await answer.Content.ReadAsStringAsync());
        return answer.Headers.Location!.ToString();
    }

    /// <summary>Opens a page, changes fields of its form and sends it to where the form goes.</summary>
    public static async Task<HttpResponseMessage> SendAsync(
        HttpClient client,
        string address,
        params (string Field, string Value)[] changes
    )
    {
        var page = await PageAsync(await client.GetAsync(address));
        var form = Fields(page);
        foreach (var (field, value) in changes)
        {
            form[field] = value;
        }
        var sent = page.QuerySelector("main form[data-form]") ?? page.QuerySelector("main form[method=post]")!;
        var action = sent.GetAttribute("action") ?? address;
        return await client.PostAsync(action, new FormUrlEncodedContent(form));
    }
}
