using System.Globalization;
using Toguna.Desk.Sample.World;

namespace Toguna.Desk.Sample.Reporting;

/// <summary>Families of sources: how they come to know, and by which channel they tell.</summary>
internal static class Family
{
    public const string Network = "alert_network";
    public const string Liaison = "liaison";
    public const string Monitor = "monitor";
    public const string Patrol = "patrol";
    public const string Radio = "radio";
}

/// <summary>Who tells the mission (data/sample/sources.csv).</summary>
/// <param name="Base">The town they sit in.</param>
/// <param name="Blind">The party of which they seldom speak.</param>
internal sealed record SampleSource(
    int Index,
    string Code,
    string Family,
    string Language,
    Village Base,
    int? Blind,
    string Reliability,
    string Later,
    DateOnly? LaterFrom
)
{
    public string Channel =>
        Family switch
        {
            Reporting.Family.Network => "sms",
            Reporting.Family.Liaison => "phone",
            Reporting.Family.Monitor => "email",
            _ => Family,
        };

    /// <summary>Tells by the mobile network, which can fail; patrols and radio monitors have their own sets.</summary>
    public bool IsMobile => Channel is "sms" or "phone" or "email";

    /// <summary>Somebody who lives there.</summary>
    public bool IsCommunity => Channel is "sms" or "phone";

    public string GradeOn(DateOnly day) => day >= LaterFrom ? Later : Reliability;

    /// <summary>How much it errs, against a middling source.</summary>
    public double Error =>
        Reliability switch
        {
            "A" => 0.4,
            "B" => 0.7,
            "C" => 1,
            _ => 1.5,
        };
}

/// <summary>All sources, by family and ground.</summary>
internal sealed class Sources
{
    private readonly ILookup<string, SampleSource> byFamily;
    private readonly ILookup<(string Family, string District), SampleSource> byDistrict;
    private readonly ILookup<(string Family, string Province), SampleSource> byProvince;

    public Sources(Country country)
    {
        All = [.. SampleData.Read("sources").Select((r, i) => Read(country, r, i))];
        byFamily = All.ToLookup(s => s.Family);
        byDistrict = All.ToLookup(s => (s.Family, s.Base.District.Pcode));
        byProvince = All.ToLookup(s => (s.Family, s.Base.District.Province));
    }

    public IReadOnlyList<SampleSource> All { get; }

    public IEnumerable<SampleSource> Of(string family) => byFamily[family];

    public IEnumerable<SampleSource> In(string family, District district) => byDistrict[(family, district.Pcode)];

    public IEnumerable<SampleSource> InProvince(string family, District district) =>
        byProvince[(family, district.Province)];

    private static SampleSource Read(Country country, SampleData.Row row, int index) =>
        new(
            index,
            row["code"],
            row["family"],
            row["language"],
            country.Seat(row["base"]),
            row["blind"] is "" ? null : (int)row.Number("blind"),
            row["reliability"],
            row["later"],
            row["later_from"] is ""
                ? null
                : DateOnly.ParseExact(row["later_from"], "yyyy-MM-dd", CultureInfo.InvariantCulture)
        );
}
