using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Toguna.Methods.Detection;

namespace Toguna.Methods.Tests.Detection;

public sealed class NearRepeatTests
{
    [Fact]
    public void By_hand_a_chain_goes_from_link_to_link()
    {
        // A tenth of a degree of latitude is 11.12 km; 0.08 is 8.9.
        DayAndPlace[] events =
        [
            new(14.00, -4, 20), // follows the next one after 10 days
            new(14.08, -4, 10),
            new(14.16, -4, 23), // 17.8 km from the first day's, 8.9 from the one at 14.08: 13 days after it
            new(14.00, -4, 35), // 15 days after the first: too late for it
            new(15.00, -4, 20), // far
            new(14.08, -4, 25), // links 35 to the rest: 10 days before it and 8.9 km away
        ];
        NearRepeat.Chains(events, 10, 14).ShouldHaveSingleItem().ShouldBe([1, 0, 2, 5, 3]);
        // At one place each, but 15 days apart.
        NearRepeat.Chains(events, 8, 14).ShouldBeEmpty();
    }

    [Fact]
    public void Distances_along_the_great_circle()
    {
        // A degree of latitude is 111.195 km; of longitude at 60° half of it.
        NearRepeat.Between(new(0, 0, 0), new(1, 0, 0)).ShouldBe(111.195, 1e-3);
        NearRepeat.Between(new(60, 10, 0), new(60, 11, 0)).ShouldBe(55.597, 0.01);
        NearRepeat.Between(new(0, 179.99, 0), new(0, -179.99, 0)).ShouldBe(2.2239, 1e-3);
    }

    [Fact]
    public void Nothing_alone_is_a_chain_and_nonsense_is_refused()
    {
        NearRepeat.Chains([], 10, 14).ShouldBeEmpty();
        NearRepeat.Chains([new(1, 1, 1), new(1, 1, 16)], 10, 14).ShouldBeEmpty();
        NearRepeat.Chains([new(1, 1, 1), new(1, 1, 15)], 0, 14).ShouldHaveSingleItem().ShouldBe([0, 1]);
        Should
            .Throw<ArgumentOutOfRangeException>(() => NearRepeat.Chains([new(91, 1, 1)], 10, 14))
            .Message.ShouldContain("Event 0");
        Should
            .Throw<ArgumentOutOfRangeException>(() => NearRepeat.Chains([], double.NaN, 14))
            .ParamName.ShouldBe("kilometres");
        Should.Throw<ArgumentOutOfRangeException>(() => NearRepeat.Chains([], 1, -1)).ParamName.ShouldBe("days");
    }

    [Fact]
    public void As_if_every_pair_were_looked_at()
    {
        var cases = (
            from north in Gen.Choose(0, 40)
            from east in Gen.Choose(0, 40)
            from day in Gen.Choose(0, 60)
            select new DayAndPlace(north / 100.0, east / 100.0, day)
        )
            .ListOf()
            .Select(l => l.ToArray());
        Check.QuickThrowOnFailure(
            Prop.ForAll(
                cases.ToArbitrary(),
                events =>
                {
                    var chains = NearRepeat.Chains(events, 10, 14);
                    var of = new int[events.Length];
                    Array.Fill(of, -1);
                    for (var c = 0; c < chains.Count; c++)
                    {
                        foreach (var i in chains[c])
                        {
                            of[i] = c;
                        }
                    }
                    bool Near(int a, int b) =>
                        a != b
                        && Math.Abs(events[a].Day - events[b].Day) <= 14
                        && NearRepeat.Between(events[a], events[b]) <= 10;
                    var all = Enumerable.Range(0, events.Length).ToList();
                    return chains.Sum(c => c.Count) == of.Count(c => c >= 0)
                        && all.All(a => all.All(b => !Near(a, b) || (of[a] >= 0 && of[a] == of[b])))
                        && all.All(a => of[a] < 0 || all.Any(b => Near(a, b)))
                        && chains.All(c => c.Zip(c.Skip(1)).All(l => events[l.First].Day <= events[l.Second].Day));
                }
            )
        );
    }
}
