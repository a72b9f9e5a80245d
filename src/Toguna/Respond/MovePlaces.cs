using Toguna.Foundation.Storage;
using Toguna.Methods.Text;
using Toguna.Record;

namespace Toguna.Respond;

/// <summary>Places by the words of a form: the gazetteer's where it knows the very name, else the words.</summary>
internal static class MovePlaces
{
    public static async Task<MovePlace> OfAsync(PlaceBook places, string text, CancellationToken ct)
    {
        var found =
            Fold.Key(text).Length == 0
                ? null
                : (await places.FindAsync(text, 5, ct)).FirstOrDefault(p =>
                    Fold.Key(p.Name) == Fold.Key(text) || Fold.Key(p.Matched ?? "") == Fold.Key(text)
                );
        return new MovePlace
        {
            PlaceKey = found?.Id.ToString() ?? "w:" + (Fold.Key(text) is { Length: > 0 } key ? key : text),
            PlaceText = found?.Name ?? text,
            PlaceId = found?.Id,
            Latitude = found?.Latitude,
            Longitude = found?.Longitude,
        };
    }

    /// <summary>Written down once; what the gazetteer knows better by now is taken over.</summary>
    public static Task KeepAsync(WriteScope tx, MovePlace place) =>
        tx.ExecuteAsync(
            """
            INSERT INTO move_place (place_key, place_text, place_id, latitude, longitude)
            VALUES (@PlaceKey, @PlaceText, @PlaceId, @Latitude, @Longitude)
            ON CONFLICT (place_key) DO UPDATE SET latitude = excluded.latitude, longitude = excluded.longitude
            """,
            place
        );
}
