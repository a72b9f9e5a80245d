using Toguna.Foundation;
using Toguna.Foundation.Storage;
using Toguna.Record.Places;

namespace Toguna.Record;

/// <summary>Reads the gazetteer for pages of later stages.</summary>
public sealed class PlaceBook(Database database, PlaceAreas areas)
{
    /// <exception cref="ProblemException">There is no such place.</exception>
    public async Task<PlaceModel> GetAsync(Guid id, CancellationToken ct = default)
    {
        await using var c = await database.OpenAsync(ct);
        var place =
            await PlaceReading.FindAsync(c, database.Engine, id, ct)
            ?? throw FoundationProblems.NotFound(id.ToString()).Raise();
        return await PlaceModel.OfAsync(c, areas, place, ct);
    }

    /// <summary>Places by any of their names, or by P-code: the best met first.</summary>
    /// <param name="most">1 to 100.</param>
    public async Task<IReadOnlyList<PlaceHit>> FindAsync(string text, int most, CancellationToken ct = default)
    {
        await using var c = await database.OpenAsync(ct);
        return await PlaceSearch.FindAsync(c, database.Engine, text, limit: most, ct: ct);
    }
}
