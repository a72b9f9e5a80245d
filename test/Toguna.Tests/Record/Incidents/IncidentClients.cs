using Microsoft.Extensions.DependencyInjection;
using Toguna.Foundation.Access;
using Toguna.Gather.Imports;
using Toguna.Tests.Foundation;

namespace Toguna.Tests.Record.Incidents;

/// <summary>People and files for the tests of incidents.</summary>
public static class IncidentClients
{
    /// <summary>Somebody of that role who reads in that language.</summary>
    public static async Task<HttpClient> AsAsync(this TestApp app, Role role, string language)
    {
        var client = await app.AsAsync(role);
        client.DefaultRequestHeaders.Add("Accept-Language", language);
        return client;
    }

    public static async Task ImportGedAsync(this TestApp app, string path)
    {
        var imports = app.Services.GetRequiredService<ImportService>();
        await imports.RunAsync(await imports.QueueAsync("ged", path, Path.GetFileName(path), null, Caller.CommandLine));
    }
}
