using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Toguna.Formats;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;

namespace Toguna.Gather.Imports;

/// <summary>The pages of imports: the list, the upload, the mapping, and one import with its progress and rejects.</summary>
internal static class ImportPages
{
    /// <summary>Largest upload; larger files come in by the command line, where nothing is copied.</summary>
    private const long LargestUpload = 2L << 30;
    private const int Shown = 50;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/imports").Needs(Permission.Import);
        pages.MapGet("", ListAsync);
        pages
            .MapPost("", UploadAsync)
            .WithMetadata(new RequestSizeLimitAttribute(LargestUpload), new FormLimits(LargestUpload));
        pages.MapGet("/{id:guid}", ShowAsync);
        pages.MapGet("/{id:guid}/mapping", MappingAsync);
        pages.MapPost("/{id:guid}/mapping", AnswerAsync);
        pages.MapGet("/{id:guid}/rejects", Rejects);
        pages.MapPost(
            "/{id:guid}/stop",
            (Guid id, HttpContext http, ImportService imports) =>
                DoAsync(id, () => imports.StopAsync(id, Caller.Of(http)!))
        );
        pages.MapPost("/{id:guid}/resume", ResumeAsync);
        pages.MapPost("/{id:guid}/undo", UndoAsync);
    }

    private static async Task<IResult> ListAsync(ImportService imports, int page = 1) =>
        Page(await ListModelAsync(imports, Math.Clamp(page, 1, 10_000), null));

    private static async Task<IResult> UploadAsync(
        HttpContext http,
        ImportService imports,
        ImportWorker worker,
        [FromForm] string? kind,
        IFormFile? file,
        CancellationToken ct
    )
    {
        if (file is null || file.Length == 0)
        {
            return Page(
                await ListModelAsync(imports, 1, GatherProblems.UploadMissing().At("file")) with
                {
                    Kind = kind,
                },
                422
            );
        }
        try
        {
            await using var content = file.OpenReadStream();
            var id = await imports.ReceiveAsync(kind ?? "", content, file.FileName, Caller.Of(http)!, ct);
            worker.Ring();
            return Results.Redirect(imports.Kind(kind!).NeedsMapping ? $"/imports/{id}/mapping" : $"/imports/{id}");
        }
        catch (ProblemException e)
        {
            return Page(await ListModelAsync(imports, 1, e.Problem.At("kind")) with { Kind = kind }, e.Problem.Status);
        }
    }

    private static async Task<IResult> ShowAsync(Guid id, ImportService imports, Database database) =>
        Page(await ShowModelAsync(id, imports, database, null));

    private static async Task<IResult> MappingAsync(Guid id, ImportService imports, Mappings mappings)
    {
        var import = await imports.FindAsync(id);
        if (import.State != ImportState.Mapping)
        {
            return Results.Redirect($"/imports/{id}");
        }
        try
        {
            return Page(new MappingModel(import, await mappings.LookAsync(import), null));
        }
        catch (UnreadableFileException e)
        {
            await imports.FailAsync(id, GatherProblems.FileUnreadable(import.FileName, e.Message));
            return Results.Redirect($"/imports/{id}");
        }
    }

    private static async Task<IResult> AnswerAsync(
        Guid id,
        HttpContext http,
        ImportService imports,
        Mappings mappings,
        ImportWorker worker
    )
    {
        var import = await imports.FindAsync(id);
        if (import.State != ImportState.Mapping)
        {
            return Results.Redirect($"/imports/{id}");
        }
        var form = await http.Request.ReadFormAsync();
        var typed = new ColumnMapping
        {
            Name = form["name"].ToString(),
            Dates = Enum.TryParse<DateOrder>(form["dates"], out var order) ? order : DateOrder.Unambiguous,
            Columns = imports
                .Kind(import.Kind)
                .Fields.Where(f => form["column." + f.Name].ToString() is { Length: > 0 })
                .ToDictionary(f => f.Name, f => form["column." + f.Name].ToString()),
            Constants = imports
                .Kind(import.Kind)
                .Fields.Where(f => f.Constant && !string.IsNullOrWhiteSpace(form["constant." + f.Name]))
                .ToDictionary(f => f.Name, f => form["constant." + f.Name].ToString().Trim()),
        };
        try
        {
            await mappings.AnswerAsync(import, typed, Caller.Of(http)!);
            worker.Ring();
            return Results.Redirect($"/imports/{id}");
        }
        catch (ProblemException e)
        {
            var view = await mappings.LookAsync(import);
            return Page(new MappingModel(import, view with { Mapping = typed }, e.Problem), 422);
        }
    }

    private static async Task<IResult> Rejects(Guid id, ImportService imports, Database database)
    {
        var import = await imports.FindAsync(id);
        return import.RejectsFile is null
            ? throw FoundationProblems.NotFound("file").Raise()
            : Results.File(
                Path.Combine(database.DataFolder, import.RejectsFile),
                "text/csv; charset=utf-8",
                $"rejects-{id:N}.csv"
            );
    }

    private static Task<IResult> ResumeAsync(Guid id, HttpContext http, ImportService imports, ImportWorker worker) =>
        DoAsync(
            id,
            async () =>
            {
                await imports.ResumeAsync(id, Caller.Of(http)!);
                worker.Ring();
            }
        );

    private static async Task<IResult> UndoAsync(
        Guid id,
        HttpContext http,
        ImportService imports,
        Database database,
        [FromForm] bool discard = false
    )
    {
        try
        {
            await imports.UndoAsync(id, Caller.Of(http)!, discard);
            return Results.Redirect($"/imports/{id}");
        }
        catch (ProblemException e) when (e.Problem.Status == 409)
        {
            return Page(await ShowModelAsync(id, imports, database, e.Problem), 409);
        }
    }

    private static async Task<IResult> DoAsync(Guid id, Func<Task> act)
    {
        await act();
        return Results.Redirect($"/imports/{id}");
    }

    private static async Task<ImportsModel> ListModelAsync(ImportService imports, int page, Problem? problem)
    {
        var rows = await imports.ListAsync((page - 1) * Shown, Shown + 1);
        return new ImportsModel([.. rows.Take(Shown)], imports.Kinds, page, rows.Count > Shown, problem);
    }

    private static async Task<ImportModel> ShowModelAsync(
        Guid id,
        ImportService imports,
        Database database,
        Problem? problem
    )
    {
        var import = await imports.FindAsync(id);
        await using var c = await database.OpenAsync();
        return new ImportModel(
            import,
            imports.Kind(import.Kind).Results?.Invoke(id),
            [.. ImportStore.Rejects(c, id, Shown)],
            problem
        );
    }

    private static IResult Page(ImportsModel model, int status = 200) =>
        new RazorComponentResult<ImportsPage>(new { Model = model }) { StatusCode = status };

    private static IResult Page(ImportModel model, int status = 200) =>
        new RazorComponentResult<ImportPage>(new { Model = model }) { StatusCode = status };

    private static IResult Page(MappingModel model, int status = 200) =>
        new RazorComponentResult<MappingPage>(new { Model = model }) { StatusCode = status };

    private sealed class FormLimits(long length) : IFormOptionsMetadata
    {
        public bool? BufferBody => null;
        public int? MemoryBufferThreshold => null;
        public long? BufferBodyLengthLimit => length;
        public int? ValueCountLimit => null;
        public int? KeyLengthLimit => null;
        public int? ValueLengthLimit => null;
        public int? MultipartBoundaryLengthLimit => null;
        public int? MultipartHeadersCountLimit => null;
        public int? MultipartHeadersLengthLimit => null;
        public long? MultipartBodyLengthLimit => length;
    }
}

/// <summary>What the page of imports shows.</summary>
public sealed record ImportsModel(
    IReadOnlyList<ImportRow> Imports,
    IReadOnlyList<ImportKind> Kinds,
    int Page,
    bool More,
    Problem? Problem
)
{
    public string? Kind { get; init; }
}

/// <summary>What the page of one import shows.</summary>
/// <param name="Results">Where what it brought is shown; null: nowhere.</param>
public sealed record ImportModel(ImportRow Import, string? Results, IReadOnlyList<RejectRow> Rejects, Problem? Problem);

/// <summary>What the mapping page shows.</summary>
public sealed record MappingModel(ImportRow Import, MappingView View, Problem? Problem);
