using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;

namespace Toguna.Tests.Foundation;

/// <summary>Every role at every door: 403 for what a role may not do, whatever stands behind the door.</summary>
/// <remarks>Who may what is written down here once more and not taken from the policy; a door that no rule names fails the test.</remarks>
public sealed class RouteMatrixTests
{
    private const Role R = Role.Reporter;

    private static readonly Role[] Everybody = Enum.GetValues<Role>();
    private static readonly Role[] Readers = [.. Everybody.Except([R])];
    private static readonly Role[] Officers = [Role.DutyOfficer, Role.HumanRightsOfficer];
    private static readonly Role[] Rights = [Role.HumanRightsOfficer];
    private static readonly Role[] Writers = [Role.DutyOfficer, Role.HumanRightsOfficer, Role.Analyst];
    private static readonly Role[] Verifiers = [Role.HumanRightsOfficer, Role.Analyst];
    private static readonly Role[] Administrators = [Role.Administrator];
    private static readonly Role[] Importers = [Role.Analyst, Role.Administrator];
    private static readonly Role[] Reporters = [.. Everybody.Except([Role.Researcher, Role.Administrator])];
    private static readonly Role[] Exporters = [.. Readers.Except([Role.FocalPoint, Role.Researcher])];
    private static readonly Role[] Destroyers = [Role.HumanRightsOfficer, Role.Administrator];
    private static readonly Role[] Granters = [Role.HumanRightsOfficer, Role.Leadership, Role.Administrator];
    private static readonly Role[] Leads =
    [
        Role.DutyOfficer,
        Role.ProtectionAdviser,
        Role.HumanRightsOfficer,
        Role.Leadership,
    ];
    private static readonly Role[] Authorisers = [Role.ProtectionAdviser, Role.Leadership];
    private static readonly Role[] Lockers =
    [
        Role.DutyOfficer,
        Role.HumanRightsOfficer,
        Role.Leadership,
        Role.Administrator,
    ];

    /// <summary>The first rule that fits a door counts.</summary>
    private static readonly (string Door, Role[] May)[] Rules =
    [
        // Doors without a role: of the house and of the own account.
        (@"\w+ /account/contact", Readers),
        (@"POST /gateway/sms", Everybody),
        (@"\w+ /(health|language|second.*|account.*)?", Everybody),
        (@"\w+ /administration/access.*", Granters),
        (@"\w+ /(administration|keys).*", Administrators),
        (@"\w+ /lock", Lockers),
        (@"\w+ /destruction.*", Destroyers),
        (@"\w+ /imports.*", Importers),
        (@"\w+ /report", Reporters),
        (@"\w+ /sources/(find|\{[^}]*\}/identity.*)", Rights),
        (@"POST /attachments/.*", Rights),
        (@"\w+ /sources.*|\w+ /triage|POST /reports/.*", Officers),
        (
            @"\w+ /cases/find|POST /cases.*|GET /cases/\{[^}]*\}/interviews.*|POST /incidents/\{[^}]*\}/victims/.*",
            Rights
        ),
        (
            @"GET /response-rate/(export|kept/.*/export)|POST /response-rate/kept|GET /training/export|GET /exposure/export|GET /forecasts/export|GET /daily/file|GET /incidents/export|GET /exports|GET /series/.*/export|GET /briefing/file",
            Exporters
        ),
        (@"\w+ /incidents/(merge|bulk|\{[^}]*\}/split).*|\w+ /changes.*", Verifiers),
        (@"\w+ /incidents/\{[^}]*\}/finding.*", Verifiers),
        (@"\w+ /incidents/(new|places|draft.*|\{[^}]*\}/edit)|POST /(context|series|actors).*", Writers),
        (@"GET /api/alerts/.*", Exporters),
        (@"\w+ (/api/alerts/cap|/alerts/cap.*)", [.. Leads, Role.Analyst]),
        (@"\w+ /alerts/(new|\{[^}]*\}/(edit|warn|share|outcome))", [.. Leads, Role.Analyst]),
        ("POST /exposure/bases", [.. Leads, Role.Analyst]),
        (@"POST /signals/\{[^}]*\}/decide", [.. Leads, Role.Analyst]),
        (@"\w+ /alerts/\{[^}]*\}/(respond|tasks|review)|POST /daily", Leads),
        (@"POST /(reviews/follow-ups/.*|training)|\w+ /rotations/new", [.. Leads, Role.FocalPoint]),
        (@"POST /alerts/\{[^}]*\}/tasks/.*", [.. Leads, Role.FocalPoint]),
        (@"POST /movements/(\{[^}]*\}/authorise|caveats.*)", Authorisers),
        (
            @"\w+ /movements/(new|plan|\{[^}]*\}/edit)|GET /movements/denied/export|POST /movements/(fleet/.*|denied/\{.*|\{[^}]*\}/steps)",
            Leads
        ),
        (@"\w+ /movements.*", [.. Leads, Role.FocalPoint]),
        (@"GET .*|POST /(views.*|tour|places/.*|notices/.*)", Readers),
    ];

    // What a role may do is decided before any database is asked: one engine says it for both.
    [Fact]
    public async Task Each_role_passes_the_doors_that_are_its_own_and_no_others()
    {
        await using var app = await TestApp.StartAsync(Engine.Sqlite);
        var doors = app
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
            .SelectMany(e =>
                (e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(m =>
                    (Method: m, Path: "/" + e.RoutePattern.RawText!.Trim('/'))
                )
            )
            .Where(d => d.Method is "GET" or "POST" && !d.Path.Contains("{**", StringComparison.Ordinal))
            .Distinct()
            .ToList();
        doors.Count.ShouldBeGreaterThan(100);
        foreach (var role in Everybody)
        {
            using var client = await app.AsAsync(role);
            // Signing in and out is no role's, and tries of codes are counted.
            foreach (var (method, path) in doors.Where(d => !Regex.IsMatch(d.Path, "^/(leave|link|tell|status|sign-)")))
            {
                var door = $"{method} {path}";
                var rule = Rules.FirstOrDefault(r => Regex.IsMatch(door, $"^(?:{r.Door})$"));
                rule.May.ShouldNotBeNull($"{door}: say who may");
                using var request = new HttpRequestMessage(new HttpMethod(method), Filled(path));
                // Some answers go on for as long as somebody listens.
                using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
                ((int)answer.StatusCode).ShouldBeLessThan(500, $"{role} at {door}");
                (answer.StatusCode == HttpStatusCode.Forbidden).ShouldBe(
                    !rule.May.Contains(role),
                    $"{role} at {door}: {answer.StatusCode}"
                );
            }
        }
    }

    private static string Filled(string path) =>
        Regex.Replace(Regex.Replace(path, @"\{[^}]*guid[^}]*\}", Guid.Empty.ToString()), @"\{[^}]*\}", "1");
}
