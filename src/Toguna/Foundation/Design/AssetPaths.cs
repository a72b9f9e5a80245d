using System.Text.Json;
using Microsoft.AspNetCore.Hosting;

namespace Toguna.Foundation.Design;

/// <summary>The address of an asset with its fingerprint, so that a browser may keep it for ever.</summary>
/// <remarks>
/// Read from the manifest that the build writes beside the program; where there is none, the plain path, which works
/// and is revalidated.
/// </remarks>
public sealed class AssetPaths
{
    private readonly Dictionary<string, string> fingerprinted;

    public AssetPaths() => fingerprinted = Read(AppContext.BaseDirectory);

    /// <summary>The address of a file under wwwroot.</summary>
    public string this[string path] => "/" + fingerprinted.GetValueOrDefault(path, path);

    private static Dictionary<string, string> Read(string folder)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        var manifest = Path.Combine(folder, "toguna.staticwebassets.endpoints.json");
        if (!File.Exists(manifest))
        {
            return found;
        }
        using var json = JsonDocument.Parse(File.ReadAllBytes(manifest));
        foreach (var endpoint in json.RootElement.GetProperty("Endpoints").EnumerateArray())
        {
            var properties = endpoint
                .GetProperty("EndpointProperties")
                .EnumerateArray()
                .ToLookup(p => p.GetProperty("Name").GetString(), p => p.GetProperty("Value").GetString());
            if (
                properties["label"].FirstOrDefault() is { } label
                && endpoint.GetProperty("Selectors").GetArrayLength() == 0
            )
            {
                found[label] = endpoint.GetProperty("Route").GetString()!;
            }
        }
        return found;
    }
}
