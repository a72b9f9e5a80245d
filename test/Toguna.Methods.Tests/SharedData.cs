namespace Toguna.Methods.Tests;

/// <summary>Real data beside the repository; tests that need it are skipped with the reason where it is absent.</summary>
internal static class SharedData
{
    public static string Path(string relative)
    {
        var folder = Environment.GetEnvironmentVariable("TOGUNA_SHARED_DATA") is { Length: > 0 } given
            ? given
            : Beside();
        Assert.SkipUnless(
            folder is not null,
            "Real data: no shared/data beside the repository (or TOGUNA_SHARED_DATA)"
        );
        var path = System.IO.Path.Combine(folder!, relative);
        Assert.SkipUnless(File.Exists(path), $"Real data: {relative} is absent");
        return path;
    }

    private static string? Beside()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(at.FullName, "Toguna.slnx")))
            {
                var beside = System.IO.Path.Combine(at.Parent!.FullName, "shared", "data");
                return Directory.Exists(beside) ? beside : null;
            }
        }
        return null;
    }
}
