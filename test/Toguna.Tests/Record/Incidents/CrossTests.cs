using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Record;
using Toguna.Tests.Foundation;

namespace Toguna.Tests.Record.Incidents;

/// <summary>Figures by two dimensions: every number that has a link finds exactly what it counts.</summary>
public sealed class CrossTests
{
    private static readonly Caller Officer = new(
        "h",
        "officer",
        new HashSet<Role> { Role.HumanRightsOfficer },
        Standing.Full
    );

    [Fact]
    public async Task A_dimension_by_itself_or_one_that_is_none_is_refused_by_name()
    {
        await using var app = await TestApp.StartAsync(Engine.Sqlite);
        var book = app.Services.GetRequiredService<IncidentBook>();
        (await Refused(book, "year", "year")).Code.ShouldBe("record.dimension_twice");
        (await Refused(book, "year", "colour")).Message().ShouldContain("colour");
        var empty = await book.CrossAsync(IncidentFilter.None, Officer, "category", "year");
        (empty.Rows.Count, empty.Columns.Count).ShouldBe((0, 0));
    }

    [Theory, BothEngines]
    public async Task Of_whom_civilians_died_in_Ouaka_in_2017(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await SampleRecord.ImportCarAsync(app);
        var book = app.Services.GetRequiredService<IncidentBook>();
        var filter = Filter("place=Ouaka", "year=2017");
        var table = await book.CrossAsync(filter, Officer, "actor", "type");
        var oneSided = table.Columns.ToList().FindIndex(c => c.Key == "3");
        table.Columns[oneSided].CiviliansKilled.Best.ShouldBe(115);
        var upc = table.Rows.ToList().FindIndex(r => r.Label == "UPC");
        table.Cells[upc][oneSided].CiviliansKilled.Best.ShouldBe(77);
        // In fighting nobody is held responsible for the civilians that died in it.
        table.Rows.Single(r => r.Key is null).CiviliansKilled.Best.ShouldBe(3);
        var all = await book.TotalsAsync(IncidentFilter.None, Officer, "actor");
        all.CiviliansKilled.Best.ShouldBe(8931);
        all.Groups.Single(g => g.Key is null).CiviliansKilled.Best.ShouldBe(1369);
    }

    [Theory, BothEngines]
    public async Task Every_number_with_a_link_finds_exactly_what_it_counts(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await SampleRecord.ImportCarAsync(app);
        var book = app.Services.GetRequiredService<IncidentBook>();
        foreach (
            var (down, across) in new[]
            {
                ("category", "year"),
                ("actor", "type"),
                ("act", "quarter"),
                ("status", "month"),
                ("status", "category"),
            }
        )
        {
            var filter = Filter("place=Ouaka", "from=2016", "to=2018");
            var table = await book.CrossAsync(filter, Officer, down, across);
            var linked = 0;
            foreach (
                var cell in table
                    .Cells.SelectMany(r => r)
                    .Concat(table.Rows)
                    .Concat(table.Columns)
                    .Where(c => c.Filter is not null)
            )
            {
                linked++;
                var found = await book.TotalsAsync(cell.Filter!, Officer);
                found.Incidents.ShouldBe(cell.Incidents, $"{down} by {across}: {cell.Filter!.ToQuery()}");
                if (down != "status" && across != "status")
                {
                    (found.Killed, found.CiviliansKilled).ShouldBe((cell.Killed, cell.CiviliansKilled));
                }
            }
            linked.ShouldBeGreaterThan(10, $"{down} by {across}");
        }
    }

    [Theory, BothEngines]
    public async Task Where_each_incident_has_one_value_margins_add_up_and_the_rest_stands_together(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await SampleRecord.ImportCarAsync(app);
        var book = app.Services.GetRequiredService<IncidentBook>();
        var table = await book.CrossAsync(IncidentFilter.None, Officer, "adm1", "year", 5, 4);
        (table.Rows.Count, table.Columns.Count).ShouldBe((6, 5));
        table.Rows[^1].Key.ShouldBe(IncidentTable.Rest);
        table.Rows[^1].Filter.ShouldBeNull();
        table.Rows.Sum(r => r.Incidents).ShouldBe(1848);
        table.Columns.Sum(c => c.Killed.Best).ShouldBe(14948);
        for (var i = 0; i < table.Rows.Count; i++)
        {
            table.Cells[i].Sum(c => c.Incidents).ShouldBe(table.Rows[i].Incidents);
            table.Cells[i].Sum(c => c.Killed.Best ?? 0).ShouldBe(table.Rows[i].Killed.Best ?? 0);
        }
    }

    private static async Task<Problem> Refused(IncidentBook book, string down, string across) =>
        (
            await Should.ThrowAsync<ProblemException>(() => book.CrossAsync(IncidentFilter.None, Officer, down, across))
        ).Problem;

    private static IncidentFilter Filter(params string[] conditions) =>
        IncidentFilterReading.Parse(conditions).OrThrow();
}
