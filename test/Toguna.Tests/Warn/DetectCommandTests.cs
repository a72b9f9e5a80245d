using System.Text.Json;
using Shouldly;
using Toguna.Tests.Foundation;

namespace Toguna.Tests.Warn;

/// <summary>The verb <c>detect</c> as a script calls it.</summary>
public sealed class DetectCommandTests
{
    [Fact]
    public async Task Bounds_and_alarms_of_a_series_and_what_is_refused()
    {
        var folder = Directory.CreateTempSubdirectory("toguna-detect-").FullName;
        var file = Path.Combine(folder, "series.csv");
        // Mean 3, standard deviation 1, and then nine: the bound lies 3.09 above the mean.
        await File.WriteAllTextAsync(file, "week;y\n1;2\n2;4\n3;2\n4;4\n5;2\n6;4\n7;3\n8;9\n9;3\n");
        try
        {
            string[] asked = ["detect", "ears-c1", "--series", file, "--json"];
            var (code, said, _) = await RunAsync(
                folder,
                [.. asked, "--column", "y", "--range", "8..9", "--alpha", "0.001"]
            );
            code.ShouldBe(0);
            using var answer = JsonDocument.Parse(said);
            answer.RootElement.GetProperty("bounds").GetArrayLength().ShouldBe(2);
            answer.RootElement.GetProperty("bounds")[0].GetDouble().ShouldBe(6.0902, 1e-4);
            answer.RootElement.GetProperty("alarms").EnumerateArray().Select(a => a.GetInt32()).ShouldBe([8]);

            (await RunAsync(folder, asked)).Code.ShouldBe(2, "without a column");
            (await RunAsync(folder, [.. asked, "--column", "y", "--range", "8-9"])).Code.ShouldBe(2);
            (await RunAsync(folder, [.. asked, "--column", "y", "--alpha", "2"])).Code.ShouldBe(2);
            var (early, _, why) = await RunAsync(folder, [.. asked, "--column", "y", "--range", "7..9"]);
            early.ShouldBe(1);
            why.ShouldContain("7..9");
            (await RunAsync(folder, [.. asked, "--column", "z"])).Error.ShouldContain("z");
            (
                await RunAsync(folder, ["detect", "ears-c3", "--series", folder + "/no.csv", "--column", "y"])
            ).Code.ShouldBe(1);
            (await RunAsync(folder, ["detect", "signals", "--week", "2026-W60"])).Code.ShouldBe(2);
            var (empty, none, _) = await RunAsync(folder, ["detect", "signals", "--week", "2026-W47", "--json"]);
            empty.ShouldBe(0);
            JsonDocument.Parse(none).RootElement.GetProperty("series").GetInt32().ShouldBe(0);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(int Code, string Said, string Error)> RunAsync(string folder, string[] arguments)
    {
        using var program = TestProgram.Start(folder, null, arguments);
        var said = program.StandardOutput.ReadToEndAsync();
        var error = program.StandardError.ReadToEndAsync();
        await program.WaitForExitAsync();
        return (program.ExitCode, await said, await error);
    }
}
