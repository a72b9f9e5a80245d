using Shouldly;
using Xunit;

namespace Toguna.Architecture.Tests.Tree;

public sealed class StyleRulesTests
{
    [Fact]
    public void No_source_file_is_longer_than_a_reader_bears() =>
        None(Repository.Files.SelectMany(f => StyleRules.TooLong(f.Path, f.Text())));

    [Fact]
    public void No_source_file_has_a_name_that_says_nothing() =>
        None(Repository.Files.SelectMany(f => StyleRules.VaguelyNamed(f.Path)));

    [Fact]
    public void Shipped_pages_name_no_outside_host() =>
        None(
            Repository
                .Files.Where(f => f.Path.StartsWith("src/", StringComparison.Ordinal))
                .SelectMany(f => StyleRules.OutsideHosts(f.Path, f.Text()))
        );

    [Fact]
    public void Package_versions_are_pinned_exactly()
    {
        var loose = System
            .Xml.Linq.XDocument.Load(Repository.At("Directory.Packages.props"))
            .Descendants("PackageVersion")
            .Where(p => p.Attribute("Version")?.Value is not { } v || v.Any("*[](),".Contains))
            .Select(p => $"{p.Attribute("Include")?.Value} {p.Attribute("Version")?.Value}");

        None(loose);
    }

    [Fact]
    public void The_tree_was_really_read()
    {
        var paths = Repository.Files.Select(f => f.Path).ToArray();

        paths.ShouldContain("Toguna.slnx");
        paths.ShouldContain("src/Toguna/Toguna.csproj");
        paths.ShouldContain("test/Toguna.Architecture.Tests/Tree/StyleRulesTests.cs");
        paths.ShouldNotContain(p => p.Contains("/obj/", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("src/Toguna/Long.cs", 401, 1)]
    [InlineData("src/Toguna/Long.razor", 401, 1)]
    [InlineData("src/Toguna/wwwroot/long.css", 401, 1)]
    [InlineData("src/Toguna/Enough.cs", 400, 0)]
    [InlineData("src/Toguna/wwwroot/vendor/map.js", 4000, 0)]
    [InlineData("docs/long.md", 4000, 0)]
    public void A_planted_long_file_is_found(string path, int lines, int findings)
    {
        StyleRules.TooLong(path, string.Concat(Enumerable.Repeat("x\n", lines))).Count().ShouldBe(findings);
        StyleRules.TooLong(path, string.Join('\n', Enumerable.Repeat("x", lines))).Count().ShouldBe(findings);
    }

    [Theory]
    [InlineData("src/Toguna/Record/DateHelpers.cs", 1)]
    [InlineData("src/Toguna/Record/ImportManager.cs", 1)]
    [InlineData("src/Toguna/wwwroot/utils.js", 1)]
    [InlineData("test/Toguna.Tests/TestHelper.Dates.cs", 1)]
    [InlineData("src/Toguna/wwwroot/vendor/utils.js", 0)]
    [InlineData("src/Toguna/Record/Management.cs", 0)]
    public void A_planted_vague_name_is_found(string path, int findings) =>
        StyleRules.VaguelyNamed(path).Count().ShouldBe(findings);

    [Theory]
    [InlineData("a.razor", """<script src="https://cdn.example.org/x.js"></script>""", 1)]
    [InlineData("a.razor", """<img src="//cdn.example.org/x.png">""", 1)]
    [InlineData("a.razor", """@* https://example.org says why *@ <p>x</p>""", 0)]
    [InlineData("a.razor", """<!-- http://example.org reaches the browser -->""", 1)]
    [InlineData("a.razor", """<svg xmlns="http://www.w3.org/2000/svg"></svg>""", 0)]
    [InlineData("a.css", "@import url(https://fonts.example.org/x.css);", 1)]
    [InlineData("a.css", "a { background: url('//example.org/x.png') }", 1)]
    [InlineData("a.css", "/* https://example.org/why */ a { }", 0)]
    [InlineData("a.js", "fetch('https://example.org/x')", 1)]
    [InlineData("a.js", "import x from \"//example.org/x.js\"", 1)]
    [InlineData("a.js", "new WebSocket(`wss://example.org`)", 1)]
    [InlineData("a.js", "// see https://example.org/why\nrun()", 0)]
    [InlineData("a.js", "const half = total // 2", 0)]
    [InlineData("src/Toguna/wwwroot/vendor/a.js", "fetch('https://example.org/x')", 0)]
    [InlineData("a.cs", "// https://example.org/paper", 0)]
    public void A_planted_outside_host_is_found(string path, string text, int findings) =>
        StyleRules.OutsideHosts(path, text).Count().ShouldBe(findings);

    private static void None(IEnumerable<string> findings) =>
        findings.ToArray().ShouldBeEmpty(string.Join('\n', findings));
}
