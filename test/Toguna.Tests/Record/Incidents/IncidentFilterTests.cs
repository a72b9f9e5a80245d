using System.Globalization;
using Shouldly;
using Toguna.Record;

namespace Toguna.Tests.Record.Incidents;

/// <summary>A filter says what it could not read, keeps the rest, and has one address.</summary>
public sealed class IncidentFilterTests
{
    private static readonly CultureInfo French = CultureInfo.GetCultureInfo("fr");
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");

    [Theory]
    [InlineData("colour=red", "record.filter_key_unknown", "colour")]
    [InlineData("place", "record.filter_not_a_pair", "place")]
    [InlineData("=x", "record.filter_not_a_pair", "=x")]
    [InlineData("from=2023-02-30", "record.filter_date", "2023-02-30")]
    [InlineData("to=soon", "record.filter_date", "soon")]
    [InlineData("year=17", "record.filter_number", "17")]
    [InlineData("year=-1", "record.filter_number", "-1")]
    [InlineData("act=kiling", "record.filter_code", "kiling")]
    [InlineData("finding=true", "record.filter_code", "true")]
    [InlineData("type=4", "record.filter_code", "4")]
    [InlineData("bbox=1,2,3", "record.filter_box", "1,2,3")]
    [InlineData("bbox=1,9,3,2", "record.filter_box", "1,9,3,2")]
    [InlineData("bbox=0,0,181,1", "record.filter_box", "0,0,181,1")]
    [InlineData("bbox=0,NaN,1,1", "record.filter_box", "NaN")]
    [InlineData("where_prec=8", "record.filter_number", "8")]
    [InlineData("killed_min=-2", "record.filter_number", "-2")]
    [InlineData("warnings=maybe", "record.filter_yes_no", "maybe")]
    [InlineData("import=abc", "record.filter_id", "abc")]
    [InlineData("place=%%%", "record.filter_name", "%%%")]
    public void What_cannot_be_read_is_refused_by_key_and_value_and_the_rest_is_kept(
        string bad,
        string code,
        string named
    )
    {
        var read = IncidentFilterReading.Parse(["country=Mali", bad]);
        var problem = read.Problems.ShouldHaveSingleItem();
        problem.Code.ShouldBe(code);
        problem.Status.ShouldBe(422);
        problem.Message(English).ShouldContain(named);
        problem.Message(French).ShouldContain(named);
        problem.Message(French).ShouldNotBe(problem.Message(English));
        read.Filter.ToQuery().ShouldBe("country=Mali");
    }

    [Fact]
    public void A_time_that_ends_before_it_begins_and_a_key_given_twice_are_refused()
    {
        IncidentFilterReading.Parse(["from=2018", "to=2017-03"]).Problems.Single().Code.ShouldBe("record.filter_span");
        IncidentFilterReading.Parse(["year=2018", "year=2017"]).Problems.Single().Code.ShouldBe("record.filter_twice");
        IncidentFilterReading
            .Parse(["place=" + new string('x', 301)])
            .Problems.Single()
            .Code.ShouldBe("record.filter_too_long");
        IncidentFilterReading.Parse(Enumerable.Range(0, 60).Select(i => $"place=p{i}")).Problems.Count.ShouldBe(10);
    }

    [Theory]
    [InlineData("place=Ouaka&place=Bangui", "place=Ouaka&place=Bangui")]
    [InlineData("type=3&act=Killing&from=March+2017", "from=2017-03&act=killing&type=3")]
    [InlineData("act=homicide,threat", "act=killing&act=threat")]
    [InlineData("type=one-sided&type_of_violence=2&", "type=3&type=2")]
    [InlineData("FROM=2017&to=2017-03-06&place=", "from=2017&to=2017-03-06")]
    [InlineData("bbox=14.40,2,27.5,11.1&edited=1&warnings=non", "bbox=14.4%2C2%2C27.5%2C11.1&warnings=no&edited=yes")]
    [InlineData("finding=V%C3%A9rifi%C3%A9&sort=-killed&page=3", "finding=verified")]
    [InlineData("perpetrator=none&actor=S%C3%A9l%C3%A9ka", "actor=S%C3%A9l%C3%A9ka&perpetrator=none")]
    public void Two_equal_filters_have_one_address(string query, string canonical)
    {
        var read = IncidentFilterReading.Parse(Pairs(query), "sort", "page");
        read.Problems.ShouldBeEmpty();
        read.Filter.ToQuery().ShouldBe(canonical);
        IncidentFilterReading.Parse(Pairs(canonical)).Filter.ToQuery().ShouldBe(canonical);
    }

    [Fact]
    public void A_filter_says_itself_in_words_of_both_languages_and_loses_one_value_at_a_time()
    {
        var filter = IncidentFilterReading
            .Parse([
                "place=Ouaka",
                "act=killing",
                "act=threat",
                "from=2017-03",
                "type=3",
                "where_prec=2",
                "perpetrator=none",
            ])
            .OrThrow();
        filter
            .Describe(culture: English)
            .ShouldBe(
                "Place: Ouaka; From: March 2017; Act: Killing, Threat; Held responsible: Not attributed; Type of violence: One-sided violence; Place known: at least: within 25 km"
            );
        filter
            .Describe(culture: French)
            .ShouldStartWith("Lieu\u00a0: Ouaka; Depuis\u00a0: mars 2017; Acte\u00a0: Homicide, Menace; ");
        filter
            .Without("act", "killing")
            .ToQuery()
            .ShouldBe("place=Ouaka&from=2017-03&act=threat&perpetrator=none&type=3&where_prec=2");
        IncidentFilter.None.Describe(culture: French).ShouldBe("Tous les incidents");
    }

    private static IEnumerable<KeyValuePair<string, string?>> Pairs(string query) =>
        query
            .Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(p => p.Split('='))
            .Select(p => KeyValuePair.Create(p[0], (string?)Uri.UnescapeDataString(p[1].Replace('+', ' '))));
}
