using System.Diagnostics;

namespace Toguna.Tests.Foundation;

/// <summary>The program itself as a child process, which can be killed.</summary>
internal static class TestProgram
{
    /// <param name="connection">Null: SQLite in the folder.</param>
    public static Process Start(string folder, string? connection, params string[] arguments)
    {
        string[] database = connection is null ? [] : ["--database", connection];
        return Process.Start(
            new ProcessStartInfo(
                "dotnet",
                [Path.Combine(AppContext.BaseDirectory, "toguna.dll"), .. arguments, "--data", folder, .. database]
            )
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
    }
}
