using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Toguna.Foundation.Access;
using Toguna.Gather.Imports;
using Toguna.Tests.Foundation;

namespace Toguna.Tests.Record.Incidents;

/// <summary>A record to ask questions of: the Central African Republic as UCDP GED has it.</summary>
internal static class SampleRecord
{
    public static Task ImportCarAsync(TestApp app) => ImportAsync(app, SharedData.Path("ged/ged231_car.csv"));

    public static async Task ImportAsync(TestApp app, string path)
    {
        var imports = app.Services.GetRequiredService<ImportService>();
        await imports.RunAsync(await imports.QueueAsync("ged", path, Path.GetFileName(path), null, Caller.CommandLine));
    }

    /// <summary>How many incidents somebody finds.</summary>
    /// <param name="query">The filter as it stands in an address.</param>
    public static async Task<long> CountAsync(HttpClient client, string query)
    {
        var json = JsonDocument.Parse(await client.GetStringAsync("/api/totals?" + query));
        return json.RootElement.GetProperty("incidents").GetInt64();
    }
}
