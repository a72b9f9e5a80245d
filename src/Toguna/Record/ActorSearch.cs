using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Methods.Text;
using Toguna.Record.Actors;

namespace Toguna.Record;

/// <summary>Finds actors by any of their names: of those who stand in an incident that the reader may know of, the others are not there.</summary>
/// <remarks>Communities are never found: nothing is put together about them. Thread-safe.</remarks>
public sealed class ActorSearch(Database database, IncidentBook book)
{
    /// <param name="text">What somebody typed; without a word in it nobody is found.</param>
    /// <param name="most">Hits at most, those with the most incidents.</param>
    public async Task<ActorFinds> FindAsync(string text, Caller caller, int most, CancellationToken ct = default)
    {
        if (Fold.Key(text).Length == 0)
        {
            return new ActorFinds([], 0);
        }
        var found = await KnownAsync(text, null, caller, ct);
        return new ActorFinds(
            [
                .. found
                    .Take(most)
                    .Select(f => new ActorHit(f.Actor.ActorId, f.Actor.Name, f.Actor.Kind, f.Involved.Incidents)),
            ],
            found.Count
        );
    }

    /// <summary>All whom the reader may know of, the most incidents first.</summary>
    /// <param name="text">Part of a name; without a word in it: everybody.</param>
    /// <param name="kind">One of <see cref="ActorKinds"/>; null or empty: any.</param>
    internal async Task<IReadOnlyList<(ActorFacts Actor, IncidentGroup Involved)>> KnownAsync(
        string? text,
        string? kind,
        Caller caller,
        CancellationToken ct
    )
    {
        var words = Fold.Key(text);
        await using var c = await database.OpenAsync(ct);
        var named = (await ActorReading.AllAsync(c, words.Length == 0 ? null : words))
            .Where(a => a.IsProfiled && (string.IsNullOrEmpty(kind) || a.Kind == kind))
            .ToDictionary(a => a.ActorId.ToString());
        return
        [
            .. (await book.GroupsAsync(IncidentFilter.None, caller, "involved", ct: ct))
                .Where(g => g.Key is not null && named.ContainsKey(g.Key))
                .Select(g => (named[g.Key!], g)),
        ];
    }
}

/// <summary>What a search of actors has found.</summary>
/// <param name="Total">Also those who are not among the rows.</param>
public sealed record ActorFinds(IReadOnlyList<ActorHit> Rows, long Total);

/// <summary>An actor that a search has found.</summary>
/// <param name="Kind">One of <see cref="ActorKinds"/>.</param>
/// <param name="Incidents">Those in which it took part or is held responsible, as far as the reader may know of them.</param>
public sealed record ActorHit(Guid Id, string Name, string Kind, long Incidents);
