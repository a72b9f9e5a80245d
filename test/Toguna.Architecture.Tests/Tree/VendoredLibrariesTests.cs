using System.Security.Cryptography;
using System.Text;
using Shouldly;
using Xunit;

namespace Toguna.Architecture.Tests.Tree;

public sealed class VendoredLibrariesTests : IDisposable
{
    private const string Content = "run()";
    private static readonly string Hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Content)));

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("toguna-vendor-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_browser_libraries_in_the_tree_are_what_their_manifest_says()
    {
        var folder = Repository.At("src/Toguna/wwwroot/vendor");

        var findings = Directory.Exists(folder) ? VendoredLibraries.Check(folder) : [];

        findings.ShouldBeEmpty(string.Join('\n', findings));
    }

    [Fact]
    public void A_true_manifest_passes()
    {
        Write("lib/a.js", Content);
        Manifest("ISC", ("lib/a.js", Hash));

        VendoredLibraries.Check(_folder.FullName).ShouldBeEmpty();
    }

    [Fact]
    public void A_changed_file_is_found()
    {
        Write("a.js", Content + " ");
        Manifest("ISC", ("a.js", Hash));

        VendoredLibraries.Check(_folder.FullName).ShouldHaveSingleItem().ShouldContain("the manifest says");
    }

    [Fact]
    public void A_file_beside_the_manifest_is_found()
    {
        Write("a.js", Content);
        Write("b.js", Content);
        Manifest("ISC", ("a.js", Hash));

        VendoredLibraries.Check(_folder.FullName).ShouldBe(["'b.js' is not in the manifest"]);
    }

    [Fact]
    public void A_missing_file_is_found()
    {
        Write("a.js", Content);
        Manifest("ISC", ("a.js", Hash), ("gone.js", Hash));

        VendoredLibraries.Check(_folder.FullName).ShouldBe(["planted: 'gone.js' is not there"]);
    }

    [Fact]
    public void A_licence_off_the_list_is_found()
    {
        Write("a.js", Content);
        Manifest("SSPL-1.0", ("a.js", Hash));

        VendoredLibraries.Check(_folder.FullName).ShouldBe(["planted is under 'SSPL-1.0', which is not on the list"]);
    }

    [Fact]
    public void A_folder_without_manifest_is_found() =>
        VendoredLibraries.Check(_folder.FullName).ShouldHaveSingleItem().ShouldContain("has no manifest.json");

    private void Manifest(string licence, params (string Path, string Hash)[] files)
    {
        var list = string.Join(",", files.Select(f => $$"""{"path":"{{f.Path}}","sha256":"{{f.Hash}}"}"""));
        Write(
            "manifest.json",
            $$"""[{"name":"planted","version":"1.0.0","licence":"{{licence}}","files":[{{list}}]}]"""
        );
    }

    private void Write(string path, string content)
    {
        var full = Path.Combine(_folder.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
    }
}
