using System.Net;
using AngleSharp.Dom;
using Dapper;
using Shouldly;
using Toguna.Tests.Foundation;

namespace Toguna.Tests.Record.Cases;

/// <summary>Opens cases and works in them as a browser without script does.</summary>
internal static class CaseSteps
{
    /// <summary>Opens a case.</summary>
    /// <returns>Its address.</returns>
    public static async Task<string> OpenCaseAsync(HttpClient officer)
    {
        var answer = await officer.PostFormAsync("/cases", []);
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        return answer.Headers.Location!.ToString();
    }

    public static async Task<string> IdOfCaseAsync(TestApp desk, string address)
    {
        await using var c = await desk.Database.OpenAsync();
        return (
            await c.QuerySingleAsync<Guid>(
                "SELECT compartment_id FROM compartment WHERE code = @code",
                new { code = address["/cases/".Length..] }
            )
        ).ToString();
    }

    public static Task<HttpResponseMessage> AddAsync(HttpClient officer, string address, string incident) =>
        officer.PostFormAsync(address, new() { ["incident"] = incident }, address + "/incidents");

    /// <param name="what">enclose, release, remove.</param>
    public static Task<HttpResponseMessage> DoAsync(HttpClient officer, string address, string incident, string what) =>
        officer.PostFormAsync(address, [], $"{address}/incidents/{incident}/{what}");

    /// <summary>Adds an incident to a case and hides it there.</summary>
    public static async Task EncloseAsync(HttpClient officer, string address, string incident)
    {
        (await AddAsync(officer, address, incident)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await DoAsync(officer, address, incident, "enclose")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    public static async Task<IReadOnlyList<string>> AuditAsync(TestApp desk, string action)
    {
        await using var c = await desk.Database.OpenAsync();
        return (
            await c.QueryAsync<string>("SELECT detail FROM audit_entry WHERE action = @action", new { action })
        ).AsList();
    }

    public static async Task<string> ErrorsAsync(HttpResponseMessage answer) =>
        (await answer.DocumentAsync()).QuerySelector(".errsum")?.Text() ?? $"no problem: {answer.StatusCode}";
}
