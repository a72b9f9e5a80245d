using System.Security.Cryptography;
using Toguna.Foundation;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Sealing;
using Toguna.Foundation.Storage;

namespace Toguna.Gather.TextMessages;

/// <summary>The source that a telephone number belongs to: found by its blind index, or made with a code name that says nothing.</summary>
internal sealed class PhoneSources(SealedFields sealing, AuditLog audit)
{
    private const long LockKey = 0x736D73;

    /// <exception cref="ProblemException">The office is locked, or its ring is missing.</exception>
    public async Task<Guid> OfAsync(WriteScope tx, string number)
    {
        if (tx.Engine == Engine.Postgres)
        {
            // The first two messages of a number must not make two sources. SQLite has one writer anyway.
            await tx.ExecuteAsync("SELECT pg_advisory_xact_lock(@LockKey)", new { LockKey });
        }
        var phones = await sealing.MatchAsync(tx, SealedSources.Phone, number);
        if (phones.Count > 0)
        {
            return phones.Values.Min();
        }
        var (source, phone) = (tx.NewId(), tx.NewId());
        var value = await sealing.SealAsync(tx, SealedSources.Phone, source, phone, number);
        await tx.ExecuteAsync(
            "INSERT INTO source (source_id, code_name, kind, created_at) VALUES (@source, @CodeName, @Kind, @Now)",
            new
            {
                source,
                CodeName = "SRC-" + Codes.Grouped(RandomNumberGenerator.GetBytes(8), 8),
                Kind = ReportAccess.Person,
                tx.Now,
            }
        );
        await tx.ExecuteAsync(
            "INSERT INTO source_phone (phone_id, source_id, phone_sealed, phone_index) VALUES (@phone, @source, @Text, @Index)",
            new
            {
                phone,
                source,
                value.Text,
                value.Index,
            }
        );
        await audit.AppendAsync(
            tx,
            Consents.Reporter,
            "source.made",
            $"{SealedSources.Kind}:{source}",
            new { kind = ReportAccess.Person, channel = SmsIntake.Channel }
        );
        return source;
    }
}
