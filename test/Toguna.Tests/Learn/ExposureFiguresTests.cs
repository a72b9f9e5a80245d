using Shouldly;
using Toguna.Learn;
using Toguna.Learn.Exposure;
using Toguna.Record;

namespace Toguna.Tests.Learn;

/// <summary>Exposure against sharing, worked out by hand.</summary>
public sealed class ExposureFiguresTests
{
    private static readonly DateTimeOffset Dawn = new(2026, 3, 13, 6, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Now = Dawn.AddDays(300);
    private static readonly Period Year = new(new DateOnly(2026, 1, 1), new DateOnly(2026, 12, 31));

    [Fact]
    public void Groups_differ_only_where_their_limits_do_not_overlap()
    {
        var far = new ExposureFigures([
            Stood("TCD", 100, 60, [.. Reached(4), .. Reached(16, inSection: true)]),
            Stood("DEU", 400, 20, [.. Reached(16), .. Reached(4, inSection: true)]),
        ]);
        // 100 people for 365 days are 1,199.2 person-months: 60 / 1.1992 = 50.03, and 45.786 to 77.232 of them.
        var (africa, europe) = (far.ByGroup[0], far.ByGroup[1]);
        (africa.Key, europe.Key).ShouldBe(("africa", "europe_north_america"));
        africa.PersonMonths.ShouldBe(1199.18, 0.01);
        (africa.Rate.Rate!.Value * 1000).ShouldBe(50.03, 0.01);
        (africa.Rate.Lower * 1000).ShouldBe(38.18, 0.01);
        (africa.Rate.Upper * 1000).ShouldBe(64.40, 0.01);
        far.Exposed.ShouldBe(new Gap(africa, europe));
        far.ToldAtBase.ShouldBe(new Gap(europe, africa));
        // Everybody's section knew of all: by that measure nothing is apart.
        far.Told.ShouldBeNull();
        far.Equity.ShouldBe(-1);
        far.All.Incidents.ShouldBe(80);
        far.All.Sharing.AtBase.Hits.ShouldBe(20);

        new ExposureFigures([
            Stood("TCD", 100, 60, [.. Reached(16), .. Reached(4, inSection: true)]),
            Stood("DEU", 400, 20, [.. Reached(4), .. Reached(16, inSection: true)]),
        ]).Equity.ShouldBe(1);

        // Of 3 and 5 incidents nobody can say more than that they happened; a gap in sharing alone says nothing of exposure.
        var near = new ExposureFigures([
            Stood("TCD", 100, 5, [.. Reached(4), .. Reached(16, inSection: true)]),
            Stood("DEU", 100, 3, [.. Reached(16), .. Reached(4, inSection: true)]),
        ]);
        near.Exposed.ShouldBeNull();
        near.ToldAtBase.ShouldNotBeNull();
        near.Equity.ShouldBe(0);
    }

    [Fact]
    public void What_was_never_told_is_never_a_quick_one()
    {
        var s = new SharingFigures(
            [
                One(at: 30),
                One(at: 50, section: 20, opened: true),
                One(section: 10),
                One(kept: ["language", "other"]),
                One(kept: ["language"]),
                One(),
            ],
            Now
        );
        (s.Alerts, s.AtBase.Hits, s.Told.Hits, s.Opened.Hits, s.Opened.Of, s.Never).ShouldBe((6, 2, 3, 1, 3, 1));
        s.KeptBack.ShouldBe([("language", 2)]);
        // Three of six are told after 10, 20 and 30 minutes: half of all after 30, not after 20.
        s.Untold.Median.Time.ShouldBe(30);
        s.Untold.NinetyPercent.Time.ShouldBeNull();
        One(at: 50, section: 20).CountedAs.ShouldBe("base");
        One(section: 20, kept: ["other"]).CountedAs.ShouldBe("section");
    }

    [Fact]
    public void A_group_is_that_of_the_mission_before_that_of_the_list()
    {
        new Base { Contingent = "TCD" }.Group.ShouldBe("africa");
        new Base { Contingent = "CAN" }.Group.ShouldBe("europe_north_america");
        new Base { Contingent = "TCD", CountryGroup = "Sahel" }.Group.ShouldBe("Sahel");
        new Base().Group.ShouldBeNull();
        CountryGroups.CodeOf(" td").ShouldBe("TCD");
        CountryGroups.CodeOf("XX").ShouldBeNull();
        CountryGroups.Codes.Distinct().Count().ShouldBe(195);
    }

    private static BaseFigures Stood(string country, int people, long incidents, IReadOnlyList<AlertReached> alerts) =>
        new(new Base { Contingent = country, People = people }, Year, incidents, 0, alerts, Now);

    private static IEnumerable<AlertReached> Reached(int count, bool inSection = false) =>
        Enumerable.Repeat(inSection ? One(section: 20) : One(at: 20), count);

    private static AlertReached One(
        int? at = null,
        int? section = null,
        bool opened = false,
        IReadOnlyList<string>? kept = null
    ) => new(1, "", Dawn, After(at), After(section), opened, kept ?? []);

    private static DateTimeOffset? After(int? minutes) => minutes is { } m ? Dawn.AddMinutes(m) : null;
}
