using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Record;
using Toguna.Warn;

namespace Toguna.Respond.Movements;

/// <summary>A form of movements as typed, read field by field; what is wrong gathers in <see cref="Problems"/>.</summary>
/// <remarks>A value that could not be read is a default: use it only where there is no problem. Not thread-safe.</remarks>
internal sealed partial class Typed(IFormCollection sent, TimeZoneInfo zone)
{
    public const int LongestName = 200;
    public const int LongestText = 2_000;

    public IReadOnlyDictionary<string, string> Fields { get; } = sent.Typed();

    public List<Problem> Problems { get; } = [];

    public string this[string field] => Fields.GetValueOrDefault(field, "");

    public int Version => int.TryParse(this["version"], CultureInfo.InvariantCulture, out var seen) ? seen : 0;

    /// <summary>Made with the form: sent twice it is one.</summary>
    public Guid Id(string field, TimeProvider clock) =>
        Guid.TryParse(this[field], out var made) && made != Guid.Empty ? made : Ids.New(clock);

    public bool Has(string field) => this[field].Length > 0;

    public string Need(string field, int most)
    {
        if (!Has(field))
        {
            Problems.Add(RespondProblems.Missing(field).At(field));
        }
        return May(field, most) ?? "";
    }

    public string? May(string field, int most)
    {
        if (this[field].Length > most)
        {
            Problems.Add(RespondProblems.TooLong(this[field].Length, most).At(field));
        }
        return Has(field) ? this[field] : null;
    }

    public string OneOf(string field, IEnumerable<string> offered)
    {
        if (!offered.Contains(this[field]))
        {
            Problems.Add(RespondProblems.Missing(field).At(field));
        }
        return this[field];
    }

    public string Component(string field) => OneOf(field, ComponentWords.OfMission.Select(c => c.ToString()));

    /// <param name="missing">Where nothing is typed.</param>
    public int Count(string field, int least, int most, int missing)
    {
        if (!Has(field))
        {
            return missing;
        }
        if (
            int.TryParse(this[field], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count >= least
            && count <= most
        )
        {
            return count;
        }
        Problems.Add(RespondProblems.Outside(this[field], least, most).At(field));
        return missing;
    }

    public DateTimeOffset Time(string field)
    {
        if (!Has(field))
        {
            Problems.Add(RespondProblems.Missing(field).At(field));
            return default;
        }
        var (at, problem) = LocalTimes.Read(this[field], zone);
        if (problem is not null)
        {
            Problems.Add(problem.At(field));
        }
        return at ?? default;
    }

    /// <summary>A span that begins, ends later, lies not in the past and lasts no longer than some days.</summary>
    public (DateTimeOffset From, DateTimeOffset To) Window(string from, string to, DateTimeOffset now, int days)
    {
        var before = Problems.Count;
        var (begins, ends) = (Time(from), Time(to));
        if (Problems.Count > before)
        {
            return default;
        }
        if (ends <= begins)
        {
            Problems.Add(RespondProblems.WindowTurned(this[from], this[to]).At(to));
        }
        else if (ends < now)
        {
            Problems.Add(RespondProblems.WindowPast(Dialect.Instant(ends)).At(to));
        }
        else if (ends - begins > TimeSpan.FromDays(days))
        {
            Problems.Add(RespondProblems.WindowLong(days).At(to));
        }
        return (begins, ends);
    }

    public async Task<MovePlace> PlaceAsync(string field, PlaceBook places, CancellationToken ct)
    {
        var text = Need(field, LongestName);
        return text.Length is 0 or > LongestName ? new MovePlace() : await MovePlaces.OfAsync(places, text, ct);
    }

    /// <summary>Of the mission's money: an amount in whole units and a code of three letters, both or neither.</summary>
    public (long? Cost, string? Currency) Money()
    {
        long? cost = null;
        if (Has("cost"))
        {
            cost =
                long.TryParse(this["cost"], NumberStyles.None, CultureInfo.InvariantCulture, out var amount)
                && amount <= 1_000_000_000
                    ? amount
                    : null;
            if (cost is null)
            {
                Problems.Add(RespondProblems.Outside(this["cost"], 0, 1_000_000_000).At("cost"));
            }
        }
        if (Has("currency") && !Letters().IsMatch(this["currency"]))
        {
            Problems.Add(RespondProblems.NotACurrency(this["currency"]).At("currency"));
        }
        if (Has("cost") != Has("currency"))
        {
            Problems.Add(RespondProblems.CostIncomplete().At(Has("cost") ? "currency" : "cost"));
        }
        return (cost, Has("currency") ? this["currency"].ToUpperInvariant() : null);
    }

    /// <summary>The worst of the refusals decides the answer.</summary>
    public int Status => Problems.Count == 0 ? StatusCodes.Status200OK : Problems.Max(p => p.Status);

    [GeneratedRegex("^[A-Za-z]{3}$")]
    private static partial Regex Letters();
}
