using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Toguna.Methods.Detection;

namespace Toguna.Methods.Tests.Detection;

public sealed class FalseDiscoveryTests
{
    /// <summary>Benjamini and Hochberg (1995), section 4: fifteen comparisons of two treatments of a heart attack.</summary>
    private static readonly double[] Published =
    [
        0.0001,
        0.0004,
        0.0019,
        0.0095,
        0.0201,
        0.0278,
        0.0298,
        0.0344,
        0.0459,
        0.3240,
        0.4262,
        0.5719,
        0.6528,
        0.7590,
        1.0000,
    ];

    [Fact]
    public void As_published_four_of_fifteen_are_believed_at_five_in_a_hundred()
    {
        var q = FalseDiscovery.QValues(Published);
        q.Count(v => v <= 0.05).ShouldBe(4);
        q[3].ShouldBe(15 * 0.0095 / 4, 1e-12);
        // The sixth and seventh stand behind the eighth: 15 · 0.0344 / 8 is above 15 · 0.0298 / 7.
        q[6].ShouldBe(15 * 0.0298 / 7, 1e-12);
        q[5].ShouldBe(15 * 0.0298 / 7, 1e-12);
        q[4].ShouldBe(15 * 0.0201 / 5, 1e-12);
        q[14].ShouldBe(1);
    }

    [Fact]
    public void One_test_is_itself_and_none_is_none()
    {
        FalseDiscovery.QValues([0.03]).ShouldBe([0.03]);
        FalseDiscovery.QValues([]).ShouldBeEmpty();
        FalseDiscovery.QValues([0.04, 0.01]).ShouldBe([0.04, 0.02]);
    }

    [Fact]
    public void The_order_does_not_matter_and_no_q_is_below_its_p()
    {
        var cases = Gen.Choose(0, 1000).Select(n => n / 1000.0).NonEmptyListOf().Select(l => l.ToArray());
        Check.QuickThrowOnFailure(
            Prop.ForAll(
                cases.ToArbitrary(),
                p =>
                {
                    var q = FalseDiscovery.QValues(p);
                    var backwards = FalseDiscovery.QValues([.. p.Reverse()]);
                    var byP = p.Zip(q).OrderBy(x => x.First).Select(x => x.Second).ToList();
                    return q.Zip(p).All(x => x.First >= x.Second && x.First <= 1)
                        && q.SequenceEqual(backwards.Reverse())
                        && byP.Zip(byP.Skip(1)).All(x => x.First <= x.Second)
                        // The step-up rule as the paper has it: the largest k with p₍ₖ₎ ≤ k q / m.
                        && q.Count(v => v <= 0.1) == StepUp(p, 0.1);
                }
            )
        );
    }

    [Fact]
    public void What_is_no_probability_is_refused_by_name_and_place()
    {
        var refused = Should.Throw<ArgumentOutOfRangeException>(() => FalseDiscovery.QValues([0.1, 1.5]));
        refused.ActualValue.ShouldBe(1.5);
        refused.Message.ShouldContain("Value 1");
        Should.Throw<ArgumentOutOfRangeException>(() => FalseDiscovery.QValues([double.NaN]));
    }

    private static int StepUp(double[] p, double q)
    {
        var sorted = p.Order().ToArray();
        for (var k = sorted.Length; k >= 1; k--)
        {
            if (sorted[k - 1] * sorted.Length / k <= q)
            {
                return k;
            }
        }
        return 0;
    }
}
