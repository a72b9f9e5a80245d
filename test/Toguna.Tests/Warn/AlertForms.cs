using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Gather;
using Toguna.Tests.Foundation;
using Toguna.Warn;

namespace Toguna.Tests.Warn;

/// <summary>Raises alerts and takes their steps as a person does in the browser.</summary>
internal static class AlertForms
{
    public static Dictionary<string, string> Filled(params (string Field, string Value)[] changes)
    {
        var fields = new Dictionary<string, string>
        {
            ["title"] = "Reprisal expected on market day",
            ["threat"] = "killing",
            ["place"] = "Issoumbré",
            ["at_risk"] = "traders and herders of the market",
            ["at_risk_count"] = "1200",
            ["likelihood"] = "3",
            ["severity"] = "4",
            ["urgency"] = "1",
            ["why"] = "Two people heard it said at the ford.",
            ["classification"] = "1",
            ["owner"] = "FieldOffice",
            ["do"] = "issue",
        };
        foreach (var (field, value) in changes)
        {
            fields[field] = value;
        }
        return fields;
    }

    /// <returns>Address of the alert.</returns>
    public static async Task<string> RaiseAsync(HttpClient who, params (string Field, string Value)[] changes)
    {
        using var answer = await who.PostFormAsync("/alerts/new", Filled(changes));
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        return answer.Headers.Location!.ToString();
    }

    /// <summary>Issues many at once, as the form does each.</summary>
    public static Task IssueAsync(TestApp app, int alerts, int classification = 1, Guid? compartment = null) =>
        app.Database.WriteAsync(async tx =>
        {
            var steps = app.Services.GetRequiredService<AlertSteps>();
            var open = compartment is { } inside ? new HashSet<Guid> { inside } : [];
            var by = new Caller("system", "system", Caller.System.Roles, Standing.Full with { Compartments = open });
            for (var i = 0; i < alerts; i++)
            {
                var facts = new AlertFacts(
                    "Reprisal expected on market day",
                    "killing",
                    null,
                    "traders of the market",
                    null,
                    new AlertPlace("Issoumbré", null, null, null, null),
                    null,
                    null,
                    3,
                    4,
                    Urgency.Imminent,
                    "Heard at the ford.",
                    classification,
                    nameof(Component.FieldOffice),
                    null
                );
                var alert = new NewAlert(tx.NewId(), facts, false, tx.Now, [], null, compartment);
                var (number, _) = await steps.RaiseAsync(tx, alert, by);
                (await steps.IssueAsync(new AlertAt(tx, Alert.ReferenceOf(number), null, by))).ShouldBeNull();
            }
        });

    /// <summary>Presses a button of the alert's page; the version is that of the page.</summary>
    public static async Task<HttpResponseMessage> StepAsync(
        HttpClient who,
        string alert,
        string door,
        params (string Field, string Value)[] fields
    )
    {
        var page = await who.PageAsync(alert);
        var sent = fields.ToDictionary(f => f.Field, f => f.Value);
        sent["__RequestVerificationToken"] = page.QuerySelector<IHtmlInputElement>(
            "main input[name=__RequestVerificationToken]"
        )!.Value;
        var own = page.QuerySelector<IHtmlInputElement>($"form[action$='{door}'] input[name=version]");
        sent.TryAdd("version", own?.Value ?? "");
        return await who.PostAsync($"{alert}/{door}", new FormUrlEncodedContent(sent));
    }

    public static async Task DoneAsync(Task<HttpResponseMessage> step)
    {
        using var answer = await step;
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>What the page says is wrong.</summary>
    public static async Task<string> RefusedAsync(Task<HttpResponseMessage> step, HttpStatusCode status)
    {
        using var answer = await step;
        answer.StatusCode.ShouldBe(status);
        return (await answer.DocumentAsync()).QuerySelector(".errsum")!.TextContent;
    }

    /// <summary>Asks for a task and leads to the door where it is answered.</summary>
    public static async Task<string> AskAsync(
        HttpClient who,
        string alert,
        params (string Field, string Value)[] fields
    )
    {
        var task = Guid.NewGuid();
        (string, string)[] all =
        [
            ("task", task.ToString()),
            ("kind", "dialogue"),
            ("what", "Call both herder committees."),
            ("of", "CivilAffairs"),
            ("exposes", "no"),
        ];
        await DoneAsync(
            StepAsync(who, alert, "tasks", [.. all.Where(a => fields.All(f => f.Field != a.Item1)), .. fields])
        );
        return $"tasks/{task}";
    }

    /// <summary>The words of the alert's story, the newest first.</summary>
    public static async Task<IReadOnlyList<string>> StoryAsync(HttpClient who, string alert) =>
        [.. (await who.PageAsync(alert)).QuerySelectorAll("ol.time li").Select(l => l.FirstChild!.TextContent.Trim())];
}
