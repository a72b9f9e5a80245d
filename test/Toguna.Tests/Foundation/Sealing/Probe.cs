using System.Diagnostics;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Sealing;
using Toguna.Foundation.Storage;
using Toguna.Gather;

namespace Toguna.Tests.Foundation.Sealing;

/// <summary>Sources with sealed names, as a stage would keep them, and the program run beside.</summary>
internal static class Probe
{
    public const string Passphrase = "corbeau lampe rivière neuf";

    public static T Get<T>(this TestApp app)
        where T : notnull => app.Services.GetRequiredService<T>();

    public static Caller Officer() =>
        new(
            Ids.New(TimeProvider.System).ToString(),
            "officer",
            new HashSet<Role> { Role.HumanRightsOfficer },
            Standing.Full
        );

    public static async Task<Guid> SealAsync(this IServiceProvider services, string name) =>
        (await services.SealAsync([name]))[0];

    public static Task<IReadOnlyList<Guid>> SealAsync(this IServiceProvider services, IReadOnlyList<string> names) =>
        services
            .GetRequiredService<Database>()
            .WriteAsync(async tx =>
            {
                var texts = names.Select(n => new ToSeal(tx.NewId(), Guid.Empty, n)).ToList();
                texts = texts.ConvertAll(t => t with { Row = t.Subject });
                var values = await services
                    .GetRequiredService<SealedFields>()
                    .SealAsync(tx, SealedSources.Identity, texts);
                await tx.ExecuteAsync(
                    """
                    INSERT INTO source (source_id, code_name, kind, identity_sealed, identity_index, created_at)
                    VALUES (@Row, @Code, 'person', @Text, @Index, @Now)
                    """,
                    texts.Zip(
                        values,
                        (t, v) =>
                            new
                            {
                                t.Row,
                                Code = t.Row.ToString("N"),
                                v.Text,
                                v.Index,
                                tx.Now,
                            }
                    )
                );
                return (IReadOnlyList<Guid>)texts.ConvertAll(t => t.Row);
            });

    public static Task<IReadOnlyDictionary<Guid, string>> OpenAsync(
        this IServiceProvider services,
        Caller caller,
        params Guid[] rows
    ) =>
        services
            .GetRequiredService<Database>()
            .WriteAsync(tx =>
                services
                    .GetRequiredService<SealedFields>()
                    .OpenAsync(tx, caller, ReadPurpose.Verification, SealedSources.Identity, rows)
            );

    public static Task<IReadOnlyList<Guid>> FindAsync(this IServiceProvider services, string name) =>
        services
            .GetRequiredService<Database>()
            .WriteAsync(tx =>
                services
                    .GetRequiredService<SealedFields>()
                    .FindAsync(tx, Officer(), ReadPurpose.Matching, SealedSources.Identity, name)
            );

    public static async Task<string> RefusedAsync(Func<Task> work) =>
        (await Should.ThrowAsync<ProblemException>(work)).Problem.Code;

    public static async Task ChainHoldsAsync(this IServiceProvider services)
    {
        await using var c = await services.GetRequiredService<Database>().OpenAsync();
        (await services.GetRequiredService<AuditLog>().VerifyAsync(c)).Verified.ShouldBeTrue();
    }

    public static async Task<long> CountAsync(this TestApp app, string action)
    {
        await using var c = await app.Database.OpenAsync();
        return await c.ExecuteScalarAsync<long>(
            "SELECT count(*) FROM audit_entry WHERE action = @action",
            new { action }
        );
    }

    /// <summary>The program itself; what is typed goes to its standard input, line by line.</summary>
    public static async Task<(int Exit, string Output)> RunAsync(
        this TestApp app,
        string typed,
        params string[] arguments
    )
    {
        using var process = Start(app, arguments);
        await process.StandardInput.WriteAsync(typed);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }

    public static Process Start(TestApp app, params string[] arguments) =>
        TestProgram.Start(
            app.DataFolder,
            app.Database.Engine == Engine.Postgres ? app.Database.ConnectionString : null,
            arguments
        );
}

/// <summary>An empty place to restore into, and the installation that then stands there.</summary>
internal sealed class Place : IAsyncDisposable
{
    private ServiceProvider? services;

    private Place(string folder, string? connection)
    {
        Folder = folder;
        Connection = connection;
    }

    public string Folder { get; }

    public string? Connection { get; }

    public static async Task<Place> MakeAsync(Engine engine) =>
        new(
            Directory.CreateTempSubdirectory("toguna-sealing-").FullName,
            engine == Engine.Postgres ? await TestPostgres.CreateAsync() : null
        );

    public IServiceProvider Services => services ??= Build();

    private ServiceProvider Build()
    {
        var made = new ServiceCollection();
        made.AddLogging();
        Server.AddServices(made, new ServerOptions { DataFolder = Folder, Connection = Connection });
        return made.BuildServiceProvider();
    }

    public async ValueTask DisposeAsync()
    {
        if (services is not null)
        {
            await services.DisposeAsync();
        }
        if (Connection is not null)
        {
            await TestPostgres.DropAsync(Connection);
        }
        SqliteConnection.ClearAllPools();
        Directory.Delete(Folder, recursive: true);
    }
}
