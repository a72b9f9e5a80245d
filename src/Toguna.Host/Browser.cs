using System.ComponentModel;
using System.Diagnostics;

namespace Toguna.Host;

/// <summary>Opens the reader's browser where there is one; where there is none the printed address is enough.</summary>
internal static class Browser
{
    /// <summary>Never throws and never waits: a machine without a desktop is no error.</summary>
    /// <returns>Whether something was started.</returns>
    public static bool TryOpen(string url)
    {
        if (Console.IsInputRedirected || Console.IsOutputRedirected || Console.IsErrorRedirected || !HasDesktop())
        {
            return false;
        }
        try
        {
            using var started = Process.Start(
                OperatingSystem.IsWindows() ? new ProcessStartInfo(url) { UseShellExecute = true }
                : OperatingSystem.IsMacOS() ? Quiet("open", url)
                : Quiet("xdg-open", url)
            );
            return started is not null;
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or PlatformNotSupportedException)
        {
            return false;
        }
    }

    private static bool HasDesktop() =>
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS()
            ? Environment.UserInteractive
            : Environment.GetEnvironmentVariable("DISPLAY") is { Length: > 0 }
                || Environment.GetEnvironmentVariable("WAYLAND_DISPLAY") is { Length: > 0 };

    /// <summary>What the opener has to say does not belong on our terminal.</summary>
    private static ProcessStartInfo Quiet(string program, string url) =>
        new(program)
        {
            ArgumentList = { url },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
}
