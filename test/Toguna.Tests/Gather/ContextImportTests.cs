using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Gather;
using Toguna.Gather.Imports;
using Toguna.Mandate;
using Toguna.Tests.Foundation;

namespace Toguna.Tests.Gather;

/// <summary>The political timeline from a file.</summary>
public sealed class ContextImportTests
{
    private const string Header = "From,To,Type,Title EN,Title FR,Source";

    [Theory, BothEngines]
    public async Task What_cannot_be_read_is_named_the_rest_lands_once_and_goes_again(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        string[] rows =
        [
            Header,
            "2031-03-06,,Coup d’État,Officers take power,Des officiers prennent le pouvoir,radio",
            "2031-05,2031-05,élections,Local elections,,",
            "2031-02-30,,coup,Nobody knows,,",
            "2031-06-01,2031-05-01,coup,Backwards,,",
            "2031-06-01,,party,A feast,,",
            $"2031-06-01,,other,{new string('x', 200)},,",
            "03/04/2031,,other,Which day,,",
            "2031-07-01,,other,,,",
        ];
        var first = await ImportAsync(app, rows);
        (first.State, first.Created, first.Rejected).ShouldBe((ImportState.Done, 2, 6));
        var rejects = await File.ReadAllTextAsync(Path.Combine(app.DataFolder, first.RejectsFile!));
        foreach (
            var said in new[]
            {
                "4,From,2031-02-30,",
                "5,To,2031-05-01,",
                "6,Type,party,",
                "8,From,03/04/2031,",
                "9,Title EN,,",
            }
        )
        {
            rejects.ShouldContain(said);
        }
        var book = app.Services.GetRequiredService<ContextBook>();
        await book.AddAsync(
            new ContextEvent
            {
                DateFrom = new DateOnly(2031, 1, 1),
                DateTo = new DateOnly(2031, 1, 1),
                Kind = "other",
                Label = "By hand",
            },
            Caller.CommandLine
        );
        (await book.ListAsync())
            .Select(e => (e.Kind, e.LabelFr))
            .ShouldBe([("other", null), ("coup", "Des officiers prennent le pouvoir"), ("election", null)]);
        var again = await ImportAsync(app, rows);
        (again.Created, again.Unchanged, again.Rejected).ShouldBe((0, 2, 6));
        var imports = app.Services.GetRequiredService<ImportService>();
        (await imports.UndoAsync(again.ImportId, Caller.CommandLine, false)).ShouldBe(new UndoCounts(0, 0));
        (await imports.UndoAsync(first.ImportId, Caller.CommandLine, false)).ShouldBe(new UndoCounts(2, 0));
        (await book.ListAsync()).ShouldHaveSingleItem().Label.ShouldBe("By hand");
    }

    [Theory, BothEngines]
    public async Task A_mapping_of_one_kind_is_not_taken_for_another(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await app.Database.WriteAsync(async tx =>
        {
            var mapping = new ColumnMapping
            {
                Name = "events",
                Columns = new Dictionary<string, string> { ["date"] = "From" },
            };
            await FileIntake.SaveMappingAsync(tx, mapping, Caller.CommandLine, "csv");
            await FileIntake.SaveMappingAsync(tx, mapping, Caller.CommandLine, "context");
        });
        await using var c = await app.Database.OpenAsync();
        (await c.QueryAsync<string>("SELECT kind FROM import_mapping ORDER BY kind")).ShouldBe(["context", "csv"]);
    }

    private static async Task<ImportRow> ImportAsync(TestApp app, string[] rows)
    {
        var path = Path.Combine(app.DataFolder, $"{Guid.NewGuid():N}.csv");
        await File.WriteAllLinesAsync(path, rows);
        var imports = app.Services.GetRequiredService<ImportService>();
        var mapping = imports.Kind("context").Guess(File.OpenRead(path), "events");
        var id = await imports.QueueAsync("context", path, "events.csv", mapping.ToJson(), Caller.CommandLine);
        return await imports.RunAsync(id);
    }
}
