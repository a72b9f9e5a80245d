using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Toguna.Methods.Text;
using Xunit;

namespace Toguna.Methods.Tests.Text;

public sealed class FoldTests
{
    [Theory]
    [InlineData("Ménaka", "menaka")]
    [InlineData("  N'Djaména—Sud ", "n djamena sud")]
    [InlineData("Œuvre, Straße & Ørsted", "oeuvre strasse orsted")]
    [InlineData("ŒDÈME", "oedeme")]
    [InlineData("Sɛgɛ Ɓurŋa Ƙano", "sege burna kano")]
    [InlineData("İstanbul ıŞIK", "istanbul isik")]
    [InlineData("ﬁn Ⅳ ｆｕｌｌ", "fin iv full")]
    [InlineData("Bankass (cercle) n°2", "bankass cercle n 2")]
    [InlineData("دَارْفُور", "دارفور")]
    [InlineData("أبـــيي", "ابيي")]
    [InlineData("٢٠٢٥", "2025")]
    [InlineData("ߒߞߏ", "ߒߞߏ")]
    [InlineData("ⵜⵉⴼⵉⵏⴰⵖ", "ⵜⵉⴼⵉⵏⴰⵖ")]
    [InlineData("𞤀𞤣𞤤𞤢𞤥", "𞤢𞤣𞤤𞤢𞤥")]
    [InlineData("", "")]
    [InlineData("—!?", "")]
    [InlineData("a\u200Db\uD800c", "ab c")]
    public void The_key_is_what_is_left_of_a_name(string text, string key) => Fold.Key(text).ShouldBe(key);

    [Fact]
    public void Null_is_empty() => Fold.Key(null).ShouldBe("");

    [Fact]
    public void Any_text_makes_a_bounded_key_that_is_its_own_key() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(1000),
            Prop.ForAll<string>(text =>
            {
                var key = Fold.Key(text);
                key.Length.ShouldBeLessThanOrEqualTo(Fold.MaxLength);
                Fold.Key(key).ShouldBe(key);
                key.ShouldBe(key.Trim());
                key.ShouldNotContain("  ");
            })
        );

    [Fact]
    public void A_very_long_text_is_cut() =>
        Fold.Key(new string('é', 1_000_000)).ShouldBe(new string('e', Fold.MaxLength));
}

public sealed class EditDistanceTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("", "abc", 3)]
    [InlineData("menaka", "menaka", 0)]
    [InlineData("menaka", "meanka", 1)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("ca", "abc", 3)]
    [InlineData("bankass", "bandiagara", 6)]
    [InlineData("ab", "ba", 1)]
    public void The_distance_counts_slips(string a, string b, int distance)
    {
        EditDistance.Within(a, b, 10).ShouldBe(distance);
        EditDistance.Within(b, a, distance).ShouldBe(distance);
        if (distance > 0)
            EditDistance.Within(a, b, distance - 1).ShouldBeNull();
    }

    [Fact]
    public void It_agrees_with_the_whole_table_for_every_limit()
    {
        var random = new System.Random(3);
        for (var n = 0; n < 3000; n++)
        {
            var a = Text(random);
            var b = Text(random);
            var whole = Whole(a, b);
            for (var max = 0; max < 12; max++)
                EditDistance.Within(a, b, max).ShouldBe(whole <= max ? whole : null, $"{a} {b} {max}");
        }
    }

    [Fact]
    public void Long_texts_and_large_limits_are_fine()
    {
        EditDistance.Within(new string('a', 500) + "x", "y" + new string('a', 500), int.MaxValue).ShouldBe(2);
        EditDistance.Within(new string('a', 5000), new string('b', 5000), 3).ShouldBeNull();
        Should.Throw<ArgumentOutOfRangeException>(() => EditDistance.Within("a", "b", -1));
    }

    [Fact]
    public void Short_texts_allocate_nothing()
    {
        EditDistance.Within("bandiagara", "bankass", 5);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            EditDistance.Within("bandiagara", "bankass", 9);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    private static string Text(System.Random random) =>
        new([.. Enumerable.Range(0, random.Next(9)).Select(_ => "abc"[random.Next(3)])]);

    private static int Whole(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        for (var j = 0; j <= b.Length; j++)
        {
            if (i == 0 || j == 0)
            {
                d[i, j] = i + j;
                continue;
            }
            d[i, j] = Math.Min(
                Math.Min(d[i - 1, j], d[i, j - 1]) + 1,
                d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
            );
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
        }
        return d[a.Length, b.Length];
    }
}
