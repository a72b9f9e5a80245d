using Shouldly;
using Toguna.Methods.Text;

namespace Toguna.Methods.Tests.Text;

/// <summary>Words of a text and where they stand in it.</summary>
public sealed class TextWordsTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("", "")]
    [InlineData(" -- ’ \0 ", "")]
    [InlineData("L’attaque d'Issoumbré, à 5h.", "L/l attaque/attaque d/d Issoumbré/issoumbre à/a 5h/5h")]
    [InlineData("Tue\u0301s a\u0300 Gao", "Tue\u0301s/tues a\u0300/a Gao/gao")]
    [InlineData("\u0301 \u200Fسُوق\u200F", "سُوق/سوق")]
    [InlineData("𞤊𞤵𞤤-x", "𞤊𞤵𞤤/𞤬𞤵𞤤 x/x")]
    [InlineData("\uD800a\uDC00", "a/a")]
    public void Words_with_what_they_are_in_the_text(string? text, string expected) =>
        string.Join(' ', TextWords.Of(text).Select(w => $"{text!.Substring(w.Start, w.Length)}/{w.Key}"))
            .ShouldBe(expected);

    [Fact]
    public void A_ligature_of_several_words_is_each_of_them()
    {
        var words = TextWords.Of("x ﷺ");
        words.Select(w => w.Key).ShouldBe(["x", "صلي", "الله", "عليه", "وسلم"]);
        words.Skip(1).ShouldAllBe(w => w.Start == 2 && w.Length == 1);
    }

    [Fact]
    public void The_keys_are_those_of_the_whole_text()
    {
        const string Text = "Œuvre, Ñandú; ɓaŋku 12,5 km – l'ex-chef « Straße » ٣ morts";
        string.Join(' ', TextWords.Of(Text).Select(w => w.Key)).ShouldBe(Fold.Key(Text));
    }
}
