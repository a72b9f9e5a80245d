using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Gather;
using Toguna.Gather.Imports;
using Toguna.Record;
using Toguna.Tests.Foundation;

namespace Toguna.Tests.Record.Incidents;

/// <summary>Lists and figures of a real file, on both engines, to the last dead.</summary>
public sealed class IncidentBookTests
{
    private static readonly Caller Researcher = new("r", "r", new HashSet<Role> { Role.Researcher }, Standing.Full);

    [Theory, BothEngines]
    public async Task The_Central_African_file_adds_up_as_its_publisher_says(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await ImportAsync(app, SharedData.Path("ged/ged231_car.csv"));
        var book = app.Services.GetRequiredService<IncidentBook>();

        var all = await book.TotalsAsync(IncidentFilter.None, Caller.CommandLine, "type_of_violence");
        all.Incidents.ShouldBe(1848);
        all.Killed.ShouldBe(new Bounds(13721, 14948, 17760));
        all.CiviliansKilled.ShouldBe(new Bounds(null, 8931, null));
        all.Injured.IsGiven.ShouldBeFalse();
        all.Groups.ToDictionary(g => g.Key!, g => g.Incidents)
            .ShouldBe(
                new Dictionary<string, long>
                {
                    ["3"] = 1076,
                    ["1"] = 401,
                    ["2"] = 371,
                },
                ignoreOrder: true
            );

        // A figure leads to exactly the incidents it counts.
        foreach (var dimension in IncidentDimension.All)
        {
            var by = await book.TotalsAsync(IncidentFilter.None, Researcher, dimension.Name);
            if (dimension.Rule is not ("several" or "broken_down"))
            {
                by.Groups.Sum(g => g.Incidents).ShouldBe(1848, dimension.Name);
            }
            foreach (var group in by.Groups.Where(g => g.Filter is not null).Take(4))
            {
                var narrowed = await book.TotalsAsync(group.Filter!, Researcher);
                narrowed.Incidents.ShouldBe(group.Incidents, $"{dimension.Name} {group.Label}");
                // Of incidents with casualties of a kind, the group counts those of that kind alone.
                if (dimension.Rule != "broken_down")
                {
                    narrowed.Killed.ShouldBe(group.Killed, $"{dimension.Name} {group.Label}");
                }
            }
        }
        var status = await book.TotalsAsync(IncidentFilter.None, Researcher, "status");
        status.Groups.Single(g => g.Key == "civilian").Killed.Best.ShouldBe(8931);
        (await book.TotalsAsync(Filter("warnings=yes"), Researcher)).Incidents.ShouldBe(20);
        (await book.TotalsAsync(Filter("perpetrator=none"), Researcher)).Incidents.ShouldBe(401 + 371);
        (await book.TotalsAsync(Filter("source=ucdp-ged"), Researcher)).Incidents.ShouldBe(1848);
        (await book.TotalsAsync(Filter("source=acled"), Researcher)).ShouldBe(
            new IncidentTotals(0, default, default, default, null, []) with
            {
                Groups = [],
            },
            new ByFigures()
        );
    }

    [Theory, BothEngines]
    public async Task A_list_is_sorted_and_paged_the_same_on_both_engines(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await ImportAsync(app, SharedData.Path("ged/ged231_car.csv"));
        var book = app.Services.GetRequiredService<IncidentBook>();

        var deadliest = await book.ListAsync(IncidentFilter.None, Researcher, IncidentSort.Killed, size: 3);
        deadliest.Total.ShouldBe(1848);
        deadliest.Rows.Select(r => r.KilledBest).ShouldBe(deadliest.Rows.Select(r => r.KilledBest).OrderDescending());
        var oneSided = (await book.ListAsync(Filter("type=3"), Researcher, IncidentSort.Killed, size: 1)).Rows.Single();
        oneSided.Acts.ShouldBe(["killing"]);
        oneSided.HeldResponsible.Single().Grade.ShouldBe("alleged");

        var seen = new List<Guid>();
        for (var page = 1; page <= 3; page++)
        {
            seen.AddRange(
                (await book.ListAsync(Filter("place=Ouaka"), Researcher, page: page, size: 100)).Rows.Select(r =>
                    r.IncidentId
                )
            );
        }
        seen.Distinct().Count().ShouldBe(seen.Count);
        (await book.ListAsync(Filter("place=Ouaka"), Researcher, page: 9_000)).Rows.ShouldBeEmpty();

        // Whole words at any level, without case and accents; never a piece of a word.
        var ouaka = (await book.TotalsAsync(Filter("place=ouaka"), Researcher)).Incidents;
        ouaka.ShouldBeGreaterThan(100);
        (await book.TotalsAsync(Filter("place=ouaka PROVINCE"), Researcher)).Incidents.ShouldBe(ouaka);
        (await book.TotalsAsync(Filter("place=OUÀKA"), Researcher)).Incidents.ShouldBe(ouaka);
        (await book.TotalsAsync(Filter("place=uaka"), Researcher)).Incidents.ShouldBe(0);
        (await book.TotalsAsync(Filter("country=central african republic"), Researcher)).Incidents.ShouldBe(1848);

        // An overlap counts under from and to; a year counts each incident once.
        var years = await book.TotalsAsync(IncidentFilter.None, Researcher, "year");
        years.Groups.Sum(g => g.Incidents).ShouldBe(1848);
        (await book.TotalsAsync(Filter("from=2017", "to=2017"), Researcher)).Incidents.ShouldBeGreaterThanOrEqualTo(
            years.Groups.Single(g => g.Key == "2017").Incidents
        );
    }

    [Theory, BothEngines]
    public async Task What_somebody_may_not_know_of_is_neither_listed_nor_counted(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await ImportAsync(app, SharedData.Path("ged/ged231_car.csv"));
        await app.Database.WriteAsync(async tx =>
        {
            await tx.ExecuteAsync("UPDATE incident SET classification = 2 WHERE number <= 10");
            await tx.ExecuteAsync(
                "UPDATE incident SET exercise = @yes WHERE number BETWEEN 11 AND 15",
                new { yes = true }
            );
        });
        var book = app.Services.GetRequiredService<IncidentBook>();
        (await book.TotalsAsync(IncidentFilter.None, Researcher)).Incidents.ShouldBe(1833);
        (await book.TotalsAsync(IncidentFilter.None, Researcher, "act")).Groups.Single().Incidents.ShouldBe(1833);
        (await book.ListAsync(IncidentFilter.None, Researcher)).Total.ShouldBe(1833);
        (await book.TotalsAsync(IncidentFilter.None, Caller.CommandLine)).Incidents.ShouldBe(1843);
    }

    [Theory, BothEngines]
    public async Task A_dimension_that_is_none_is_refused_by_name(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var book = app.Services.GetRequiredService<IncidentBook>();
        var refused = await Should.ThrowAsync<ProblemException>(() =>
            book.TotalsAsync(IncidentFilter.None, Researcher, "colour")
        );
        refused.Problem.Code.ShouldBe("record.dimension_unknown");
        refused.Message.ShouldContain("colour");
        (await book.TotalsAsync(IncidentFilter.None, Researcher)).Killed.ShouldBe(default);
    }

    private static IncidentFilter Filter(params string[] conditions) =>
        IncidentFilterReading.Parse(conditions).OrThrow();

    private static async Task ImportAsync(TestApp app, string path)
    {
        var imports = app.Services.GetRequiredService<ImportService>();
        var id = await imports.QueueAsync("ged", path, Path.GetFileName(path), null, Caller.CommandLine);
        await imports.RunAsync(id);
    }

    private sealed class ByFigures : IEqualityComparer<IncidentTotals>
    {
        public bool Equals(IncidentTotals? a, IncidentTotals? b) =>
            (a!.Incidents, a.Killed, a.CiviliansKilled, a.Injured)
            == (b!.Incidents, b.Killed, b.CiviliansKilled, b.Injured);

        public int GetHashCode(IncidentTotals totals) => totals.Incidents.GetHashCode();
    }
}
