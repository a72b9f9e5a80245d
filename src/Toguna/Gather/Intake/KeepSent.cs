using System.Security.Cryptography;
using System.Text;
using Dapper;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Sealing;
using Toguna.Foundation.Storage;
using Toguna.Gather.Sources;

namespace Toguna.Gather.Intake;

/// <summary>From whom a report comes, as far as the program is told.</summary>
/// <param name="Account">A reporter's own account.</param>
/// <param name="Invitation">The code somebody without an account was given.</param>
/// <param name="CodeName">A source that somebody of the mission writes for.</param>
/// <param name="IsMission">Somebody of the mission saw it themselves: no person's consent is needed.</param>
/// <param name="Writer">Who writes for another source, and knows of it.</param>
internal sealed record SentBy(
    Guid? Account,
    string? Invitation,
    string? CodeName,
    bool IsMission,
    Caller? Writer = null
);

/// <summary>A report that was sent and is to be kept.</summary>
/// <param name="Corrects">The report that it corrects, where the program itself knows; a reporter names it by its receipt.</param>
internal sealed record Sent(
    ReportForm Form,
    SentBy By,
    string? Language,
    string? Component,
    IReadOnlyList<SentFile> Files,
    Guid? Corrects = null
);

/// <summary>What became of it.</summary>
/// <param name="Receipt">The code, where one was asked for.</param>
internal sealed record Kept(Problem? Problem, string? Receipt);

/// <summary>Keeps reports: all that arrive together in one transaction, each acknowledged when it is on the disk.</summary>
/// <remarks>
/// Who sent a report is nowhere but in the source it belongs to: the audit log names the source, not the account. An account
/// is found by an HMAC under a key of the installation, so that the database alone does not tell whose reports these are.
/// </remarks>
internal sealed class KeepSent
{
    private readonly GroupCommit<Sent, Kept> commit;
    private readonly AuditLog audit;
    private readonly SealedFields sealing;
    private readonly Receipts receipts;
    private readonly Invitations invitations;
    private readonly byte[] accounts;

    public KeepSent(
        Database database,
        AuditLog audit,
        SealedFields sealing,
        Receipts receipts,
        Invitations invitations,
        KeyFolder keys
    )
    {
        (this.audit, this.sealing, this.receipts, this.invitations) = (audit, sealing, receipts, invitations);
        accounts = keys.Read("reporters");
        commit = new(database, KeepAsync);
    }

    public Task<Kept> RunAsync(Sent sent) => commit.AddAsync(sent);

    private async Task<IReadOnlyList<Kept>> KeepAsync(WriteScope tx, IReadOnlyList<Sent> sent)
    {
        var reporters = sent.Select(s => s.By).Where(IsOwn).Distinct().ToDictionary(r => r, KeyOf);
        var (known, found) = await HereAsync(tx, sent, reporters.Values);
        var sources = await SourcesAsync(tx, sent, known, await OwnSourcesAsync(tx, reporters, found));
        var answers = new Kept[sent.Count];
        var fresh = new Dictionary<Guid, (Sent Sent, NewReport Report)>();
        for (var i = 0; i < sent.Count; i++)
        {
            var (source, problem) = sources[i];
            var corrects = sent[i].Corrects;
            if (problem is null && sent[i].Form.Is("corrects"))
            {
                corrects = await CorrectedAsync(tx, sent[i].Form["corrects"], source);
                problem = corrects is null ? GatherProblems.CorrectsUnknown().At("corrects") : null;
            }
            var report = problem is null ? ReportOf(sent[i], source, corrects) : null;
            problem ??=
                (known.TryGetValue(report!.Id, out var here) || TryFresh(report.Id, out here))
                && (here.Source != source || !here.Fingerprint.AsSpan().SequenceEqual(report.Fingerprint))
                    ? GatherProblems.ReportTaken()
                    : null;
            answers[i] = new Kept(
                problem,
                problem is null && sent[i].Form.Is("receipt") ? receipts.CodeOf(report!.Id) : null
            );
            if (problem is null && !known.ContainsKey(report!.Id))
            {
                fresh.TryAdd(report.Id, (sent[i], report));
            }
        }
        if (fresh.Count > 0)
        {
            await WriteAsync(tx, [.. fresh.Values]);
        }
        return answers;

        bool TryFresh(Guid id, out (Guid Source, byte[] Fingerprint) here)
        {
            var found = fresh.TryGetValue(id, out var first);
            here = found ? (first.Report.SourceId, first.Report.Fingerprint) : default;
            return found;
        }
    }

    private async Task WriteAsync(WriteScope tx, IReadOnlyList<(Sent Sent, NewReport Report)> fresh)
    {
        // Sealed first: keys are on the disk before anything under them, and before the audit log is held.
        await SealContactsAsync(tx, fresh);
        await SentFiles.KeepAsync(tx, sealing, audit, fresh);
        var reports = await ReportCompartments.InheritAsync(tx, [.. fresh.Select(f => f.Report)]);
        await tx.TogetherAsync(async () =>
        {
            await ReportBook.InsertAsync(tx, reports);
            await TriageBook.OpenAsync(tx, [.. fresh.Select(f => Waiting(f.Sent.Form, f.Report.Id, tx.Now))]);
            await receipts.KeepAsync(tx, [.. fresh.Where(f => f.Sent.Form.Is("receipt")).Select(f => f.Report.Id)]);
            await Consents.KeepAsync(tx, [.. fresh.Where(f => !f.Sent.By.IsMission).SelectMany(ConsentsOf)]);
        });
        await audit.AppendAsync(
            tx,
            Consents.Reporter,
            "report.received",
            [
                .. fresh.Select(f =>
                    ($"report:{f.Report.Id}", (object?)new { source = f.Report.SourceId, f.Report.Channel })
                ),
            ]
        );
    }

    /// <summary>What is corrected, by its receipt: only the source itself corrects what it said.</summary>
    private static Task<Guid?> CorrectedAsync(WriteScope tx, string code, Guid source) =>
        tx.FindAsync<Guid?>(
            """
            SELECT r.report_id FROM receipt c JOIN report r ON r.report_id = c.report_id
            WHERE c.code_hash = @Hash AND r.source_id = @source
            """,
            new { Hash = Codes.HashOf(code), source }
        );

    private static TriageRow Waiting(ReportForm form, Guid report, DateTimeOffset now)
    {
        var days = form.Days(DateOnly.FromDateTime(now.UtcDateTime));
        var place = form.Is("where") ? form["where"] : null;
        return new TriageRow(report, TriageState.Open, form.Urgency, now, days?.From, days?.To, place);
    }

    /// <summary>Nothing of it may be guessed: what is not ticked is refused, and said to be.</summary>
    private static IEnumerable<NewConsent> ConsentsOf((Sent Sent, NewReport Report) f)
    {
        var form = f.Sent.Form;
        yield return Of(Consents.Record, true);
        if (form["channel"] == TextMessages.SmsIntake.Channel)
        {
            // Nobody was asked: nothing is allowed by it, and nothing that was said before is taken back.
            yield break;
        }
        yield return Of(Consents.ShareInside, form.Is("inside"));
        yield return Of(Consents.ShareOutside, form.Is("outside"));
        yield return Of(Consents.Contact, form["call"] is "message" or "person");

        NewConsent Of(string use, bool given) => new(f.Report.SourceId, use, given, f.Report.Id);
    }

    private async Task SealContactsAsync(WriteScope tx, IReadOnlyList<(Sent Sent, NewReport Report)> fresh)
    {
        var contacts = fresh
            .Select(f => (f.Report, Text: f.Sent.Form.ContactJson()))
            .Where(f => f.Text is not null)
            .ToList();
        if (contacts.Count == 0)
        {
            return;
        }
        var values = await sealing.SealAsync(
            tx,
            SealedSources.Contact,
            contacts.ConvertAll(c => new ToSeal(c.Report.SourceId, c.Report.Id, c.Text!))
        );
        await BulkInsert.IntoAsync(
            tx,
            "report_contact",
            [("report_id", Cell.Id), ("source_id", Cell.Id), ("contact_sealed", Cell.Bytes)],
            [.. contacts.Select((c, i) => new object?[] { c.Report.Id, c.Report.SourceId, values[i].Text })]
        );
    }

    private static NewReport ReportOf(Sent sent, Guid source, Guid? corrects)
    {
        var form = sent.Form;
        var answers = form.AnswersJson();
        Guid? compartment =
            form.Is("conduct") ? Compartments.Conduct
            : form.Is("sexual") ? Compartments.Mara
            : null;
        return new NewReport(
            form.Id,
            source,
            form.Is("channel") ? form["channel"] : "form",
            null,
            null,
            null,
            null,
            form["text"],
            ReportBook.FingerprintOf(form["text"] + "\n" + answers),
            SupersedesId: corrects,
            Language: sent.Language,
            Credibility: form.Number("credibility"),
            Answers: answers,
            Classification: compartment is null ? form.Number("classification") ?? 1 : 2,
            Component: sent.Component,
            CompartmentId: compartment,
            Place: form.Is("where") ? form["where"] : null
        );
    }

    /// <summary>In one round trip: which of the reports are here already, and the sources of those who report for themselves.</summary>
    private static async Task<(
        Dictionary<Guid, (Guid Source, byte[] Fingerprint)> Known,
        Dictionary<Guid, Guid> Own
    )> HereAsync(WriteScope tx, IReadOnlyList<Sent> sent, IEnumerable<Guid> keys)
    {
        await using var here = await tx.Connection.QueryMultipleAsync(
            $"""
            SELECT report_id, source_id, fingerprint FROM report WHERE {Dialect.InIds(tx.Engine, "report_id", "ids")};
            {OwnByKey(tx)}
            """,
            new { ids = Dialect.List(tx.Engine, sent.Select(s => s.Form.Id)), keys = Dialect.List(tx.Engine, keys) },
            tx.Transaction
        );
        var known = await here.ReadAsync<KnownRow>();
        var own = await here.ReadAsync<(Guid Key, Guid Source)>();
        return (
            known.ToDictionary(r => r.ReportId, r => (r.SourceId, r.Fingerprint)),
            own.ToDictionary(s => s.Key, s => s.Source)
        );
    }

    private static string OwnByKey(WriteScope tx) =>
        $"SELECT account_key, source_id FROM source WHERE {Dialect.InIds(tx.Engine, "account_key", "keys")}";

    /// <summary>The source of each.</summary>
    private async Task<IReadOnlyList<(Guid Source, Problem? Problem)>> SourcesAsync(
        WriteScope tx,
        IReadOnlyList<Sent> sent,
        Dictionary<Guid, (Guid Source, byte[] Fingerprint)> known,
        Dictionary<SentBy, Guid> own
    )
    {
        var found = new List<(Guid, Problem?)>();
        foreach (var s in sent)
        {
            found.Add(
                s.By.Invitation is not null ? await InvitedAsync(tx, s, known)
                : IsOwn(s.By) ? (own[s.By], null)
                : await NamedAsync(tx, s.By)
            );
        }
        return found;
    }

    private static bool IsOwn(SentBy by) => by is { Invitation: null, CodeName: null or "" };

    /// <summary>Each report takes a use of its invitation, but one that is here already.</summary>
    private async Task<(Guid, Problem?)> InvitedAsync(
        WriteScope tx,
        Sent sent,
        Dictionary<Guid, (Guid Source, byte[] Fingerprint)> known
    )
    {
        var source = known.TryGetValue(sent.Form.Id, out var here)
            ? here.Source
            : await invitations.UseAsync(tx, sent.By.Invitation!);
        return source is { } found ? (found, null) : (default, GatherProblems.InvitationRefused().At("invitation"));
    }

    private static async Task<(Guid, Problem?)> NamedAsync(WriteScope tx, SentBy by) =>
        await SourceReading.NamedAsync(tx, by.Writer!, by.CodeName!) is { } known
            ? (known, null)
            : (default, GatherProblems.CodeNameUnknown(by.CodeName!).At("source"));

    /// <summary>A reporter's source is made with their first report, with a code name that says nothing.</summary>
    private static async Task<Dictionary<SentBy, Guid>> OwnSourcesAsync(
        WriteScope tx,
        Dictionary<SentBy, Guid> keys,
        Dictionary<Guid, Guid> found
    )
    {
        foreach (var (by, key) in keys.Where(r => !found.ContainsKey(r.Value)))
        {
            await tx.ExecuteAsync(
                """
                INSERT INTO source (source_id, code_name, kind, created_at, account_key)
                VALUES (@Id, @CodeName, @Kind, @Now, @key) ON CONFLICT DO NOTHING
                """,
                new
                {
                    Id = tx.NewId(),
                    CodeName = "SRC-" + Codes.Grouped(RandomNumberGenerator.GetBytes(8), 8),
                    Kind = by.IsMission ? "mission" : ReportAccess.Person,
                    tx.Now,
                    key,
                }
            );
        }
        if (found.Count < keys.Count)
        {
            var made = await tx.QueryAsync<(Guid Key, Guid Source)>(
                OwnByKey(tx),
                new { keys = Dialect.List(tx.Engine, keys.Values) }
            );
            found = made.ToDictionary(s => s.Key, s => s.Source);
        }
        return keys.ToDictionary(r => r.Key, r => found[r.Value]);
    }

    /// <summary>128 bits of an HMAC of the account.</summary>
    private Guid KeyOf(SentBy by) =>
        new(
            HMACSHA256.HashData(accounts, Encoding.UTF8.GetBytes(by.Account.ToString()!)).AsSpan(0, 16),
            bigEndian: true
        );

    private sealed class KnownRow
    {
        public Guid ReportId { get; init; }
        public Guid SourceId { get; init; }
        public byte[] Fingerprint { get; init; } = [];
    }
}
