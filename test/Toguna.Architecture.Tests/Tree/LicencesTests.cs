using Shouldly;
using Xunit;

namespace Toguna.Architecture.Tests.Tree;

public sealed class LicencesTests
{
    private static Package[] Resolved =>
        [
            .. Repository
                .Files.Where(f => f.Name == "packages.lock.json")
                .SelectMany(f => Licences.InLockFile(f.Text()))
                .Distinct(),
        ];

    [Fact]
    public void Every_package_is_under_a_licence_of_the_list()
    {
        var findings = Resolved
            .SelectMany(p => Licences.Judge(p, Licences.Manifest(p)))
            .Order(StringComparer.Ordinal)
            .ToArray();

        findings.ShouldBeEmpty(string.Join('\n', findings));
    }

    [Fact]
    public void The_lock_files_were_really_read()
    {
        Resolved.Length.ShouldBeGreaterThan(40);
        Resolved.ShouldContain(p => p.Id == "Npgsql");
        Resolved.ShouldContain(p => p.Id == "Mono.Cecil");
    }

    [Fact]
    public void Every_project_has_a_lock_file()
    {
        var projects = Repository
            .Files.Where(f => f.Path.EndsWith(".csproj", StringComparison.Ordinal))
            .Select(f => Path.GetDirectoryName(f.Path)!);
        var locked = Repository
            .Files.Where(f => f.Name == "packages.lock.json")
            .Select(f => Path.GetDirectoryName(f.Path)!);

        projects.Except(locked).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Any", "MIT", true)]
    [InlineData("Any", "MS-PL OR Apache-2.0", true)]
    [InlineData("Any", "GPL-3.0-only OR MIT", true)]
    [InlineData("Any", "MIT AND Apache-2.0", true)]
    [InlineData("Any", "MIT AND GPL-3.0-only", false)]
    [InlineData("Any", "(MIT OR GPL-3.0-only) AND Apache-2.0", false)]
    [InlineData("Any", "AGPL-3.0-only", false)]
    [InlineData("Any", "LGPL-2.1-or-later", false)]
    [InlineData("ProjNET", "LGPL-2.1-or-later", true)]
    [InlineData("Any", "", false)]
    public void A_planted_licence_is_judged(string id, string expression, bool allowed) =>
        Licences.IsAllowed(id, expression).ShouldBe(allowed);

    [Theory]
    [InlineData("<package><metadata><license type=\"expression\">MIT</license></metadata></package>", 0)]
    [InlineData("<package><metadata><license type=\"expression\">AGPL-3.0-only</license></metadata></package>", 1)]
    [InlineData("<package><metadata><license type=\"file\">LICENSE.txt</license></metadata></package>", 1)]
    [InlineData("<package><metadata><licenseUrl>https://example.org/licence</licenseUrl></metadata></package>", 1)]
    [InlineData("<package><metadata /></package>", 1)]
    [InlineData(null, 1)]
    public void A_planted_manifest_is_judged(string? manifest, int findings) =>
        Licences.Judge(new Package("Planted", "1.0.0"), manifest).Count().ShouldBe(findings);
}
