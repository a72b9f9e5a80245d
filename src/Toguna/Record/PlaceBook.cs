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
}
