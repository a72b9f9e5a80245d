using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Sealing;
using Toguna.Foundation.Storage;
using Toguna.Methods.Text;

namespace Toguna.Gather.Sources;

/// <summary>A new source, as it was typed.</summary>
public sealed record NewSource
{
    public string? CodeName { get; init; }
    public string? Kind { get; init; }
    public string? Reliability { get; init; }
    public string? Identity { get; init; }

    /// <summary>Never the identity.</summary>
    public override string ToString() => $"{CodeName}|{Kind}|{Reliability}";
}

/// <summary>Whether a source may be made as it is typed: pure.</summary>
public static class DecideSource
{
    private const int LongestName = 50;

    /// <summary>What people make; a dataset comes with its first import.</summary>
    public static IReadOnlyList<string> Kinds { get; } =
    [ReportAccess.Person, "organisation", "media", "patrol", "mission"];

    public static IReadOnlyList<Problem> Refuse(NewSource source)
    {
        var name = source.CodeName?.Trim() ?? "";
        Problem?[] problems =
        [
            Fold.Key(name).Length == 0 ? GatherProblems.TextMissing().At("code_name")
            : name.Length > LongestName ? GatherProblems.TextTooLong(name.Length, LongestName).At("code_name")
            : null,
            Kinds.Contains(source.Kind ?? "")
                ? null
                : GatherProblems.NotOffered(source.Kind ?? "", string.Join(", ", Kinds)).At("kind"),
            DecideGrade.RefuseGrade(source.Reliability),
            string.IsNullOrWhiteSpace(source.Identity) ? null : SealIdentity.Refuse(source.Identity),
        ];
        return [.. problems.OfType<Problem>()];
    }
}

/// <summary>The page <c>/sources/new</c>.</summary>
internal static class MakeSource
{
    /// <summary>A million for each word.</summary>
    private const int Added = 4;

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet(
            "/new",
            (HttpContext http) => Page(http, new NewSource { Reliability = DecideGrade.CannotBeJudged }, [])
        );
        pages.MapPost("/new", MakeAsync);
    }

    private static async Task<IResult> MakeAsync(
        [FromForm(Name = "code_name")] string? codeName,
        [FromForm] string? kind,
        [FromForm] string? reliability,
        [FromForm] string? identity,
        HttpContext http,
        Database database,
        SealedFields fields,
        AuditLog audit,
        CancellationToken ct
    )
    {
        var caller = Caller.Of(http)!;
        var typed = new NewSource
        {
            CodeName = codeName,
            Kind = kind,
            Reliability = reliability,
            Identity = identity,
        };
        // A name that somebody typed and nobody kept would be taken for kept.
        if (!string.IsNullOrWhiteSpace(identity) && !caller.May(Permission.Unseal))
        {
            throw FoundationProblems.Forbidden().Raise();
        }
        try
        {
            var (id, problems) = await database.WriteAsync(tx => KeepAsync(tx, typed, caller, fields, audit), ct);
            return problems.Count > 0 ? Page(http, typed, problems) : Results.LocalRedirect($"/sources/{id}");
        }
        catch (ProblemException e)
        {
            return Page(http, typed, [e.Problem.At("identity")]);
        }
    }

    private static async Task<(Guid Id, IReadOnlyList<Problem> Problems)> KeepAsync(
        WriteScope tx,
        NewSource typed,
        Caller caller,
        SealedFields fields,
        AuditLog audit
    )
    {
        var problems = DecideSource.Refuse(typed);
        if (problems.Count > 0)
        {
            return (default, problems);
        }
        var (id, codeName) = (tx.NewId(), $"{typed.CodeName!.Trim()}-{Signs()}");
        await tx.ExecuteAsync(
            """
            INSERT INTO source (source_id, code_name, kind, reliability, reliability_at, created_at)
            VALUES (@id, @codeName, @Kind, @Reliability, @Now, @Now)
            """,
            new
            {
                id,
                codeName,
                typed.Kind,
                typed.Reliability,
                tx.Now,
            }
        );
        if (!string.IsNullOrWhiteSpace(typed.Identity))
        {
            await SealIdentity.KeepAsync(tx, fields, audit, caller, id, typed.Identity);
        }
        await audit.AppendAsync(tx, caller.Id, "source.made", $"{SealedSources.Kind}:{id}", new { typed.Kind });
        // Whoever makes it grades it, and so goes on knowing of it.
        await GradeSource.KeepAsync(tx, audit, caller, id, typed.Reliability!, null);
        return (id, []);
    }

    /// <summary>Behind every word that somebody chose: so no name is ever taken, which would tell of a source they may not know of.</summary>
    private static string Signs() => Codes.Grouped(RandomNumberGenerator.GetBytes(Added), Added);

    private static IResult Page(HttpContext http, NewSource typed, IReadOnlyList<Problem> problems) =>
        new RazorComponentResult<MakeSourcePage>(
            new { Model = new MakeSourceModel(typed, Caller.Of(http)!.May(Permission.Unseal), problems) }
        )
        {
            StatusCode = problems.Count == 0 ? StatusCodes.Status200OK : problems.Max(p => p.Status),
        };
}

/// <param name="MayUnseal">The identity may be given with it.</param>
public sealed record MakeSourceModel(NewSource Typed, bool MayUnseal, IReadOnlyList<Problem> Problems);
