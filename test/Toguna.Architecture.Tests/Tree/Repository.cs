namespace Toguna.Architecture.Tests.Tree;

/// <summary>A file of the source tree.</summary>
/// <param name="Path">Path from the root, with forward slashes.</param>
/// <param name="FullPath">Where it is on this machine.</param>
public sealed record SourceFile(string Path, string FullPath)
{
    public string Name => System.IO.Path.GetFileName(Path);

    public string Text() => File.ReadAllText(FullPath);
}

/// <summary>The source tree that the tests were built from, without what builds and tests leave in it.</summary>
public static class Repository
{
    private static readonly HashSet<string> NotSource =
    [
        "bin",
        "obj",
        ".git",
        ".vs",
        ".idea",
        "node_modules",
        "TestResults",
        "StrykerOutput",
        "BenchmarkDotNet.Artifacts",
    ];

    public static string Root { get; } = FindRoot();

    /// <summary>Path inside the tree.</summary>
    public static string At(string path) => Path.Combine(Root, path);

    /// <summary>The files of the tree, in order of path.</summary>
    public static IReadOnlyList<SourceFile> Files { get; } =
    [.. Walk(new DirectoryInfo(Root)).OrderBy(f => f.Path, StringComparer.Ordinal)];

    private static IEnumerable<SourceFile> Walk(DirectoryInfo folder)
    {
        foreach (var file in folder.EnumerateFiles())
        {
            yield return new SourceFile(Path.GetRelativePath(Root, file.FullName).Replace('\\', '/'), file.FullName);
        }

        // Links are not followed: data beside the tree may be linked into it, and a loop would never end.
        var inner = folder
            .EnumerateDirectories()
            .Where(d => !NotSource.Contains(d.Name) && d.LinkTarget is null && !IsDataFolder(d));
        foreach (var file in inner.SelectMany(Walk))
        {
            yield return file;
        }
    }

    /// <summary>A data folder of a program tried out in the tree is not source; its name is in .gitignore.</summary>
    private static bool IsDataFolder(DirectoryInfo folder) =>
        folder.Name.StartsWith("toguna-data", StringComparison.Ordinal)
        || folder.Name.StartsWith("toguna-sample", StringComparison.Ordinal);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Toguna.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No folder above '{AppContext.BaseDirectory}' holds Toguna.slnx.");
    }
}
