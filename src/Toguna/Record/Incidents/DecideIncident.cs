using System.Globalization;
using System.Text;
using Toguna.Foundation;
using Toguna.Methods.Text;

namespace Toguna.Record.Incidents;

/// <summary>What a form makes of an incident, or why it does not: pure, no database, no clock.</summary>
public static class DecideIncident
{
    /// <param name="form">As it was typed.</param>
    /// <param name="before">The incident as it is; null: a new one.</param>
    /// <param name="actors">Ids by folded name, for each name in the form.</param>
    /// <param name="newId">Makes ids of new rows.</param>
    /// <param name="clearance">How far the writer may classify.</param>
    public static (IncidentSnapshot? After, IReadOnlyList<Problem> Problems) Decide(
        IncidentForm form,
        IncidentSnapshot? before,
        IReadOnlyDictionary<string, Guid> actors,
        Func<Guid> newId,
        int clearance
    )
    {
        var reader = new Reader(form, before, actors, newId);
        var after = reader.Read(clearance);
        return reader.Problems.Count == 0 ? (after, []) : (null, reader.Problems);
    }

    private sealed class Reader(
        IncidentForm form,
        IncidentSnapshot? before,
        IReadOnlyDictionary<string, Guid> actors,
        Func<Guid> newId
    ) : FormReading(form)
    {
        private readonly IncidentForm form = form;

        public IncidentSnapshot Read(int clearance)
        {
            var was = before?.Incident;
            var date = When();
            var latitude = Degrees("latitude", 90);
            var longitude = Degrees("longitude", 180);
            if (Problems.Count == 0 && latitude is null != longitude is null)
            {
                Problems.Add(RecordProblems.CoordinatesHalf().At(latitude is null ? "latitude" : "longitude"));
            }
            var place = Line("place");
            var (adm2, adm1, country) = (Line("adm2"), Line("adm1"), Line("country"));
            var after = new IncidentSnapshot
            {
                Parties = Parties(),
                Casualties = Casualties(),
                Victims = [],
            };
            Acts(after);
            after.Victims = Victims(after.Acts);
            after.Incident = new IncidentFacts
            {
                IncidentId = form.Id,
                Number = was?.Number ?? 0,
                Version = was?.Version ?? 1,
                Title = Line("title") ?? Title(after, place ?? adm2 ?? adm1 ?? country),
                DateStart = date.From,
                DateEnd = date.To,
                DatePrec = (int?)Whole(form["date_prec"], "date_prec", 1, 5) ?? date.Precision,
                PlaceId = Guid.TryParse(form["place_id"], out var id) ? id : null,
                PlaceText = place,
                WherePrec = (int?)Whole(form["where_prec"], "where_prec", 1, 7),
                Latitude = latitude,
                Longitude = longitude,
                Country = country,
                Adm1 = adm1,
                Adm2 = adm2,
                PlaceKey = PlaceKey.Of(place, adm2, adm1, country),
                Priogrid = latitude is { } lat && longitude is { } lon ? Formats.Ged.Priogrid.Gid(lat, lon) : null,
                ViolenceType = (int?)Whole(form["type"], "type", 1, 3),
                EventType = was?.EventType,
                Clarity = was?.Clarity,
                Finding = was?.Finding ?? "reported",
                Note = Text("note"),
                Classification = (int?)Whole(form["classification"], "classification", 0, clearance) ?? 0,
                Component = was?.Component,
                Edited = true,
            };
            if (place is null && adm2 is null && adm1 is null && country is null)
            {
                Problems.Add(RecordProblems.PlaceMissing().At("place"));
            }
            if (before is not null && Line("why") is null)
            {
                Problems.Add(RecordProblems.WhyMissing().At("why"));
            }
            Text("report", 100_000);
            Sums(after, was);
            return after;
        }

        private PartialDate When()
        {
            var from = Date("date_from", required: true);
            var to = Date("date_to", required: false);
            if (from is { } start && to is { } end)
            {
                if (end.To < start.From)
                {
                    Problems.Add(RecordProblems.EndBeforeStart(form["date_from"], form["date_to"]).At("date_to"));
                }
                return start == end ? start : PartialDate.Span(start.From, end.To < start.From ? start.To : end.To);
            }
            return from ?? default;
        }

        private PartialDate? Date(string field, bool required)
        {
            var typed = form[field].Trim();
            if (typed.Length == 0)
            {
                if (required)
                {
                    Problems.Add(RecordProblems.DateMissing().At(field));
                }
                return null;
            }
            var date = PartialDate.Parse(typed);
            if (date is null)
            {
                Problems.Add(RecordProblems.DateInvalid(typed).At(field));
            }
            return date;
        }

        private List<PartyFacts> Parties() =>
            [
                .. form
                    .Parties.Select(p => (Role: Value(p, "role"), Actor: Actor(Value(p, "name"))))
                    .Where(p => p.Actor is not null)
                    .Select(p => new PartyFacts
                    {
                        Role = p.Role is "side_b" or "with_a" or "with_b" ? p.Role : "side_a",
                        ActorId = p.Actor!.Value,
                    })
                    .DistinctBy(p => (p.Role, p.ActorId)),
            ];

        private void Acts(IncidentSnapshot after)
        {
            for (var n = 0; n < form.Acts.Count; n++)
            {
                var row = form.Acts[n];
                var kind = Value(row, "kind");
                if (kind.Length == 0)
                {
                    if (Value(row, "by").Length > 0 || Value(row, "target").Length > 0)
                    {
                        Problems.Add(RecordProblems.ActMissing().At($"act.{n}.kind"));
                    }
                    continue;
                }
                if (ActTypes.Find(kind) is null && before?.Acts.Exists(a => a.Kind == kind) != true)
                {
                    Problems.Add(RecordProblems.ActUnknown(kind).At($"act.{n}.kind"));
                    continue;
                }
                var id = Guid.TryParse(Value(row, "id"), out var known) ? known : newId();
                if (!after.Acts.Exists(a => a.ActId == id))
                {
                    after.Acts.Add(
                        new ActFacts
                        {
                            ActId = id,
                            Kind = kind,
                            SummaryExecution = Value(row, "summary").Length > 0,
                            Target = Short(row, "target", $"act.{n}.target"),
                            Note = before?.Acts.Find(a => a.ActId == id)?.Note,
                        }
                    );
                }
                Attributions(after, row, id, n);
            }
        }

        private void Attributions(IncidentSnapshot after, Dictionary<string, string> row, Guid act, int n)
        {
            var names = IncidentForm.Names(Value(row, "by")).ToList();
            var grade = Value(row, "grade");
            if (names.Count > 0 && !IncidentWords.Grades.Contains(grade))
            {
                Problems.Add(RecordProblems.GradeMissing(string.Join("; ", names)).At($"act.{n}.grade"));
                return;
            }
            foreach (var actor in names.Select(Actor).OfType<Guid>())
            {
                // What the form does not show of an attribution stays with it.
                var was = before?.Attributions.Find(a =>
                    a.ActId == act
                    && a.ActorId == actor
                    && !after.Attributions.Exists(x => x.AttributionId == a.AttributionId)
                );
                after.Attributions.Add(
                    new AttributionFacts
                    {
                        AttributionId = was?.AttributionId ?? newId(),
                        ActId = act,
                        ActorId = actor,
                        UnitId = was?.UnitId,
                        Grade = grade,
                        Contested = Value(row, "contested").Length > 0,
                        ReportId = was?.ReportId,
                        Note = was?.Note,
                    }
                );
            }
        }

        private List<VictimFacts> Victims(List<ActFacts> acts)
        {
            var victims = new List<VictimFacts>();
            for (var n = 0; n < form.Victims.Count; n++)
            {
                var row = form.Victims[n];
                var description = Short(row, "description", $"victim.{n}.description");
                var count = Count(row, $"victim.{n}");
                if (description is null && !count.IsGiven)
                {
                    continue;
                }
                var was = before?.Victims.Find(v => v.VictimId.ToString() == Value(row, "id"));
                victims.Add(
                    new VictimFacts
                    {
                        VictimId = was?.VictimId ?? newId(),
                        ActId =
                            was?.ActId is { } act && acts.Exists(a => a.ActId == act)
                                ? act
                                : acts.FirstOrDefault()?.ActId,
                        Kind = was?.Kind ?? "group",
                        Description = description,
                        Sex = Known(row, "sex", IncidentWords.Sexes),
                        Age = Known(row, "age", IncidentWords.Ages),
                        Status = Known(row, "status", IncidentWords.Statuses),
                        ActorId = was?.ActorId,
                        Minimum = count.Minimum,
                        Best = count.Best,
                        Maximum = count.Maximum,
                    }
                );
            }
            return victims;
        }

        private List<CasualtiesFacts> Casualties()
        {
            var casualties = new List<CasualtiesFacts>();
            for (var n = 0; n < form.Casualties.Count; n++)
            {
                var row = form.Casualties[n];
                var count = Count(row, $"casualties.{n}");
                if (!count.IsGiven)
                {
                    continue;
                }
                var was = before?.Casualties.Find(c => c.CasualtiesId.ToString() == Value(row, "id"));
                casualties.Add(
                    new CasualtiesFacts
                    {
                        CasualtiesId = was?.CasualtiesId ?? newId(),
                        ActId = was?.ActId,
                        Outcome = Value(row, "outcome") == "injured" ? "injured" : "killed",
                        Sex = Known(row, "sex", IncidentWords.Sexes),
                        Age = Known(row, "age", IncidentWords.Ages),
                        Status = Known(row, "status", IncidentWords.Statuses),
                        Cause = Known(row, "cause", IncidentWords.Causes),
                        ActorId = Actor(Value(row, "party")),
                        Minimum = count.Minimum,
                        Best = count.Best,
                        Maximum = count.Maximum,
                        ReportId = was?.ReportId,
                    }
                );
            }
            return casualties;
        }

        /// <summary>Sums follow the rows; where no row was touched the figures stay as the source gave them.</summary>
        private void Sums(IncidentSnapshot after, IncidentFacts? was)
        {
            var i = after.Incident;
            var (killed, civilians, injured) = CasualtySums.Of(after.Casualties);
            if (was is not null && Same(before!.Casualties, after.Casualties, _ => true))
            {
                (killed, injured) = (
                    new(was.KilledMin, was.KilledBest, was.KilledMax),
                    new(was.InjuredMin, was.InjuredBest, was.InjuredMax)
                );
            }
            // A source can say that no civilian died without a row that says so; that is not forgotten.
            if (was is not null && Same(before!.Casualties, after.Casualties, c => c.Status == "civilian"))
            {
                civilians = new(was.CiviliansMin, was.CiviliansBest, was.CiviliansMax);
            }
            (i.KilledMin, i.KilledBest, i.KilledMax) = (killed.Minimum, killed.Best, killed.Maximum);
            (i.CiviliansMin, i.CiviliansBest, i.CiviliansMax) = (civilians.Minimum, civilians.Best, civilians.Maximum);
            (i.InjuredMin, i.InjuredBest, i.InjuredMax) = (injured.Minimum, injured.Best, injured.Maximum);
            i.Warnings = CasualtyWarnings.Of(was?.Warnings, killed, civilians, injured);
        }

        private static bool Same(List<CasualtiesFacts> a, List<CasualtiesFacts> b, Func<CasualtiesFacts, bool> which)
        {
            static object Figures(CasualtiesFacts c) =>
                (c.Outcome, c.Sex, c.Age, c.Status, c.Cause, (c.ActorId, c.ActId), c.Minimum, (c.Best, c.Maximum));
            return a.Where(which).Select(Figures).ToHashSet().SetEquals(b.Where(which).Select(Figures));
        }

        private Guid? Actor(string name) =>
            Fold.Key(name) is { Length: > 0 } key && actors.TryGetValue(key, out var id) ? id : null;

        private static string Title(IncidentSnapshot s, string? place) =>
            string.Join(
                " · ",
                new[] { s.Acts is [var act, ..] ? ActTypes.Name(act.Kind) : null, place }.OfType<string>()
            );
    }
}
