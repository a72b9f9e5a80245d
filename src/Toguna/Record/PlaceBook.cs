using Toguna.Foundation;
using Toguna.Foundation.Storage;
using Toguna.Methods.Text;
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

    /// <summary>The place of that very name, whatever its case and accents; of several the best known. Null: there is none.</summary>
    public async Task<PlaceHit?> NamedAsync(string text, CancellationToken ct = default) =>
        Fold.Key(text) is { Length: > 0 } key
            ? (await FindAsync(text, 5, ct)).FirstOrDefault(p =>
                Fold.Key(p.Name) == key || Fold.Key(p.Matched ?? "") == key
            )
            : null;
}
