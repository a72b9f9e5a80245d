using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Learn.Training;
using Toguna.Record;
using Toguna.Warn;

namespace Toguna.Learn.Exposure;

/// <summary>The page <c>/exposure/bases</c>: where whose people stand; to write one down, to change it, to take one back.</summary>
internal static class KeepBases
{
    private const string Address = "/exposure/bases";
    private const int MostPeople = 100_000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, ShowAsync).Needs(Permission.Read);
        routes.MapPost(Address, SaveAsync).Needs(Permission.Warn).KeepsTyped();
    }

    private static async Task<IResult> ShowAsync(
        HttpContext http,
        BaseBook book,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var caller = Caller.Of(http)!;
        var asked = http.Request.Query["change"].ToString();
        if (asked.Length == 0)
        {
            var fresh = new Dictionary<string, string> { ["base"] = Ids.New(clock).ToString(), ["version"] = "0" };
            return await PageAsync(caller, book, [], fresh, null, ct);
        }
        var versions = Guid.TryParse(asked, out var id) ? await book.VersionsAsync(id, caller, ct) : [];
        return versions is [var newest, ..]
            ? await PageAsync(caller, book, versions, Fields(newest), null, ct)
            : throw LearnProblems.BaseUnknown(asked).Raise();
    }

    private static async Task<IResult> SaveAsync(
        IFormCollection sent,
        HttpContext http,
        BaseBook book,
        PlaceBook places,
        CancellationToken ct
    )
    {
        var caller = Caller.Of(http)!;
        var fields = new FormFields(sent);
        // What somebody may not read they do not write either.
        if (!Base.MayKnow(caller))
        {
            throw LearnProblems.BaseUnknown(fields["base"]).Raise();
        }
        var known = int.TryParse(fields["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var version);
        if (!Guid.TryParse(fields["base"], out var id) || id == Guid.Empty || !known)
        {
            throw LearnProblems.BaseUnknown(fields["base"]).Raise();
        }
        var written = await ReadAsync(fields, id, places, ct);
        var problem = fields.Problem ?? await book.SaveAsync(written, version, caller, ct);
        if (problem is null)
        {
            return Results.LocalRedirect(Address);
        }
        return await PageAsync(caller, book, await book.VersionsAsync(id, caller, ct), fields.Typed, problem, ct);
    }

    private static async Task<Base> ReadAsync(FormFields fields, Guid id, PlaceBook places, CancellationToken ct)
    {
        var (name, unit, component) = (fields.Needed("name"), fields.Needed("unit"), fields.Component("component"));
        var contingent = fields["contingent"].Length == 0 ? null : CountryGroups.CodeOf(fields["contingent"]);
        if (contingent is null && fields["contingent"].Length > 0)
        {
            fields.Refuse(LearnProblems.CountryUnknown(fields["contingent"]), "contingent");
        }
        if (fields["group"].Length > 0 && !CountryGroups.All.Contains(fields["group"]))
        {
            fields.Refuse(
                LearnProblems.NotOffered("group", fields["group"], string.Join(", ", CountryGroups.All)),
                "group"
            );
        }
        var own = fields.Some("own_group");
        var placeText = fields.Needed("place");
        var place = await places.NamedAsync(placeText, ct);
        var (latitude, longitude) = (Degrees(fields, "latitude", 90), Degrees(fields, "longitude", 180));
        if (fields["latitude"].Length == 0 != (fields["longitude"].Length == 0))
        {
            fields.Refuse(LearnProblems.Missing(), latitude is null ? "latitude" : "longitude");
        }
        if (fields["latitude"].Length == 0 && placeText.Length > 0 && place is not { Latitude: not null })
        {
            fields.Refuse(LearnProblems.PlaceHasNoPosition(placeText), "place");
        }
        if (
            !int.TryParse(fields["people"], NumberStyles.None, CultureInfo.InvariantCulture, out var people)
            || people is < 1 or > MostPeople
        )
        {
            fields.Refuse(LearnProblems.NotPeople(fields["people"], MostPeople), "people");
        }
        var (from, to) = (fields.Day("from_on", needed: true), fields.Day("to_on", needed: false));
        if (to < from)
        {
            fields.Refuse(WarnProblems.EndsBeforeItBegins(fields["from_on"], fields["to_on"]), "to_on");
        }
        return new Base
        {
            BaseId = id,
            Withdrawn = fields["withdrawn"] == "1",
            Name = name,
            Unit = unit,
            Component = component,
            Contingent = contingent,
            CountryGroup = own ?? (fields["group"].Length > 0 ? fields["group"] : null),
            PlaceId = place?.Id,
            PlaceText = placeText,
            Latitude = latitude ?? place?.Latitude ?? 0,
            Longitude = longitude ?? place?.Longitude ?? 0,
            People = people,
            FromOn = from ?? default,
            ToOn = to,
        };
    }

    private static double? Degrees(FormFields fields, string field, int most)
    {
        if (
            double.TryParse(fields[field], NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees)
            && Math.Abs(degrees) <= most
        )
        {
            return degrees;
        }
        if (fields[field].Length > 0)
        {
            fields.Refuse(LearnProblems.NotDegrees(fields[field], most), field);
        }
        return null;
    }

    private static Dictionary<string, string> Fields(Base b)
    {
        var isOwn = b.CountryGroup is { } group && !CountryGroups.All.Contains(group);
        return new()
        {
            ["base"] = b.BaseId.ToString(),
            ["version"] = b.Version.ToString(CultureInfo.InvariantCulture),
            ["name"] = b.Name,
            ["unit"] = b.Unit,
            ["component"] = b.Component,
            ["contingent"] = b.Contingent ?? "",
            ["group"] = isOwn ? "" : b.CountryGroup ?? "",
            ["own_group"] = isOwn ? b.CountryGroup! : "",
            ["place"] = b.PlaceText,
            ["latitude"] = b.Latitude.ToString(CultureInfo.InvariantCulture),
            ["longitude"] = b.Longitude.ToString(CultureInfo.InvariantCulture),
            ["people"] = b.People.ToString(CultureInfo.InvariantCulture),
            ["from_on"] = Day(b.FromOn),
            ["to_on"] = b.ToOn is { } end ? Day(end) : "",
            ["withdrawn"] = b.Withdrawn ? "1" : "",
        };

        static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    private static async Task<IResult> PageAsync(
        Caller caller,
        BaseBook book,
        IReadOnlyList<Base> versions,
        IReadOnlyDictionary<string, string> typed,
        Problem? problem,
        CancellationToken ct
    ) =>
        new RazorComponentResult<BasesPage>(
            new
            {
                Bases = await book.ListAsync(caller, ct),
                Versions = versions,
                MayKnow = Base.MayKnow(caller),
                MayKeep = caller.May(Permission.Warn) && Base.MayKnow(caller),
                Problems = (IReadOnlyList<Problem>)(problem is null ? [] : [problem]),
                Typed = typed,
            }
        )
        {
            StatusCode = problem?.Status ?? StatusCodes.Status200OK,
        };
}
