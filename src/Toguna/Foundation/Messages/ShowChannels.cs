using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;

namespace Toguna.Foundation.Messages;

/// <summary>The page <c>/administration/channels</c>: how people and programs outside are told, and by what text messages come in.</summary>
internal static class ShowChannels
{
    public const string Path = "/administration/channels";

    public static void Map(IEndpointRouteBuilder pages) =>
        pages.MapGet("", async (Database database, CancellationToken ct) => Page(await ModelAsync(database, ct)));

    public static async Task<ChannelsModel> ModelAsync(Database database, CancellationToken ct)
    {
        await using var c = await database.OpenAsync(ct);
        var counts = await c.QueryAsync<(string State, long Count)>(
            "SELECT state, count(*) FROM outbox GROUP BY state"
        );
        return new ChannelsModel
        {
            Settings = await ChannelSettings.ReadAsync(c),
            SecretsSet = await ChannelSecrets.SetAsync(c),
            Hooks = await Webhook.AllAsync(c),
            Counts = counts.ToDictionary(s => s.State, s => s.Count),
        };
    }

    public static IResult Page(ChannelsModel model) =>
        new RazorComponentResult<ChannelsPage>(new { Model = model })
        {
            StatusCode = model.Problems.Count == 0 ? StatusCodes.Status200OK : model.Problems.Max(p => p.Status),
        };
}

public sealed record ChannelsModel
{
    public required ChannelSettings Settings { get; init; }

    /// <summary>Names of the secrets that are set; none is ever shown.</summary>
    public required IReadOnlySet<string> SecretsSet { get; init; }
    public required IReadOnlyList<Webhook> Hooks { get; init; }

    /// <summary>Messages by <see cref="OutState"/>.</summary>
    public required IReadOnlyDictionary<string, long> Counts { get; init; }

    /// <summary>Of a form that was refused, by field; without its secrets.</summary>
    public IReadOnlyDictionary<string, string>? Typed { get; init; }

    /// <summary>Of a webhook that was just made: shown this once.</summary>
    public string? HookSecret { get; init; }

    /// <summary>A test was queued by this channel.</summary>
    public string? Tested { get; init; }
    public IReadOnlyList<Problem> Problems { get; init; } = [];

    public string ValueOf(ChannelField field) => Typed?.GetValueOrDefault(field.Name) ?? Settings[field.Name];
}
