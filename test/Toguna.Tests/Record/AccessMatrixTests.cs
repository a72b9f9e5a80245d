using System.Net;
using System.Text.Json;
using Dapper;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Tests.Desk.Triage;
using Toguna.Tests.Foundation;
using Toguna.Tests.Record.Incidents;

namespace Toguna.Tests.Record;

/// <summary>Everybody against every kind of incident by every way there is to it: shown, counted, found, drawn, exported.</summary>
/// <remarks>What is expected is written down here and not worked out from the policy.</remarks>
public sealed class AccessMatrixTests
{
    /// <summary>The kinds of incidents, each with a title of its own and a place of its own.</summary>
    private static readonly string[] Kinds =
    [
        "open",
        "confidential",
        "strict",
        "strictforce",
        "incase",
        "withheld",
        "exercise",
    ];

    /// <summary>Who, and which of the kinds they may know of.</summary>
    private static readonly (Role Role, Component? Component, bool InCase, string Sees)[] Callers =
    [
        (Role.DutyOfficer, Component.Joc, false, "open confidential withheld"),
        (Role.DutyOfficer, null, true, "open confidential withheld incase"),
        (Role.ProtectionAdviser, Component.Protection, false, "open confidential strict"),
        (Role.HumanRightsOfficer, Component.HumanRights, false, "open confidential strict withheld"),
        (Role.HumanRightsOfficer, Component.HumanRights, true, "open confidential strict withheld incase"),
        (Role.Analyst, Component.Jmac, false, "open confidential"),
        (Role.Analyst, Component.Force, true, "open confidential incase"),
        (Role.FocalPoint, Component.Force, false, "open confidential"),
        (Role.Leadership, null, false, "open confidential strict strictforce"),
        (Role.Researcher, null, false, "open"),
        (Role.Administrator, null, false, "open confidential strict"),
        (Role.Administrator, Component.Force, false, "open confidential strict strictforce"),
        // Without roles that read it does not help to be let in; a partner sees what was opened and nothing else.
        (Role.FocalPoint, Component.Partner, false, ""),
        (Role.FocalPoint, Component.Partner, true, "incase"),
        (Role.Leadership, Component.Partner, false, ""),
    ];

    [Theory, BothEngines]
    public async Task Nobody_is_shown_or_counted_what_they_may_not_know_of(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var numbers = await FillAsync(app);
        foreach (var who in Callers)
        {
            var client = await app.AsAsync(who.Role);
            await StandAsync(app, client, who.Component, who.InCase);
            var name = $"{who.Role} {who.Component} {who.InCase}";
            var sees = who.Sees.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            // What its source does not want shared is read by who receives reports, and handed on by nobody.
            var hands = sees.Except(["withheld"]).ToArray();
            foreach (var kind in Kinds)
            {
                var there = sees.Contains(kind) ? HttpStatusCode.OK : HttpStatusCode.NotFound;
                var handed = hands.Contains(kind) ? HttpStatusCode.OK : HttpStatusCode.NotFound;
                await AnswersAsync(client, $"/incidents/INC-{numbers[kind]:0000}", there, name, kind);
                await AnswersAsync(client, $"/api/incidents/{numbers[kind]}", handed, name, kind);
                if (Writes(who))
                {
                    await AnswersAsync(client, $"/incidents/INC-{numbers[kind]:0000}/edit", there, name, kind);
                }
                var found = await client.GetStringAsync($"/incidents?q=Kind{kind}");
                (found.Contains($"INC-{numbers[kind]:0000}", StringComparison.Ordinal)).ShouldBe(
                    sees.Contains(kind),
                    $"{name} searches {kind}"
                );
                var near = await client.GetStringAsync($"/incidents?place=Place{kind}");
                near.Contains($"INC-{numbers[kind]:0000}", StringComparison.Ordinal)
                    .ShouldBe(sees.Contains(kind), $"{name} filters {kind}");
            }
            await CountsAsync(client, sees, hands, name, who);
        }
    }

    private static async Task CountsAsync(
        HttpClient client,
        string[] sees,
        string[] hands,
        string name,
        (Role Role, Component? Component, bool InCase, string Sees) who
    )
    {
        var list = await client.GetStringAsync("/incidents");
        var trends = await client.GetStringAsync("/trends?by=country");
        foreach (var kind in Kinds)
        {
            list.Contains($"Kind{kind}", StringComparison.Ordinal)
                .ShouldBe(sees.Contains(kind), $"{name} lists {kind}");
            // Names of countries are offered as choices and as rows: they betray as much as a title.
            (list.Contains($"Land{kind}", StringComparison.Ordinal) && !sees.Contains(kind)).ShouldBeFalse(
                $"{name} facets {kind}"
            );
            trends
                .Contains($"Land{kind}", StringComparison.Ordinal)
                .ShouldBe(sees.Contains(kind), $"{name} trends {kind}");
        }
        using var map = JsonDocument.Parse(await client.GetStringAsync("/map/points?zoom=8"));
        map.RootElement.GetProperty("incidents").GetInt32().ShouldBe(sees.Length, $"{name} map");
        map.RootElement.GetProperty("points").GetArrayLength().ShouldBe(sees.Length, $"{name} map");
        using var totals = JsonDocument.Parse(await client.GetStringAsync("/api/totals?by=country"));
        totals.RootElement.GetProperty("incidents").GetInt32().ShouldBe(hands.Length, $"{name} totals");
        using var rows = JsonDocument.Parse(await client.GetStringAsync("/api/incidents"));
        rows.RootElement.GetProperty("total").GetInt32().ShouldBe(hands.Length, $"{name} api");
        if (Exports(who))
        {
            foreach (var format in new[] { "csv", "geojson", "hxl" })
            {
                var file = await client.GetStringAsync("/incidents/export?format=" + format);
                foreach (var kind in Kinds)
                {
                    file.Contains($"Kind{kind}", StringComparison.Ordinal)
                        .ShouldBe(hands.Contains(kind), $"{name} exports {kind} {format}");
                }
            }
        }
        else
        {
            var refused = await client.GetAsync("/incidents/export?format=csv");
            refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden, name);
        }
    }

    private static bool Writes((Role Role, Component? Component, bool, string) who) =>
        who.Component != Component.Partner && who.Role is Role.DutyOfficer or Role.HumanRightsOfficer or Role.Analyst;

    private static bool Exports((Role Role, Component? Component, bool, string) who) =>
        who.Component != Component.Partner && who.Role is not (Role.FocalPoint or Role.Researcher);

    private static async Task AnswersAsync(
        HttpClient client,
        string path,
        HttpStatusCode expected,
        string who,
        string kind
    )
    {
        using var answer = await client.GetAsync(path);
        answer.StatusCode.ShouldBe(expected, $"{who} asks {path} ({kind})");
    }

    private static async Task<Dictionary<string, long>> FillAsync(TestApp app)
    {
        var duty = await app.AsAsync(Role.DutyOfficer);
        var numbers = new Dictionary<string, long>();
        for (var i = 0; i < Kinds.Length; i++)
        {
            var kind = Kinds[i];
            var address = await IncidentForms.RecordAsync(
                duty,
                ("title", "Kind" + kind),
                ("place", "Place" + kind),
                ("country", "Land" + kind),
                ("latitude", (10 + i).ToString(System.Globalization.CultureInfo.InvariantCulture)),
                ("longitude", (20 + i).ToString(System.Globalization.CultureInfo.InvariantCulture))
            );
            numbers[kind] = long.Parse(address.Split('-')[^1], System.Globalization.CultureInfo.InvariantCulture);
        }
        await app.Database.WriteAsync(async tx =>
        {
            await SetAsync("confidential", "classification = 1");
            await SetAsync("strict", "classification = 2");
            await SetAsync("strictforce", "classification = 2, component = 'Force'");
            await SetAsync("incase", "compartment_id = @case", new { @case = Compartments.Conduct });
            await SetAsync("withheld", "withheld = 63");
            await SetAsync("exercise", "exercise = @yes", new { yes = true });

            Task SetAsync(string kind, string what, object? more = null)
            {
                var parameters = new DynamicParameters(more);
                parameters.Add("number", numbers[kind]);
                return tx.ExecuteAsync($"UPDATE incident SET {what} WHERE number = @number", parameters);
            }
        });
        return numbers;
    }

    private static async Task StandAsync(TestApp app, HttpClient client, Component? component, bool inCase)
    {
        var name = (await client.PageAsync("/account")).QuerySelector(".roof__who a.long")!.TextContent;
        await app.Database.WriteAsync(tx =>
            tx.ExecuteAsync(
                """UPDATE user_account SET "Component" = @component WHERE "UserName" = @name""",
                new { component = component?.ToString(), name }
            )
        );
        if (inCase)
        {
            await TriageTests.LetInAsync(app, client, Compartments.Conduct);
        }
    }
}
