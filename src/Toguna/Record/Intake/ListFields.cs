using Toguna.Gather;

namespace Toguna.Record.Intake;

/// <summary>What a column of somebody's own list can say of an incident, with the headers it is guessed from (EN, FR, HXL).</summary>
internal static class ListFields
{
    public static readonly IReadOnlyList<MappingField> All =
    [
        new(
            "date",
            true,
            "date start",
            "start date",
            "event date",
            "incident date",
            "date of incident",
            "jour",
            "date de l incident",
            "date debut",
            "quand",
            "when",
            "date event start",
            "day"
        ),
        new(
            "place",
            true,
            "location",
            "locality",
            "village",
            "town",
            "lieu",
            "localite",
            "ou",
            "where",
            "site",
            "loc name"
        ),
        new(
            "id",
            false,
            "event id",
            "incident id",
            "ref",
            "reference",
            "code",
            "numero",
            "no",
            "incident number",
            "event id cnty"
        ),
        new("title", false, "titre", "summary", "headline", "resume", "incident"),
        new("date_end", false, "end date", "date fin", "to", "until"),
        new("adm1", false, "region", "province", "admin 1", "admin1", "adm1 name", "governorate", "state"),
        new("adm2", false, "district", "cercle", "admin 2", "admin2", "adm2 name", "prefecture", "county"),
        new("country", false, "pays", "country name"),
        new("latitude", false, "lat", "geo lat", "y"),
        new("longitude", false, "lon", "long", "lng", "geo lon", "x"),
        new("where_precision", false, "where prec", "geo precision", "location precision", "precision lieu"),
        new(
            "act",
            false,
            "act type",
            "acts",
            "event type",
            "type",
            "violation",
            "type of incident",
            "type d incident",
            "acte",
            "nature"
        ),
        new(
            "perpetrator",
            false,
            "perpetrators",
            "alleged perpetrator",
            "responsible",
            "actor",
            "auteur",
            "auteur presume",
            "auteurs",
            "who",
            "qui"
        ),
        new("grade", false, "attribution", "how surely", "certainty"),
        new("victims", false, "victim", "target", "to whom", "victime", "victimes", "cible"),
        new("killed_min", false, "killed low", "deaths min", "tues min", "low"),
        new(
            "killed",
            false,
            "killed best",
            "deaths",
            "dead",
            "fatalities",
            "tues",
            "morts",
            "best",
            "nombre de morts",
            "affected killed"
        ),
        new("killed_max", false, "killed high", "deaths max", "tues max", "high"),
        new("civilians_min", false, "civilians killed min"),
        new("civilians", false, "civilians killed", "civilian deaths", "deaths civilians", "civils tues"),
        new("civilians_max", false, "civilians killed max"),
        new("injured_min", false, "wounded min", "blesses min"),
        new("injured", false, "wounded", "injuries", "injured best", "blesses", "affected injured"),
        new("injured_max", false, "wounded max", "blesses max"),
        new("women_killed", false, "women", "femmes", "femmes tuees", "killed women"),
        new("men_killed", false, "men", "hommes", "hommes tues", "killed men"),
        new("children_killed", false, "children", "enfants", "enfants tues", "killed children"),
        new("finding", false, "verification", "status", "statut", "verified"),
        new(
            "note",
            false,
            "notes",
            "description",
            "details",
            "comment",
            "commentaire",
            "remarques",
            "narrative",
            "recit"
        ),
    ];
}
