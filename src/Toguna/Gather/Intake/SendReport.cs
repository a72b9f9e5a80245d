using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Gather.Sources;

namespace Toguna.Gather.Intake;

/// <summary>The form by which a report is sent: <c>/report</c> with an account, <c>/tell</c> with an invitation.</summary>
/// <remarks>No address holds a code, and nothing that a reporter types is kept by the browser.</remarks>
internal static class SendReport
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/report", Open).Needs(Permission.Report);
        TakesFiles(routes.MapPost("/report", SendAsync)).Needs(Permission.Report).KeepsTyped();
        var open = routes.MapGroup("/tell").AllowAnonymous();
        open.MapGet(
            "",
            IResult () => new RazorComponentResult<EnterCodePage>(new { Problems = Array.Empty<Problem>() })
        );
        open.MapPost("", EnterAsync).RequireRateLimiting(AccessServices.SignInLimit);
        TakesFiles(open.MapPost("/send", SendInvitedAsync))
            .RequireRateLimiting(AccessServices.SignInLimit)
            .KeepsTyped();
    }

    private static IResult Open(HttpContext http, TimeProvider clock, [FromQuery(Name = "long")] string? more)
    {
        var form = ReportForm.Empty(Ids.New(clock));
        return Page(
            http,
            more is null ? form : form with { Fields = new Dictionary<string, string> { ["long"] = "1" } },
            []
        );
    }

    private static async Task<IResult> SendAsync(
        HttpContext http,
        KeepSent keep,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var caller = Caller.Of(http)!;
        var form = ReportForm.Read(Ids.New(clock), await http.Request.ReadFormAsync(ct));
        // A reporter speaks for nobody else, whatever is sent.
        var isReporter = IsReporter(caller);
        var source = isReporter ? "" : form["source"];
        var by = new SentBy(Guid.Parse(caller.Id), null, source, !isReporter, source.Length > 0 ? caller : null);
        if (isReporter)
        {
            form = Without(form, "source", "channel", "credibility", "classification");
        }
        var component = isReporter ? null : caller.Standing.Component?.ToString();
        return await KeepAsync(http, keep, clock, form, by, component, ct);
    }

    private static async Task<IResult> EnterAsync(
        [FromForm] string? invitation,
        HttpContext http,
        Invitations invitations,
        TimeProvider clock
    )
    {
        if (await invitations.LookAsync(invitation ?? "") is null)
        {
            return new RazorComponentResult<EnterCodePage>(
                new { Problems = new[] { GatherProblems.InvitationRefused().At("invitation") } }
            )
            {
                StatusCode = 422,
            };
        }
        var form = ReportForm.Empty(Ids.New(clock));
        return Page(http, form with { Fields = new Dictionary<string, string> { ["invitation"] = invitation! } }, []);
    }

    private static async Task<IResult> SendInvitedAsync(
        HttpContext http,
        KeepSent keep,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var form = ReportForm.Read(Ids.New(clock), await http.Request.ReadFormAsync(ct));
        form = Without(form, "source", "channel", "credibility", "classification");
        return await KeepAsync(http, keep, clock, form, new SentBy(null, form["invitation"], null, false), null, ct);
    }

    private static async Task<IResult> KeepAsync(
        HttpContext http,
        KeepSent keep,
        TimeProvider clock,
        ReportForm form,
        SentBy by,
        string? component,
        CancellationToken ct
    )
    {
        var problems = form.Refuse(DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime)).ToList();
        var (files, refused) = await SentFiles.ReadAsync(http.Request.Form.Files, ct);
        problems.AddRange(refused);
        if (HeavyForms.TooHeavy(http) is { } sent)
        {
            problems.Insert(0, TooHeavy(sent));
        }
        if (problems.Count > 0)
        {
            return Page(http, form, problems);
        }
        var language = System.Globalization.CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
        var kept = await keep.RunAsync(new Sent(form, by, language, component, files));
        return kept.Problem is { } problem
            ? Page(http, form, [problem])
            : new RazorComponentResult<SentPage>(new { kept.Receipt, Bare = IsBare(http) });
    }

    private static Problem TooHeavy(long sent)
    {
        const int Most = SentFiles.LargestForm >> 20;
        return (
            sent > 0 ? GatherProblems.FormOver((sent + (1 << 20) - 1) >> 20, Most) : GatherProblems.FormTooHeavy(Most)
        ).At("files");
    }

    private static ReportForm Without(ReportForm form, params string[] fields) =>
        form with
        {
            Fields = form.Fields.Where(f => !fields.Contains(f.Key)).ToDictionary(),
        };

    private static bool IsReporter(Caller caller) =>
        !caller.May(Permission.Read) || caller.Standing.Component == Component.Partner;

    private static bool IsBare(HttpContext http) => Caller.Of(http) is not { } caller || !caller.May(Permission.Read);

    private static IResult Page(HttpContext http, ReportForm form, IReadOnlyList<Problem> problems) =>
        new RazorComponentResult<SendReportPage>(
            new
            {
                Form = form,
                Problems = problems,
                Bare = IsBare(http),
            }
        )
        {
            StatusCode = problems.Count == 0 ? 200 : problems[0].Status,
        };

    /// <summary>Files stay in memory: a temporary file would leave them on the disk in clear. Those that are too heavy do not even get there.</summary>
    private static TBuilder TakesFiles<TBuilder>(TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint
            .ReadsFormUpTo(SentFiles.LargestForm)
            .WithMetadata(new RequestSizeLimitAttribute(SentFiles.LargestForm))
            .WithFormOptions(
                memoryBufferThreshold: SentFiles.LargestForm,
                multipartBodyLengthLimit: SentFiles.LargestForm,
                bufferBodyLengthLimit: SentFiles.LargestForm
            );
}
