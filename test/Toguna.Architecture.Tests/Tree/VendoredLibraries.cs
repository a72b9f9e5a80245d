using System.Security.Cryptography;
using System.Text.Json;

namespace Toguna.Architecture.Tests.Tree;

/// <summary>A browser library that lies in the tree, as its manifest describes it.</summary>
public sealed record VendoredLibrary(
    string? Name,
    string? Version,
    string? Licence,
    IReadOnlyList<VendoredFile>? Files
);

/// <summary>A file of a browser library, with its path from the vendor folder and its SHA-256 in hexadecimal.</summary>
public sealed record VendoredFile(string? Path, string? Sha256);

/// <summary>Compares a vendor folder with its manifest.</summary>
public static class VendoredLibraries
{
    private const string Manifest = "manifest.json";
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    /// <summary>What is wrong between the folder and its manifest, in words.</summary>
    public static IReadOnlyList<string> Check(string folder)
    {
        var manifest = Path.Combine(folder, Manifest);
        if (!File.Exists(manifest))
        {
            return [$"'{folder}' has no {Manifest}"];
        }

        var libraries = JsonSerializer.Deserialize<VendoredLibrary[]>(File.ReadAllText(manifest), Web) ?? [];
        var listed = libraries.SelectMany(l => l.Files ?? []).Select(f => Normal(f.Path ?? "")).ToArray();
        var present = Directory
            .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(f => Normal(Path.GetRelativePath(folder, f)))
            .Where(f => f != Manifest)
            .ToArray();
        return
        [
            .. libraries.SelectMany(l => Incomplete(l)),
            .. libraries.SelectMany(l => (l.Files ?? []).SelectMany(f => Changed(folder, l, f))),
            .. present.Except(listed).Select(path => $"'{path}' is not in the manifest"),
            .. listed
                .GroupBy(path => path)
                .Where(g => g.Count() > 1)
                .Select(g => $"'{g.Key}' is in the manifest {g.Count()} times"),
        ];
    }

    private static IEnumerable<string> Incomplete(VendoredLibrary library)
    {
        var name = string.IsNullOrWhiteSpace(library.Name) ? "a library" : library.Name;
        if (name != library.Name)
        {
            yield return "a library has no name";
        }

        if (string.IsNullOrWhiteSpace(library.Version))
        {
            yield return $"{name} has no version";
        }

        if (!Licences.IsAllowed(name, library.Licence ?? ""))
        {
            yield return $"{name} is under '{library.Licence}', which is not on the list";
        }

        if (library.Files is null or { Count: 0 })
        {
            yield return $"{name} has no files";
        }
    }

    private static IEnumerable<string> Changed(string folder, VendoredLibrary library, VendoredFile file)
    {
        var path = Path.Combine(folder, Normal(file.Path ?? ""));
        if (!File.Exists(path))
        {
            return [$"{library.Name}: '{file.Path}' is not there"];
        }

        var hash = Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)));
        return hash.Equals(file.Sha256, StringComparison.OrdinalIgnoreCase)
            ? []
            : [$"{library.Name}: '{file.Path}' has SHA-256 {hash}, the manifest says '{file.Sha256}'"];
    }

    private static string Normal(string path) => path.Replace('\\', '/').TrimStart('/');
}
