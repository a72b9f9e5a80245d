using Shouldly;
using Toguna.Formats.Acled;

namespace Toguna.Formats.Tests.Acled;

public sealed class AcledReaderTests
{
    private const string Header =
        "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp";

    private const string Good =
        "MLI9,16 May 2025,2025,1,Political violence,Violence against civilians,Attack,Group X,Group Y; Group Z,Rebel group,Civilians (Mali),Farmers (Mali);,Civilians,Rebel group-Civilians,Civilian targeting,466,Western Africa,Mali,Mopti,Bankass,,Sokoura,13.5,-3.5,2,Radio,National,\"On 16 May, men came.\",4,,1747800000";

    [Fact]
    public void A_row_of_the_2024_layout_is_read()
    {
        var e = One(Header + "\n" + Good).Value!;
        e.EventId.ShouldBe("MLI9");
        e.EventDate.ShouldBe(new DateOnly(2025, 5, 16));
        e.Associates1.ShouldBe(["Group Y", "Group Z"]);
        e.Associates2.ShouldBe(["Farmers (Mali)"]);
        e.Inter1.ShouldBe("Rebel group");
        e.Fatalities.ShouldBe(4);
        e.Timestamp.ShouldBe(1747800000);
        e.Admin3.ShouldBeNull();
        (e.IsViolent, e.IsAgainstCivilians, e.TargetsCivilians).ShouldBe((true, true, true));
    }

    [Theory]
    [InlineData("2025-05-16")]
    [InlineData("16-May-25")]
    [InlineData("16-May-2025")]
    [InlineData("16 MAY 2025")]
    [InlineData("May 16, 2025")]
    [InlineData("16/05/2025")]
    [InlineData("05/16/2025")]
    [InlineData("2025-05-16T00:00:00Z")]
    [InlineData("2025-05-16 00:00:00.000")]
    public void Every_unmistakable_date_is_read(string date) =>
        One(Header + "\n" + Good.Replace("16 May 2025", $"\"{date}\"", StringComparison.Ordinal))
            .Value!.EventDate.ShouldBe(new DateOnly(2025, 5, 16));

    [Theory]
    [InlineData("30 February 2023")]
    [InlineData("05/06/2025")]
    [InlineData("16 Mai 2025")]
    [InlineData("45793")]
    [InlineData("2025-13-01")]
    [InlineData("2025-05-16 25:00")]
    [InlineData("0025-05-16")]
    [InlineData("16 May 2025 x y z")]
    public void A_date_that_is_none_or_could_be_two_is_refused(string date)
    {
        var fault = One(Header + "\n" + Good.Replace("16 May 2025", date, StringComparison.Ordinal)).Faults.Single();
        (fault.Column, fault.Code, fault.Value).ShouldBe(("event_date", "date_invalid", date));
    }

    [Fact]
    public void Numbers_of_older_layouts_are_translated()
    {
        var e = One(
            "EVENT_ID_CNTY,EVENT_ID_NO_CNTY,EVENT_DATE,EVENT_TYPE,ACTOR1,ALLY_ACTOR_1,INTER1,INTER2,LATITUDE,LONGITUDE,FATALITIES\n1MLI,7,3-Feb-97,Battle-No change of territory,A,,2,7,13,-3,0"
        ).Value!;
        e.EventDate.ShouldBe(new DateOnly(1997, 2, 3));
        (e.Inter1, e.Inter2, e.EventIdNoCountry).ShouldBe(("Rebel group", "Civilians", "7"));
        e.IsViolent.ShouldBeTrue();
    }

    [Fact]
    public void Protests_and_strategic_developments_are_not_violent()
    {
        One(
            Header
                + "\n"
                + Good.Replace(
                    "Violence against civilians,Attack",
                    "Protests,Peaceful protest",
                    StringComparison.Ordinal
                )
        )
            .Value!.IsViolent.ShouldBeFalse();
        One(
            Header
                + "\n"
                + Good.Replace(
                    "Violence against civilians,Attack",
                    "Protests,Excessive force against protesters",
                    StringComparison.Ordinal
                )
        )
            .Value!.IsViolent.ShouldBeTrue();
        One(
            Header
                + "\n"
                + Good.Replace(
                    "Violence against civilians,Attack",
                    "Strategic developments,Other",
                    StringComparison.Ordinal
                )
        )
            .Value!.IsViolent.ShouldBeFalse();
    }

    [Theory]
    [InlineData(",4,,", ",-4,,", "fatalities", "number_negative")]
    [InlineData(",13.5,", ",91,", "latitude", "latitude_invalid")]
    [InlineData(",13.5,", ",,", "latitude", "value_missing")]
    [InlineData("MLI9", "", "event_id_cnty", "value_missing")]
    [InlineData(",Group X,", ",,", "actor1", "value_missing")]
    public void A_bad_value_refuses_the_row_and_is_named(string good, string bad, string column, string code)
    {
        var fault = One(Header + "\n" + Good.Replace(good, bad, StringComparison.Ordinal)).Faults.Single();
        (fault.Column, fault.Code).ShouldBe((column, code));
    }

    [Fact]
    public void Oddities_are_kept_and_flagged() =>
        One(
            Header
                + "\n"
                + Good.Replace(",2025,1,", ",2024,1,", StringComparison.Ordinal)
                    .Replace("Violence against civilians", "Novel", StringComparison.Ordinal)
        )
            .Warnings.Select(w => w.Code)
            .ShouldBe(["year_differs", "event_type_unknown"]);

    [Fact]
    public void A_GED_file_is_not_ACLED() => AcledReader.IsAcled(["id", "type_of_violence"]).ShouldBeFalse();

    private static Parsed<AcledEvent> One(string file)
    {
        using var reader = Samples.Csv(file);
        return AcledReader.Read(reader).Single();
    }
}
