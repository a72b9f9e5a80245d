using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Toguna.Architecture.Tests.Tree;

/// <summary>The documents hold together: no link into nothing, no term without its translation, a decision is one page.</summary>
public sealed partial class DocumentsTests
{
    private const int OnePage = 60;

    private static IEnumerable<SourceFile> Documents =>
        Repository.Files.Where(f => f.Path.EndsWith(".md", StringComparison.Ordinal));

    /// <summary>Pictures are made by a command; before it has ever run, none can be missed.</summary>
    private static bool PicturesMade =>
        Repository.Files.Any(f =>
            f.Path.StartsWith("docs/img/", StringComparison.Ordinal)
            && f.Path.EndsWith(".png", StringComparison.Ordinal)
        );

    [Fact]
    public void Every_link_between_documents_leads_somewhere()
    {
        var broken = Documents.SelectMany(d =>
            Targets(d.Text())
                .Where(t => PicturesMade || !t.EndsWith(".png", StringComparison.Ordinal))
                .Where(t => !Path.Exists(Path.Combine(Path.GetDirectoryName(d.FullPath)!, t)))
                .Select(t => $"{d.Path} links to '{t}', which is not there")
        );

        None(broken);
    }

    [Fact]
    public void Every_term_of_the_glossary_has_both_names_and_both_sentences()
    {
        var rows = File.ReadLines(Repository.At("GLOSSARY.md"))
            .Where(l => l.StartsWith('|') && !l.StartsWith("|--", StringComparison.Ordinal))
            .ToArray();

        rows.Length.ShouldBeGreaterThan(80);
        None(rows.Where(r => !IsWhole(r)));
    }

    [Fact]
    public void Every_decision_is_one_page()
    {
        var decisions = Documents.Where(d => d.Path.StartsWith("docs/decisions/", StringComparison.Ordinal)).ToArray();

        decisions.Length.ShouldBeGreaterThanOrEqualTo(9);
        None(
            decisions
                .Where(d => File.ReadLines(d.FullPath).Count() > OnePage)
                .Select(d => $"{d.Path} is longer than {OnePage} lines")
        );
    }

    [Theory]
    [InlineData("[a](docs/a.md) and [b](https://example.org/b) and [c](#here)", new[] { "docs/a.md" })]
    [InlineData("[a](docs/a.md#part) ![img](docs/img/a.png)", new[] { "docs/a.md", "docs/img/a.png" })]
    [InlineData("`[a](code.md)`", new string[0])]
    public void A_planted_link_is_read(string text, string[] targets) => Targets(text).ShouldBe(targets);

    private static bool IsWhole(string row)
    {
        var cells = row.Trim('|').Split('|');
        return cells.Length == 4 && cells.All(c => !string.IsNullOrWhiteSpace(c));
    }

    private static IEnumerable<string> Targets(string text) =>
        Link()
            .Matches(Code().Replace(text, ""))
            .Select(m => m.Groups[1].Value.Split('#')[0])
            .Where(t => t.Length > 0 && !t.Contains("://", StringComparison.Ordinal));

    private static void None(IEnumerable<string> findings)
    {
        var all = findings.ToArray();
        all.ShouldBeEmpty(string.Join('\n', all));
    }

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("```.*?```|`[^`\n]*`", RegexOptions.Singleline)]
    private static partial Regex Code();
}
