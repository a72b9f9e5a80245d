using System.Diagnostics;

namespace Toguna.Benchmarks;

/// <summary>The program itself as a child process, with its time and its largest memory.</summary>
internal static class Child
{
    /// <summary>What it has to say goes to the terminal: nobody reads it here, and a full pipe would stop it.</summary>
    public static Process Start(params string[] arguments) => Start("toguna.dll", arguments, read: false);

    private static Process Start(string program, string[] arguments, bool read)
    {
        var info = new ProcessStartInfo("dotnet") { RedirectStandardOutput = read, RedirectStandardError = read };
        info.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, program));
        foreach (var argument in arguments)
        {
            info.ArgumentList.Add(argument);
        }
        return Process.Start(info)!;
    }

    /// <returns>Seconds from start to end, and the largest resident memory in MiB.</returns>
    public static Task<(double Seconds, double Peak)> MeasureAsync(params string[] arguments) =>
        MeasureAsync("toguna.dll", arguments);

    /// <summary>A part of the benchmarks themselves, in a process of its own.</summary>
    /// <inheritdoc cref="MeasureAsync(string[])" />
    public static Task<(double Seconds, double Peak)> MeasureOwnAsync(params string[] arguments) =>
        MeasureAsync("Toguna.Benchmarks.dll", arguments);

    private static async Task<(double Seconds, double Peak)> MeasureAsync(string program, string[] arguments)
    {
        var clock = Stopwatch.StartNew();
        using var process = Start(program, arguments, read: true);
        var answer = process.StandardOutput.ReadToEndAsync();
        var problem = process.StandardError.ReadToEndAsync();
        long peak = 0;
        while (!process.HasExited)
        {
            peak = Math.Max(peak, PeakOf(process));
            await Task.WhenAny(process.WaitForExitAsync(), Task.Delay(100));
        }
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(await problem + await answer);
        }
        return (clock.Elapsed.TotalSeconds, peak / 1048576.0);
    }

    private static long PeakOf(Process process)
    {
        try
        {
            process.Refresh();
            return process.PeakWorkingSet64;
        }
        catch (InvalidOperationException)
        {
            return 0;
        }
    }
}
