using Toguna.Record.Incidents;

namespace Toguna.Record.Rearrangements;

/// <summary>What a bulk change sets; null or empty: left as it is.</summary>
/// <param name="Actor">Held responsible for every act, with <paramref name="Grade"/>.</param>
/// <param name="ReplaceActor">In place of whoever was; otherwise beside them.</param>
public sealed record BulkChange(
    bool UnderVerification = false,
    int? Classification = null,
    PlaceHit? Place = null,
    string? Country = null,
    string? Adm1 = null,
    string? Adm2 = null,
    string? EventType = null,
    int? ViolenceType = null,
    string? Note = null,
    Guid? Actor = null,
    string Grade = "",
    bool ReplaceActor = false
)
{
    public bool IsNone => this == new BulkChange(Grade: Grade, ReplaceActor: ReplaceActor);
}

/// <summary>What a bulk change makes of one incident, or why it does not: pure.</summary>
public static class DecideBulkChange
{
    private const int LongestNote = 20_000;

    /// <returns>The incident as it would be; or the reason why it is left: finding, no_acts, note_long, nothing.</returns>
    public static (IncidentSnapshot? After, string? Reason) Decide(
        IncidentSnapshot before,
        BulkChange change,
        Func<Guid> newId
    )
    {
        var after = IncidentStore.FromJson(IncidentStore.ToJson(before));
        var i = after.Incident;
        if (change.UnderVerification)
        {
            // A finding that somebody stated is not taken back by the way.
            if (i.Finding is not ("reported" or "under"))
            {
                return (null, "finding");
            }
            i.Finding = "under";
        }
        i.Classification = change.Classification ?? i.Classification;
        i.EventType = change.EventType ?? i.EventType;
        i.ViolenceType = change.ViolenceType ?? i.ViolenceType;
        Place(i, change);
        if (change.Note is { } note && i.Note?.Contains(note, StringComparison.Ordinal) != true)
        {
            i.Note = i.Note is { Length: > 0 } was ? $"{was}\n\n{note}" : note;
            if (i.Note.Length > LongestNote)
            {
                return (null, "note_long");
            }
        }
        if (change.Actor is { } actor)
        {
            if (after.Acts.Count == 0)
            {
                return (null, "no_acts");
            }
            Attribute(after, actor, change.Grade, change.ReplaceActor, newId);
        }
        if (IncidentStore.ToJson(after) == IncidentStore.ToJson(before))
        {
            return (null, "nothing");
        }
        i.Edited = true;
        return (after, null);
    }

    private static void Place(IncidentFacts i, BulkChange change)
    {
        if (change.Place is { } place)
        {
            (i.PlaceId, i.PlaceText) = (place.Id, place.Name);
            (i.Adm1, i.Adm2) = (place.Adm1 ?? i.Adm1, place.Adm2 ?? i.Adm2);
            if (place is { Latitude: { } lat, Longitude: { } lon })
            {
                (i.Latitude, i.Longitude) = (lat, lon);
                i.Priogrid = Formats.Ged.Priogrid.Gid(lat, lon);
            }
        }
        (i.Country, i.Adm1, i.Adm2) = (change.Country ?? i.Country, change.Adm1 ?? i.Adm1, change.Adm2 ?? i.Adm2);
        if (change is not { Place: null, Country: null, Adm1: null, Adm2: null })
        {
            i.PlaceKey = PlaceKey.Of(i.PlaceText, i.Adm2, i.Adm1, i.Country);
        }
    }

    private static void Attribute(IncidentSnapshot after, Guid actor, string grade, bool replace, Func<Guid> newId)
    {
        if (replace)
        {
            after.Attributions.RemoveAll(t => t.ActorId != actor || t.Grade != grade);
        }
        foreach (var act in after.Acts)
        {
            var own = after.Attributions.Find(t => t.ActId == act.ActId && t.ActorId == actor);
            if (own is null)
            {
                after.Attributions.Add(
                    new AttributionFacts
                    {
                        AttributionId = newId(),
                        ActId = act.ActId,
                        ActorId = actor,
                        Grade = grade,
                    }
                );
            }
        }
    }
}
