using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Dapper;
using Shouldly;
using Toguna.Tests.Foundation;

namespace Toguna.Tests.Respond;

/// <summary>Plans movements and asks for seats as people do in the browser.</summary>
internal static class MovementForms
{
    /// <summary>The fields, with these changed; no value: the field is not sent.</summary>
    private static Dictionary<string, string> With(
        Dictionary<string, string> fields,
        (string Field, string? Value)[] changes
    )
    {
        foreach (var (field, value) in changes)
        {
            fields[field] = value!;
            if (value is null)
            {
                fields.Remove(field);
            }
        }
        return fields;
    }

    public static Dictionary<string, string> Convoy(params (string Field, string? Value)[] changes) =>
        With(
            new()
            {
                ["kind"] = "convoy",
                ["from"] = "Sévaré",
                ["via"] = "Konna\r\nBoni",
                ["to"] = "Douentza",
                ["leaves"] = "2026-03-14T07:00",
                ["arrives"] = "2026-03-14T15:00",
                ["seats"] = "8",
                ["cargo"] = "500",
            },
            changes
        );

    public static Dictionary<string, string> Request(params (string Field, string? Value)[] changes) =>
        With(
            new()
            {
                ["component"] = "HumanRights",
                ["from"] = "Sévaré",
                ["to"] = "Boni",
                ["earliest"] = "2026-03-14T06:00",
                ["latest"] = "2026-03-14T18:00",
                ["people"] = "2",
                ["cargo"] = "50",
                ["escort"] = "either",
                ["why"] = "Interviews after the market.",
            },
            changes
        );

    /// <returns>Address of the movement.</returns>
    public static async Task<string> PlanAsync(HttpClient who, params (string Field, string? Value)[] changes)
    {
        using var answer = await who.PostFormAsync("/movements/new", Convoy(changes));
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        return answer.Headers.Location!.ToString();
    }

    public static Task<HttpResponseMessage> AskAsync(HttpClient who, params (string Field, string? Value)[] changes) =>
        who.PostFormAsync("/movements/requests/new", Request(changes));

    /// <summary>Presses a button of the movement's page, with the version that the page has.</summary>
    public static async Task<HttpResponseMessage> StepAsync(
        HttpClient who,
        string movement,
        string door,
        params (string Field, string Value)[] fields
    )
    {
        var page = await who.PageAsync(movement);
        var sent = fields.ToDictionary(f => f.Field, f => f.Value);
        sent.TryAdd(
            "version",
            page.QuerySelector<IHtmlInputElement>($"form[action$='/{door}'] input[name=version]")?.Value ?? ""
        );
        // The token of a page that always has a form: a button that is gone may still be pressed on an old page.
        return await who.PostFormAsync("/movements/requests/new", sent, $"{movement}/{door}");
    }

    public static Task<HttpResponseMessage> JoinAsync(
        HttpClient who,
        string movement,
        string component,
        int people,
        int on = 0,
        int off = 3
    ) =>
        StepAsync(
            who,
            movement,
            "seats",
            ("component", component),
            ("people", $"{people}"),
            ("on", $"{on}"),
            ("off", $"{off}"),
            ("why", "To see the committee.")
        );

    public static async Task DoneAsync(Task<HttpResponseMessage> step)
    {
        using var answer = await step;
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>What the page says is wrong.</summary>
    public static async Task<string> RefusedAsync(Task<HttpResponseMessage> step, HttpStatusCode status)
    {
        using var answer = await step;
        answer.StatusCode.ShouldBe(status, await answer.Content.ReadAsStringAsync());
        return (await answer.DocumentAsync()).QuerySelector(".errsum")!.TextContent;
    }

    /// <summary>What the page warns of, sentence by sentence.</summary>
    public static async Task<IReadOnlyList<string>> ConflictsAsync(HttpClient who, string page) =>
        [.. (await who.PageAsync(page)).QuerySelectorAll(".msg--warn p").Select(p => p.TextContent)];

    /// <summary>Keeps a vehicle and says how to name it in a form.</summary>
    public static async Task<string> VehicleAsync(
        TestApp app,
        HttpClient who,
        string name,
        params (string Field, string? Value)[] changes
    )
    {
        await DoneAsync(
            who.PostFormAsync(
                "/movements/fleet",
                With(
                    new()
                    {
                        ["name"] = name,
                        ["kind"] = "road",
                        ["seats"] = "4",
                        ["cargo"] = "200",
                        ["speed"] = "40",
                        ["base"] = "Sévaré",
                    },
                    changes
                ),
                "/movements/fleet/vehicles"
            )
        );
        await using var c = await app.Database.OpenAsync();
        return (
            await c.QuerySingleAsync<Guid>("SELECT vehicle_id FROM vehicle WHERE name = @name", new { name })
        ).ToString();
    }

    public static async Task<string> EscortAsync(
        TestApp app,
        HttpClient who,
        string name,
        params (string Field, string? Value)[] changes
    )
    {
        await DoneAsync(
            who.PostFormAsync(
                "/movements/fleet",
                With(
                    new()
                    {
                        ["name"] = name,
                        ["component"] = "Force",
                        ["at_once"] = "1",
                        ["guards"] = "3",
                        ["base"] = "Sévaré",
                    },
                    changes
                ),
                "/movements/fleet/escorts"
            )
        );
        await using var c = await app.Database.OpenAsync();
        return (
            await c.QuerySingleAsync<Guid>("SELECT escort_id FROM escort WHERE name = @name", new { name })
        ).ToString();
    }

    public static Task StateAsync(HttpClient who, string one, string other, int minutes, bool escorted = false) =>
        DoneAsync(
            who.PostFormAsync(
                "/movements/fleet",
                With(
                    new()
                    {
                        ["one"] = one,
                        ["other"] = other,
                        ["minutes"] = $"{minutes}",
                    },
                    [("escorted", escorted ? "1" : null)]
                ),
                "/movements/fleet/times"
            )
        );
}
