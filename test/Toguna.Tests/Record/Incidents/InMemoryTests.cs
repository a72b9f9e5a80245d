using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Gather.Imports;
using Toguna.Record;
using Toguna.Tests.Foundation;

namespace Toguna.Tests.Record.Incidents;

/// <summary>The record in memory says the same as the database, whatever is asked and whatever has happened to it.</summary>
public sealed class InMemoryTests
{
    private static readonly Caller Researcher = new(
        "r",
        "researcher",
        new HashSet<Role> { Role.Researcher },
        Standing.Full
    );
    private static readonly Caller Officer = new(
        "h",
        "officer",
        new HashSet<Role> { Role.HumanRightsOfficer },
        Standing.Full
    );

    /// <summary>What casualties are broken down by is answered from memory only.</summary>
    private static readonly List<string> BothWays =
    [
        .. IncidentDimension.All.Select(d => d.Name).Except(["sex", "age", "status"]),
    ];

    /// <summary>Conditions that a question is put together from.</summary>
    private static readonly string[] Conditions =
    [
        "place=Ouaka",
        "place=bambari",
        "from=2014",
        "to=March 2018",
        "year=2017",
        "began=2017-03",
        "began=2016-Q4",
        "victim_status=civilian",
        "victim_sex=woman",
        "act=killing",
        "act=abduction",
        "actor=UPC",
        "actor=anti-balaka",
        "perpetrator=none",
        "perpetrator=any",
        "perpetrator=UPC",
        "category=state_force",
        "category=other",
        "type=1",
        "type=3",
        "finding=reported",
        "source=ucdp-ged",
        "source=form",
        "country=central african republic",
        "adm1=Ouaka province",
        "bbox=14.4,2.2,22,6.5",
        "bbox=22,2.2,15,6.5",
        "near=5.76,20.67,50",
        "near=5,179.5,300",
        "where_prec=2",
        "killed_min=5",
        "killed_max=3",
        "warnings=yes",
        "warnings=no",
        "edited=yes",
        "since=2000-01-01",
        "since=2999-01-01",
        "q=bambari",
        "q=séleka -bambari",
    ];

    [Theory, BothEngines]
    public async Task Whatever_is_asked_memory_and_database_agree(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await SampleRecord.ImportCarAsync(app);
        await app.Database.WriteAsync(async tx =>
        {
            await tx.ExecuteAsync("UPDATE incident SET classification = 2 WHERE number <= 30");
            await tx.ExecuteAsync(
                "UPDATE incident SET exercise = @yes WHERE number BETWEEN 40 AND 60",
                new { yes = true }
            );
            await tx.ExecuteAsync(
                "UPDATE incident SET killed_best = NULL, edited = @yes WHERE number BETWEEN 70 AND 80",
                new { yes = true }
            );
            await tx.ExecuteAsync("UPDATE actor SET kind = 'mission' WHERE name LIKE 'S%'");
        });
        await AgreeAsync(app, 60);
    }

    [Theory, BothEngines]
    public async Task What_changes_is_seen_at_once_and_what_is_taken_back_is_gone(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        (await CountAsync(app, "")).ShouldBe(0);
        var imports = app.Services.GetRequiredService<ImportService>();
        var path = SharedData.Path("ged/ged231_car.csv");
        var id = await imports.QueueAsync("ged", path, "car.csv", null, Caller.CommandLine);
        await imports.RunAsync(id);
        (await CountAsync(app, "")).ShouldBe(1848);
        var upc = await CountAsync(app, "place=Ouaka", "year=2017", "type=3", "perpetrator=UPC");
        upc.ShouldBeGreaterThan(0);
        await app.Database.WriteAsync(tx =>
            tx.ExecuteAsync(
                "UPDATE incident SET date_start = '2018-01-01', date_end = '2018-01-01' WHERE number IN (SELECT max(number) FROM incident WHERE date_start = '2017-03-21')"
            )
        );
        await AgreeAsync(app, 15);
        await imports.UndoAsync(id, Caller.CommandLine, discardEdits: true);
        (await CountAsync(app, "")).ShouldBe(0);
        (await CountAsync(app, "q=bambari")).ShouldBe(0);
    }

    [Theory, BothEngines]
    public async Task An_actor_that_gets_another_name_or_kind_is_found_by_it(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await SampleRecord.ImportCarAsync(app);
        await CountAsync(app, "");
        var before = await CountAsync(app, "perpetrator=UPC");
        (await CountAsync(app, "perpetrator=Togunaland")).ShouldBe(0);
        await app.Database.WriteAsync(async tx =>
        {
            await tx.ExecuteAsync(
                "INSERT INTO actor_name (actor_id, name, search_key) SELECT actor_id, 'Togunaland', 'togunaland' FROM actor WHERE name = 'UPC'"
            );
            await tx.ExecuteAsync("UPDATE actor SET kind = 'private_military' WHERE name = 'UPC'");
        });
        (await CountAsync(app, "perpetrator=Togunaland")).ShouldBe(before);
        (await CountAsync(app, "category=private_military")).ShouldBe(before);
        (await CountAsync(app, "q=togunaland")).ShouldBeGreaterThanOrEqualTo(before);
    }

    /// <summary>A server answers from memory, the command line asks the database: the two are asked the same.</summary>
    private static async Task AgreeAsync(TestApp app, int questions)
    {
        var memory = await InMemoryAsync(app);
        var chance = new Random(20261123);
        for (var n = 0; n < questions; n++)
        {
            var asked =
                n < Conditions.Length
                    ? [Conditions[n]]
                    : Enumerable
                        .Range(0, chance.Next(2, 4))
                        .Select(_ => Conditions[chance.Next(Conditions.Length)])
                        .DistinctBy(c => c.Split('=')[0])
                        .ToArray();
            await using var line = CommandLine(app);
            await AgreeAsync(memory, line.GetRequiredService<IncidentBook>(), asked, n);
        }
    }

    private static async Task AgreeAsync(IncidentBook memory, IncidentBook sql, string[] asked, int n)
    {
        var filter = IncidentFilterReading.Parse(asked).OrThrow();
        var caller = n % 2 == 0 ? Researcher : Officer;
        var said = string.Join(" ", asked);
        var dimension = BothWays[n % BothWays.Count];
        // Words are looked up in memory by either: what is compared is what comes after.
        var bySql = await sql.TotalsAsync(filter, caller, dimension);
        if (filter.Search is null)
        {
            sql.IsInMemory.ShouldBeFalse();
        }
        var byMemory = await memory.TotalsAsync(filter, caller, dimension);
        Figures(byMemory).ShouldBe(Figures(bySql), said);
        byMemory
            .Groups.OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => (g.Key, g.Label, g.Incidents, g.Killed, g.CiviliansKilled, g.Injured))
            .ShouldBe(
                bySql
                    .Groups.OrderBy(g => g.Key, StringComparer.Ordinal)
                    .Select(g => (g.Key, g.Label, g.Incidents, g.Killed, g.CiviliansKilled, g.Injured)),
                $"{said} by {dimension}"
            );
        var sort = (IncidentSort)(n % 4);
        var page = await memory.ListAsync(filter, caller, sort, n % 3 == 0, 1 + n % 2, 40);
        var same = await sql.ListAsync(filter, caller, sort, n % 3 == 0, 1 + n % 2, 40);
        page.Total.ShouldBe(same.Total, said);
        // Names of places are sorted by the database's own rules.
        if (sort != IncidentSort.Where)
        {
            page.Rows.Select(r => r.Number).ShouldBe(same.Rows.Select(r => r.Number), $"{said} by {sort}");
        }
    }

    private static (long, Bounds, Bounds, Bounds) Figures(IncidentTotals t) =>
        (t.Incidents, t.Killed, t.CiviliansKilled, t.Injured);

    private static ServiceProvider CommandLine(TestApp app)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        Server.AddServices(services, app.Services.GetRequiredService<ServerOptions>());
        return services.BuildServiceProvider();
    }

    private static async Task<IncidentBook> InMemoryAsync(TestApp app)
    {
        var book = app.Services.GetRequiredService<IncidentBook>();
        for (var i = 0; i < 500 && !book.IsInMemory; i++)
        {
            await Task.Delay(10);
        }
        book.IsInMemory.ShouldBeTrue();
        return book;
    }

    private static async Task<long> CountAsync(TestApp app, params string[] conditions)
    {
        var book = await InMemoryAsync(app);
        var filter = IncidentFilterReading.Parse(conditions.Where(c => c.Length > 0)).OrThrow();
        return (await book.TotalsAsync(filter, Officer)).Incidents;
    }
}
