using System.Text;
using Toguna.Analyse;
using Toguna.Desk.Place;
using Toguna.Formats.Spreadsheet;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Record;

namespace Toguna.Desk.Briefing;

/// <summary>What a briefing is asked to be of; stands in its address and is read back from it.</summary>
/// <param name="Of">One of <see cref="Pages"/>.</param>
/// <param name="Id">Of the place or the actor; null on the other pages.</param>
/// <param name="Name">Its name.</param>
/// <param name="Own">The filter as it stands in the address.</param>
/// <param name="Filter">With what the place or the actor adds: the incidents that are in the briefing.</param>
/// <param name="By">The dimension of the table.</param>
/// <param name="Period">Of the bars; null: as fine as can be read.</param>
/// <param name="Title">As typed, without control characters; empty: the usual one.</param>
public sealed record BriefingAsk(
    string Of,
    Guid? Id,
    string? Name,
    IncidentFilter Own,
    IncidentFilter Filter,
    IncidentMeasure Measure,
    string By,
    string? Period,
    string Title
)
{
    public const int LongestTitle = 120;

    private static readonly string[] Beside = ["of", "id", "measure", "period", "by", "title", "format", "culture"];

    /// <summary>The pages that lead here, each with what it counts, and by what, when nothing is said.</summary>
    private static readonly Dictionary<string, (string Measure, string By)> Usual = new(StringComparer.Ordinal)
    {
        ["incidents"] = ("killed", "actor"),
        ["map"] = ("killed", "adm1"),
        ["trends"] = ("civilians", "category"),
        ["place"] = ("civilians", "actor"),
        ["actor"] = ("civilians", "act"),
    };

    public static IReadOnlyList<string> Pages { get; } = [.. Usual.Keys];

    public string Address() => "/briefing?" + Query(null);

    public string File(string format) => "/briefing/file?" + Query(format);

    private string Query(string? format) =>
        Own.ToQuery(
            ("of", Of),
            ("id", Id?.ToString()),
            ("measure", Measure.Name),
            ("period", Period),
            ("by", By),
            ("title", Title.Length == 0 ? null : Title),
            ("format", format)
        );

    /// <summary>Reads an address; what cannot be read becomes a problem and is left out.</summary>
    /// <exception cref="ProblemException">The place or the actor is not there, or not for this reader to know of: 404.</exception>
    public static async Task<(BriefingAsk Ask, IReadOnlyList<Problem> Problems)> ReadAsync(
        IReadOnlyList<KeyValuePair<string, string?>> query,
        PlaceBook places,
        IncidentBook book,
        Caller caller,
        CancellationToken ct
    )
    {
        var reading = IncidentFilterReading.Parse(query, Beside);
        var problems = reading.Problems.ToList();
        string? Typed(string key) =>
            query.LastOrDefault(q => string.Equals(q.Key, key, StringComparison.OrdinalIgnoreCase)).Value;
        string? Choice(string key, IReadOnlyList<string> known)
        {
            var typed = Typed(key);
            if (string.IsNullOrEmpty(typed) || known.Contains(typed))
            {
                return string.IsNullOrEmpty(typed) ? null : typed;
            }
            problems.Add(RecordProblems.FilterCode(key, typed, string.Join(", ", known)).At(key));
            return null;
        }
        var of = Choice("of", Pages) ?? "incidents";
        var measure = Choice("measure", [.. IncidentMeasure.All.Select(m => m.Name)]) ?? Usual[of].Measure;
        var title = Clean(Typed("title") ?? "");
        if (title.Length > LongestTitle)
        {
            problems.Add(DeskProblems.BriefingTitle(title.Length, LongestTitle).At("title"));
        }
        var ask = new BriefingAsk(
            of,
            null,
            null,
            reading.Filter,
            reading.Filter,
            IncidentMeasure.Find(measure)!,
            Choice("by", TrendWords.Dimensions) ?? Usual[of].By,
            Choice("period", IncidentSeries.Periods),
            title
        );
        return of is "place" or "actor"
            ? (await ask.AboutAsync(Typed("id") ?? "", problems, places, book, caller, ct), problems)
            : (ask, problems);
    }

    private async Task<BriefingAsk> AboutAsync(
        string typed,
        List<Problem> problems,
        PlaceBook places,
        IncidentBook book,
        Caller caller,
        CancellationToken ct
    )
    {
        if (!Guid.TryParse(typed, out var id))
        {
            throw FoundationProblems.NotFound(typed).Raise();
        }
        // A second place would widen what a filter finds, not narrow it.
        void Refuse(bool given, string key)
        {
            if (given)
            {
                problems.Add(DeskProblems.BriefingKey(key, Of).At(key));
            }
        }
        if (Of == "place")
        {
            var place = await places.GetAsync(id, ct);
            Refuse(Own.Places.Count > 0, "place");
            Refuse(Own.Box is not null, "bbox");
            Refuse(Own.Near is not null, "near");
            var here = PlaceScope.Of(place, PlaceScope.Radii[0]).Here;
            return this with
            {
                Id = id,
                Name = place.Place.Name,
                Own = Own with { Places = [], Box = null, Near = null },
                Filter = Own with { Places = here.Places, Box = here.Box, Near = here.Near },
            };
        }
        Refuse(Own.Actors.Count > 0, "actor");
        Refuse(Own.Perpetrators.Count > 0, "perpetrator");
        var own = Own with { Actors = [], Perpetrators = [] };
        var name =
            await book.ProfiledActorAsync(id, caller, ct) ?? throw RecordProblems.ActorUnknown(id.ToString()).Raise();
        return this with { Id = id, Name = name, Own = own, Filter = own with { Perpetrators = [id.ToString()] } };
    }

    /// <summary>In one line, without control characters, half letters and what turns the reading of the rest around.</summary>
    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            clean.Append(Rune.IsControl(rune) ? " " : rune.ToString());
        }
        return SafeText.NoIllegal(SafeText.NoOverride(clean.ToString())).Trim();
    }
}
