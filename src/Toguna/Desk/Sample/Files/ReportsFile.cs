using System.Globalization;
using Toguna.Desk.Sample.Events;
using Toguna.Desk.Sample.Reporting;
using Toguna.Desk.Sample.World;
using Toguna.Formats.Spreadsheet;
using Toguna.Methods.Numerics;

namespace Toguna.Desk.Sample.Files;

/// <summary>The messages as the mission's reporting desk lists them, and beside them what each of them is worth.</summary>
internal sealed class ReportsFile : IDisposable
{
    private static readonly double[] Surely = Actors.Sums([0.12, 0.38, 0.28, 0.1, 0.03, 0.09]);
    private static readonly double[] Hardly = Actors.Sums([0.03, 0.17, 0.36, 0.22, 0.06, 0.16]);

    private readonly Xoshiro256 random;
    private readonly FileStream stream;
    private readonly CsvOut csv;
    private readonly TruthTable truth;
    private int written;

    public ReportsFile(SampleFiles files, ulong seed)
    {
        random = Xoshiro256.Fork(seed, 8);
        stream = File.Create(files.Reports);
        csv = new CsvOut(stream, new CsvOutOptions { Neutralise = false });
        csv.Row(
            "id",
            "received",
            "source",
            "reliability",
            "channel",
            "language",
            "text",
            "credibility",
            "supersedes",
            "about"
        );
        truth = new TruthTable(
            files.TruthOf("reports"),
            "report",
            "kind",
            "event",
            "of_report",
            "source",
            "family",
            "from_district",
            "happened",
            "sent",
            "received",
            "delay_hours",
            "said_place",
            "said_act",
            "said_killed",
            "said_actor",
            "errors",
            "about",
            "planted_by",
            "planted_to"
        );
    }

    /// <summary>Writes the message that arrives now and gives it its number.</summary>
    public void Write(Message message, long now)
    {
        message.Id = string.Create(CultureInfo.InvariantCulture, $"MR-{++written:D6}");
        var (source, claim, e) = (message.Source, message.Claim, message.Event);
        var grade = source.GradeOn(TruthTable.Day(now));
        var surety = 1 + Dice.Index(random, grade is "A" or "B" ? Surely : Hardly);
        csv.Row(
            message.Id,
            TruthTable.Instant(now),
            source.Code,
            grade,
            source.Channel,
            message.Language,
            message.Text,
            surety,
            message.Kind == MessageKind.Correction ? message.Of : null,
            message.About
        );
        truth.Row(
            message.Id,
            message.Kind.ToString().ToLowerInvariant(),
            e?.Number,
            message.Of,
            source.Code,
            source.Family,
            message.From.Name,
            e is null ? null : TruthTable.Instant(e.Minute),
            TruthTable.Instant(message.Sent),
            TruthTable.Instant(now),
            e is null ? default : Cell.Of((double?)Math.Round((now - e.Minute) / 60.0, 2)),
            claim.Place.Name,
            claim.Act,
            claim.Killed,
            claim.Actor?.LogName,
            claim.Errors,
            message.About,
            message.Plant?.By.LogName,
            message.Plant?.Why
        );
    }

    public void Dispose()
    {
        csv.Dispose();
        stream.Dispose();
        truth.Dispose();
    }
}
