using System.Globalization;
using Shouldly;
using Toguna.Methods.Detection;
using Toguna.Methods.Numerics;

namespace Toguna.Methods.Tests.Detection;

public sealed class EarsTests
{
    [Fact]
    public void By_hand_each_method_looks_where_it_should()
    {
        // Seven of 2, 4, 2, 4, 2, 4, 3: mean 3, squares 1·6 = 6 over 6: deviation 1. z of 0.001 is 3.0902.
        double[] series = [2, 4, 2, 4, 2, 4, 3, 9, 9, 6, 6, 6, 7];
        var one = Ears.Judge(EarsMethod.C1, series, 8, 8);
        one.Bounds.ShouldHaveSingleItem().ShouldBe(3 + 3.090232, 1e-6);
        one.Alarms.ShouldBe([8]);
        // C2 at 10 looks at the same seven.
        var two = Ears.Judge(EarsMethod.C2, series, 10, 10);
        two.Bounds.ShouldHaveSingleItem().ShouldBe(3 + 3.090232, 1e-6);
        two.Alarms.ShouldBeEmpty();
        // C3 at 12: its two predecessors lie at C2 of 3 and of what positions 2–8 say of 6.
        var c2 = (6 - 4.0) / Deviation(4, 2, 4, 2, 4, 3, 9);
        var three = Ears.Judge(EarsMethod.C3, series, 12, 12);
        three
            .Bounds.ShouldHaveSingleItem()
            .ShouldBe(6 + Deviation(2, 4, 2, 4, 3, 9, 9) * (3.090232 - 2 - Math.Max(0, c2 - 1)), 1e-5);
    }

    [Fact]
    public void A_flat_past_alarms_at_any_rise_and_nothing_is_endless()
    {
        double[] series = [.. Enumerable.Repeat(1.0, 9), 2, 1, 1, 3, 1, 1];
        Ears.Judge(EarsMethod.C1, series, 10, 10).Alarms.ShouldBe([10]);
        Ears.Judge(EarsMethod.C2, series, 10, 10).Bounds.ShouldBe([1]);
        Ears.Judge(EarsMethod.C3, series, 12, 15).Bounds.ShouldAllBe(b => double.IsFinite(b) && b >= 0);
    }

    [Theory] // R surveillance 1.20.3, Salmonella agona, weeks 213 to 312, α = 0.001, baseline 7.
    [InlineData(EarsMethod.C1, "20 71 72 82", "c1")]
    [InlineData(EarsMethod.C2, "21 52 71 72 73", "c2")]
    [InlineData(EarsMethod.C3, "23 71 72 73 74 75 84", null)]
    public void As_the_reference_has_it(EarsMethod method, string alarms, string? bounds)
    {
        var series = Column("detection/salmonella_agona.csv", "y");
        var judged = Ears.Judge(method, series, 213, 312);
        judged
            .Alarms.Select(a => a - 212)
            .ShouldBe(alarms.Split(' ').Select(a => int.Parse(a, CultureInfo.InvariantCulture)));
        if (bounds is not null)
        {
            var reference = Column("detection/reference_bounds_salmonella_agona.csv", bounds);
            judged.Bounds.Count.ShouldBe(reference.Length);
            judged.Bounds.Zip(reference).ShouldAllBe(b => Math.Abs(b.First - b.Second) < 1e-12);
        }
    }

    [Fact]
    public void A_planted_outbreak_is_found_and_false_alarms_come_oftener_than_alpha()
    {
        var random = new Xoshiro256(11);
        double[] series = [.. Enumerable.Range(0, 5_000).Select(_ => (double)Draws.Poisson(random, 5))];
        var share = Ears.Judge(EarsMethod.C1, series, 8, 5_000, 0.01).Alarms.Count / 4_993.0;
        // Seven counts know their own spread badly: the docstring says so, and this is how badly.
        share.ShouldBeInRange(0.01, 0.06);
        series[3_000] = 60;
        foreach (var method in new[] { EarsMethod.C1, EarsMethod.C2 })
        {
            Ears.Judge(method, series, 2_990, 3_010).Alarms.ShouldContain(3_001);
        }
    }

    [Fact]
    public void What_cannot_be_is_refused_by_name()
    {
        var series = new double[20];
        (Ears.FirstOf(EarsMethod.C1), Ears.FirstOf(EarsMethod.C2), Ears.FirstOf(EarsMethod.C3)).ShouldBe((8, 10, 12));
        Should
            .Throw<ArgumentOutOfRangeException>(() => Ears.Judge(EarsMethod.C2, series, 9, 20))
            .ParamName.ShouldBe("first");
        Should
            .Throw<ArgumentOutOfRangeException>(() => Ears.Judge(EarsMethod.C1, series, 9, 21))
            .ActualValue.ShouldBe(21);
        Should
            .Throw<ArgumentOutOfRangeException>(() => Ears.Judge(EarsMethod.C1, series, 12, 11))
            .ParamName.ShouldBe("last");
        Should
            .Throw<ArgumentOutOfRangeException>(() => Ears.Judge(EarsMethod.C1, series, 12, 13, 0))
            .ParamName.ShouldBe("alpha");
        Should
            .Throw<ArgumentOutOfRangeException>(() => Ears.Judge(EarsMethod.C1, series, 12, 13, baseline: 2))
            .ParamName.ShouldBe("baseline");
        series[4] = double.NaN;
        Should
            .Throw<ArgumentOutOfRangeException>(() => Ears.Judge(EarsMethod.C1, series, 12, 13))
            .Message.ShouldContain("Position 5");
    }

    private static double Deviation(params double[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1));
    }

    private static double[] Column(string path, string name)
    {
        var lines = File.ReadAllLines(SharedFile.Path(path));
        var column = Array.IndexOf([.. lines[0].Split(',').Select(c => c.Trim('"'))], name);
        return [.. lines.Skip(1).Select(l => double.Parse(l.Split(',')[column], CultureInfo.InvariantCulture))];
    }
}

/// <summary>Real data beside the repository; tests that need it are skipped with the reason where it is absent.</summary>
internal static class SharedFile
{
    public static string Path(string relative)
    {
        var folder = Environment.GetEnvironmentVariable("TOGUNA_SHARED_DATA") is { Length: > 0 } given
            ? given
            : Beside();
        var path = System.IO.Path.Combine(folder ?? "", relative);
        Assert.SkipUnless(
            File.Exists(path),
            $"Real data: {relative} is absent (shared/data beside the repository, or TOGUNA_SHARED_DATA)"
        );
        return path;
    }

    private static string? Beside()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(at.FullName, "Toguna.slnx")))
            {
                return System.IO.Path.Combine(at.Parent!.FullName, "shared", "data");
            }
        }
        return null;
    }
}
