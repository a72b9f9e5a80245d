using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Localization;

namespace Toguna.Foundation.Sealing;

/// <summary>What is left of a shredded subject: the proof that two people had it destroyed.</summary>
/// <param name="Rows">Sealed values that were taken out, by column.</param>
/// <param name="Ciphertexts">SHA-256 over them, hexadecimal: they can be known again in an old backup.</param>
/// <param name="HeadBefore">Head of the audit chain before the confirmation.</param>
/// <param name="HeadAfter">Head of the chain after the line that states the destruction.</param>
/// <param name="Masters">Masters that were destroyed so that older copies of the key store open nothing.</param>
/// <param name="Copies">Recovery copies that hold one of these masters: they are to be destroyed by hand.</param>
public sealed record ShredCertificate(
    Guid Shred,
    string Kind,
    Guid Subject,
    ShredReason Reason,
    string AskedBy,
    DateTimeOffset AskedAt,
    string ConfirmedBy,
    DateTimeOffset ConfirmedAt,
    DateTimeOffset DoneAt,
    IReadOnlyDictionary<string, int> Rows,
    string Ciphertexts,
    string HeadBefore,
    string HeadAfter,
    IReadOnlyList<string> Masters,
    IReadOnlyList<RecoveryCopy> Copies
)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    public static ShredCertificate Of(string json) => JsonSerializer.Deserialize<ShredCertificate>(json, Json)!;

    /// <summary>What the audit chain keeps of a certificate: SHA-256 of its JSON, hexadecimal.</summary>
    public static string Fingerprint(string json) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)));

    /// <summary>As it is printed and signed, in the language of the texts.</summary>
    public IReadOnlyList<string> Lines(IStringLocalizer<SealingText> texts)
    {
        var lines = new List<string>
        {
            texts["certificate_title"],
            "",
            texts["certificate_what", SealingWords.Kind(texts, Kind), Subject],
            texts["certificate_reason", SealingWords.Reason(texts, Reason.ToString())],
            texts["certificate_asked", AskedBy, At(AskedAt)],
            texts["certificate_confirmed", ConfirmedBy, At(ConfirmedAt)],
            texts["certificate_done", At(DoneAt)],
            "",
            texts["certificate_rows", string.Join(", ", Rows.Select(r => $"{r.Key}: {r.Value}"))],
            texts["certificate_hash", Ciphertexts],
            texts["certificate_heads", HeadBefore, HeadAfter],
            "",
            texts["certificate_older", At(DoneAt), string.Join(", ", Masters)],
            texts["certificate_do"],
        };
        lines.AddRange(Copies.Select(c => texts["certificate_copy", c.Copy, At(c.MadeAt)].Value));
        if (Copies.Count == 0)
        {
            lines.Add(texts["certificate_no_copies"]);
        }
        lines.AddRange([
            texts["certificate_hand_copies"],
            texts["certificate_new"],
            "",
            texts["certificate_signatures"],
        ]);
        return lines;
    }

    private static string At(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
