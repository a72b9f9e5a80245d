using System.Net;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Record;
using Toguna.Tests.Foundation;

namespace Toguna.Tests.Record.Incidents;

public sealed class FilterKeysTests
{
    [Theory]
    [InlineData("category=rebels", "record.filter_code")]
    [InlineData("killed_max=-1", "record.filter_number")]
    [InlineData("since=yesterday", "record.filter_instant")]
    public void What_cannot_be_read_is_named(string condition, string code)
    {
        var read = IncidentFilterReading.Parse([condition]);
        read.Problems.Single().Code.ShouldBe(code);
        read.Problems.Single().Message().ShouldContain(condition.Split('=')[1]);
        read.Filter.IsNone.ShouldBeTrue();
    }

    [Fact]
    public void Read_back_from_its_own_address_a_filter_is_the_same()
    {
        var filter = IncidentFilterReading
            .Parse(["category=Groupes armés", "category=other", "killed_max=4", "since=2026-11-20T05:41:00Z"])
            .OrThrow();
        filter.Categories.ShouldBe(["armed_group", "other"]);
        filter.ToQuery().ShouldBe("category=armed_group&category=other&killed_max=4&since=2026-11-20T05%3A41%3A00Z");
    }

    [Theory, BothEngines]
    public async Task They_narrow_the_record(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await SampleRecord.ImportCarAsync(app);
        using var analyst = await app.AsAsync(Role.Analyst);
        (await SampleRecord.CountAsync(analyst, "")).ShouldBe(1848);
        var state = await SampleRecord.CountAsync(analyst, "category=state_force");
        var groups = await SampleRecord.CountAsync(analyst, "category=armed_group");
        var other = await SampleRecord.CountAsync(analyst, "category=other");
        state.ShouldBeGreaterThan(0);
        (state + groups + other).ShouldBe(await SampleRecord.CountAsync(analyst, "perpetrator=any"));
        var few = await SampleRecord.CountAsync(analyst, "killed_max=4");
        var many = await SampleRecord.CountAsync(analyst, "killed_min=5");
        (few + many).ShouldBe(1848);
        (await SampleRecord.CountAsync(analyst, "since=2000-01-01")).ShouldBe(1848);
        (await SampleRecord.CountAsync(analyst, "since=2999-01-01")).ShouldBe(0);
        using var refused = await analyst.GetAsync("/incidents?category=rebels");
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }
}
