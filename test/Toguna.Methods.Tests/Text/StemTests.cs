using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Toguna.Methods.Text;

namespace Toguna.Methods.Tests.Text;

public sealed class StemTests
{
    [Theory]
    [InlineData("attack attacks attacked attacking")]
    [InlineData("kill kills killed killing")]
    [InlineData("rape raped raping rapes")]
    [InlineData("kidnap kidnapped kidnapping")]
    [InlineData("army armies")]
    [InlineData("occupate occupated occupating")]
    public void Forms_of_an_english_word_meet(string forms) =>
        forms.Split(' ').Select(EnglishStem.Of).Distinct().Count().ShouldBe(1, forms);

    [Theory]
    [InlineData("tue tues tuee tuees tuer tuent tuait tuaient")]
    [InlineData("attaque attaques attaquer attaquent attaquait attaquaient attaquee")]
    [InlineData("enleve enlevement enlevements enlever enlevees")]
    [InlineData("village villages")]
    [InlineData("cheval chevaux")]
    [InlineData("enfui enfuis enfuie enfuir")]
    public void Forms_of_a_french_word_meet(string forms) =>
        forms.Split(' ').Select(FrenchStem.Of).Distinct().Count().ShouldBe(1, forms);

    [Theory]
    [InlineData("caress", "caress")] // Porter's own examples, section 2
    [InlineData("caresses", "caress")]
    [InlineData("ponies", "poni")]
    [InlineData("agreed", "agree")]
    [InlineData("plastered", "plaster")]
    [InlineData("motoring", "motor")]
    [InlineData("conflated", "conflate")]
    [InlineData("troubled", "trouble")]
    [InlineData("sized", "size")]
    [InlineData("hopping", "hop")]
    [InlineData("falling", "fall")]
    [InlineData("hissing", "hiss")]
    [InlineData("failing", "fail")]
    [InlineData("filing", "file")]
    [InlineData("happy", "happi")]
    [InlineData("bled", "bled")]
    [InlineData("sing", "sing")]
    public void Porters_examples(string word, string stem) => EnglishStem.Of(word).ShouldBe(stem);

    [Theory]
    [InlineData("mer")]
    [InlineData("ans")]
    [InlineData("ⴰⵎⵓⵔ")]
    [InlineData("غاو")]
    public void Short_and_other_words_stay(string word)
    {
        FrenchStem.Of(word).ShouldBe(word);
        EnglishStem.Of(word).ShouldBe(word);
    }

    [Fact]
    public void A_stem_is_never_empty_and_never_longer() =>
        Prop.ForAll<string>(text =>
                Fold.Key(text)
                    .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                    .All(w =>
                        EnglishStem.Of(w) is { Length: > 0 } e
                        && e.Length <= w.Length
                        && FrenchStem.Of(w) is { Length: > 0 } f
                        && f.Length <= w.Length
                    )
            )
            .QuickCheckThrowOnFailure();
}
