using Shouldly;
using Toguna.Learn;

namespace Toguna.Tests.Learn;

/// <summary>What followed, worked out by hand.</summary>
public sealed class TriedFiguresTests
{
    [Fact]
    public void Each_response_has_what_followed_out_of_what_is_known_the_least_militarised_first()
    {
        var figures = new TriedFigures([
            Alert("averted", "dialogue"),
            Alert("averted", "dialogue"),
            Alert("averted", "dialogue", "patrol"),
            Alert("averted", "dialogue"),
            Alert("harm", "dialogue", "patrol"),
            Alert("unknown", "dialogue"),
            Alert("harm"),
            Alert("unknown"),
            Alert("harm", "visit"),
        ]);
        figures.Alerts.ShouldBe(9);
        figures.Rows.Select(r => r.Type!.Code).ShouldBe(["visit", "dialogue", "patrol"]);
        var dialogue = figures.Rows[1];
        (dialogue.Alerts, dialogue.Unknown, dialogue.IsTooFew).ShouldBe((6, 1, false));
        (dialogue.Harm.Hits, dialogue.Harm.Of, dialogue.Averted.Hits).ShouldBe((1, 5, 4));
        // p = 1/5, z = 1.96: centre (0.2 + 3.8415/10) / (1 + 3.8415/5) = 0.3304, half 1.96 √(0.16/5 + 3.8415/100) / 1.7683 = 0.2941.
        dialogue.Harm.Lower.ShouldBe(0.0362, 0.0001);
        dialogue.Harm.Upper.ShouldBe(0.6245, 0.0001);
        // An alert with two kinds counts in both rows.
        (figures.Rows[2].Alerts, figures.Rows[2].Harm.Hits, figures.Rows[2].IsTooFew).ShouldBe((2, 1, true));
        (figures.Nothing.Alerts, figures.Nothing.Harm.Hits, figures.Nothing.Harm.Of).ShouldBe((2, 1, 1));
        figures.Nothing.Type.ShouldBeNull();
    }

    [Fact]
    public void Where_no_outcome_is_known_there_is_no_share()
    {
        var row = new TriedFigures([Alert("unknown", "visit")]).Rows.Single();
        row.Harm.Share.ShouldBeNull();
        row.Unknown.ShouldBe(1);
        new TriedFigures([]).Rows.ShouldBeEmpty();
    }

    private static TriedAlert Alert(string outcome, params string[] kinds) => new(kinds.ToHashSet(), outcome);
}
