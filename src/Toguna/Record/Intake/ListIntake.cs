using System.Globalization;
using Toguna.Formats;
using Toguna.Gather;
using Toguna.Methods.Text;

namespace Toguna.Record.Intake;

/// <summary>Rows of somebody's own list, read through a column mapping.</summary>
/// <remarks>
/// A list without an id column is known by its rows: a row that comes again is the same incident, a row that was
/// changed is a new one.
/// </remarks>
internal sealed class ListIntake
{
    private readonly ColumnMapping mapping;
    private readonly Dictionary<string, int> columns;
    private readonly IReadOnlyList<string> header;

    public ListIntake(ColumnMapping mapping, IReadOnlyList<string> header)
    {
        this.mapping = mapping;
        this.header = header;
        columns = mapping.Columns.ToDictionary(
            c => c.Key,
            c =>
            {
                var at = header
                    .ToList()
                    .FindIndex(h => string.Equals(h, c.Value.Trim(), StringComparison.OrdinalIgnoreCase));
                return at >= 0
                    ? at
                    : throw GatherProblems
                        .MappingInvalid($"“{c.Key}” is in column “{c.Value}”", string.Join(", ", header.Take(40)))
                        .Raise();
            }
        );
    }

    private string Scheme => "csv:" + mapping.Name;

    public IEnumerable<Parsed<IncidentDraft>> Read(RowSource source)
    {
        foreach (var item in source.Read())
        {
            if (item.Row is not { } row)
            {
                yield return new Parsed<IncidentDraft>(
                    new RawRow(item.Fault!.Line, item.Verbatim, []),
                    null,
                    [item.Fault],
                    []
                );
                continue;
            }
            var reading = new Reading(this, row);
            var draft = reading.Draft();
            yield return new Parsed<IncidentDraft>(row, reading.Faults.Count == 0 ? draft : null, reading.Faults, []);
        }
    }

    /// <summary>One row being read; gathers every fault rather than stopping at the first.</summary>
    private sealed class Reading(ListIntake list, RawRow row)
    {
        public List<Fault> Faults { get; } = [];

        public IncidentDraft? Draft()
        {
            var when = When();
            var place = Text("place");
            if (place is null)
            {
                Fault("place", "value_missing", "a place");
            }
            var (latitude, longitude) = (Degrees("latitude", 90), Degrees("longitude", 180));
            var killed = Counts("killed");
            var civilians = Counts("civilians");
            var injured = Counts("injured");
            if (when is not { } date || Faults.Count > 0)
            {
                return null;
            }
            var perpetrators = Split("perpetrator").Select(Actor).ToList();
            var victims = Text("victims");
            var acts = Split("act").Select(ActKinds.CodeOf).Distinct().ToList();
            return new IncidentDraft
            {
                ExternalId = Text("id") ?? Convert.ToHexStringLower(ReportBook.FingerprintOf(row.Verbatim)),
                Title = Text("title") ?? string.Join(" · ", new[] { Text("act"), place }.OfType<string>()),
                DateStart = date.From,
                DateEnd = date.To,
                DatePrec = date.Precision,
                PlaceText = place,
                WherePrec = Whole("where_precision", 1, 7),
                Latitude = latitude,
                Longitude = longitude,
                Country = Text("country"),
                Adm1 = Text("adm1"),
                Adm2 = Text("adm2"),
                EventType = Text("act"),
                Finding = FindingOf(Text("finding")),
                Killed = killed,
                Civilians = civilians,
                Injured = injured,
                Note = Text("note"),
                Warnings = [.. Odd(killed, "killed"), .. Odd(civilians, "civilians"), .. Odd(injured, "injured")],
                Parties = [.. perpetrators.Select(p => new DraftParty("side_a", p))],
                Acts = [.. acts.Select(a => new DraftAct(a, victims, perpetrators, GradeOf(Text("grade"))))],
                Casualties = Casualties(killed, civilians, injured),
                Victims = victims is null ? [] : [new DraftVictims(victims, null, default)],
            };
        }

        private List<DraftCasualties> Casualties(Counted killed, Counted civilians, Counted injured)
        {
            var rows = new List<DraftCasualties>();
            Add("killed", killed, null, null, null);
            Add("killed", civilians, null, null, "civilian");
            Add("killed", Best("women_killed"), "woman", null, null);
            Add("killed", Best("men_killed"), "man", null, null);
            Add("killed", Best("children_killed"), null, "child", null);
            Add("injured", injured, null, null, null);
            return rows;

            void Add(string outcome, Counted count, string? sex, string? age, string? status)
            {
                if (count.IsGiven)
                {
                    rows.Add(new DraftCasualties(outcome, count, sex, age, status));
                }
            }
        }

        private PartialDate? When()
        {
            var start = Date("date");
            if (start is null || Text("date_end") is null)
            {
                return start;
            }
            var end = Date("date_end");
            if (end is { } to && to.To < start.Value.From)
            {
                Fault("date_end", "end_before_start", "a day that is not before " + Text("date"));
            }
            return end is null ? null
                : end.Value == start.Value ? start
                : PartialDate.Span(start.Value.From, end.Value.To);
        }

        private PartialDate? Date(string field)
        {
            var text = Text(field);
            var date = PartialDate.Parse(text, list.mapping.Dates);
            if (date is null)
            {
                Fault(
                    field,
                    text is null ? "value_missing" : "date_invalid",
                    "a day, month or year that exists and can be read in one way, e.g. 2024-03-06, 6 March 2024, 2024-03"
                );
            }
            return date;
        }

        private Counted Counts(string field) => new(Count(field + "_min"), Count(field), Count(field + "_max"));

        private Counted Best(string field) => new(null, Count(field), null);

        private long? Count(string field)
        {
            var text = Text(field);
            if (text is null)
            {
                return null;
            }
            if (
                double.TryParse(
                    text,
                    NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands,
                    CultureInfo.InvariantCulture,
                    out var number
                )
                && number is >= 0 and <= 10_000_000
                && double.IsInteger(number)
            )
            {
                return (long)number;
            }
            Fault(field, "count_invalid", "a whole number from 0, or nothing");
            return null;
        }

        private double? Degrees(string field, double limit)
        {
            var text = Text(field);
            if (text is null)
            {
                return null;
            }
            // A decimal comma is how half of the world writes it; a coordinate has no thousands.
            if (
                double.TryParse(
                    text.Replace(',', '.'),
                    NumberStyles.Float,
                    CultureInfo.InvariantCulture,
                    out var degrees
                )
                && Math.Abs(degrees) <= limit
            )
            {
                return degrees;
            }
            Fault(field, field + "_invalid", $"decimal degrees from -{limit} to {limit}");
            return null;
        }

        private int? Whole(string field, int from, int to)
        {
            var text = Text(field);
            if (
                text is null
                || (
                    int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n)
                    && n >= from
                    && n <= to
                )
            )
            {
                return text is null ? null : int.Parse(text, CultureInfo.InvariantCulture);
            }
            Fault(field, "number_invalid", $"a whole number from {from} to {to}");
            return null;
        }

        private DraftActor Actor(string name) => new(list.Scheme, Fold.Key(name), name, "unknown");

        private string? Text(string field)
        {
            if (!list.columns.TryGetValue(field, out var at) || at >= row.Cells.Length)
            {
                return null;
            }
            var text = row.Cells[at].Trim();
            return text.Length == 0 ? null : text;
        }

        private IEnumerable<string> Split(string field) =>
            Text(field)
                ?.Split([';', '|', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Distinct(StringComparer.OrdinalIgnoreCase)
            ?? [];

        private static IEnumerable<string> Odd(Counted c, string what)
        {
            if (c.Minimum > c.Best)
            {
                yield return what + "_low_above_best";
            }
            if (c.Best > c.Maximum)
            {
                yield return what + "_best_above_high";
            }
        }

        private void Fault(string field, string code, string expected)
        {
            var column = list.columns.TryGetValue(field, out var at) ? list.header[at] : field;
            var value = Text(field) ?? "";
            Faults.Add(
                new Fault(
                    row.Line,
                    column,
                    Formats.Fault.Cut(value),
                    code,
                    $"{column}: \"{Formats.Fault.Cut(value)}\"; expected {expected}."
                )
            );
        }

        private static string GradeOf(string? text) =>
            Fold.Key(text ?? "") switch
            {
                "confirmed" or "confirme" => "confirmed",
                "suspected" or "soupconne" or "presume" => "suspected",
                "claimed" or "revendique" => "claimed",
                _ => "alleged",
            };

        private static string FindingOf(string? text) =>
            Fold.Key(text ?? "") switch
            {
                "verified" or "verifie" or "verifiee" => "verified",
                "corroborated" or "corrobore" => "corroborated",
                "under verification" or "en verification" or "en cours" or "under" => "under",
                "contested" or "conteste" => "contested",
                "discounted" or "ecarte" or "false" => "discounted",
                _ => "reported",
            };
    }
}
