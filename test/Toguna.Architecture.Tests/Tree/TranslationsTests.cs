using Shouldly;
using Xunit;

namespace Toguna.Architecture.Tests.Tree;

public sealed class TranslationsTests
{
    private static IEnumerable<SourceFile> Texts =>
        Repository.Files.Where(f =>
            f.Path.StartsWith("src/", StringComparison.Ordinal) && f.Path.EndsWith(".resx", StringComparison.Ordinal)
        );

    [Fact]
    public void Every_text_has_a_French_pair_and_every_French_text_an_English_one()
    {
        var paths = Texts.Select(f => f.Path).ToHashSet();
        var alone = paths.Where(p => !paths.Contains(IsFrench(p) ? English(p) : French(p))).ToArray();

        alone.ShouldBeEmpty();
    }

    [Fact]
    public void Every_pair_says_the_same_in_both_languages()
    {
        var findings = Texts
            .Where(f => !IsFrench(f.Path) && File.Exists(French(f.FullPath)))
            .SelectMany(f => Translations.Compare(f.Path, f.Text(), File.ReadAllText(French(f.FullPath))))
            .ToArray();

        findings.ShouldBeEmpty(string.Join('\n', findings));
    }

    [Theory]
    [InlineData("a=One", "a=Un", 0)]
    [InlineData("a=One;b=Two", "a=Un", 1)]
    [InlineData("a=One", "a=Un;b=Deux", 1)]
    [InlineData("a=One", "a= ", 1)]
    [InlineData("a=One;a=Two", "a=Un", 1)]
    [InlineData("a={0} of {1}", "a={1} pour {0}", 0)]
    [InlineData("a={0} of {1}", "a={0}", 1)]
    [InlineData("a={0:N0} killed", "a={0} tués", 0)]
    [InlineData("a={{0}}", "a=rien", 0)]
    [InlineData("a=Place: x", "a=Lieu : x", 1)]
    [InlineData("a=Place: x", "a=Lieu\u00a0: x", 0)]
    public void A_planted_gap_is_found(string english, string french, int findings) =>
        Translations.Compare("planted", Resx(english), Resx(french)).Count().ShouldBe(findings);

    private static bool IsFrench(string path) => path.EndsWith(".fr.resx", StringComparison.Ordinal);

    private static string French(string path) => path[..^".resx".Length] + ".fr.resx";

    private static string English(string path) => path[..^".fr.resx".Length] + ".resx";

    private static string Resx(string pairs) =>
        new System.Xml.Linq.XElement(
            "root",
            pairs
                .Split(';')
                .Select(p => p.Split('='))
                .Select(p => new System.Xml.Linq.XElement(
                    "data",
                    new System.Xml.Linq.XAttribute("name", p[0]),
                    new System.Xml.Linq.XElement("value", p[1])
                ))
        ).ToString();
}
