namespace Toguna.Foundation.Messages;

/// <summary>How long a text message is on the air.</summary>
/// <param name="IsUnicode">It has a sign that the alphabet of GSM lacks, so that each takes 16 bits and far fewer fit.</param>
/// <param name="Units">Septets of GSM 7 bit, or 16-bit units of UCS-2.</param>
/// <param name="Parts">Messages that are sent and paid for; 0 for an empty text.</param>
/// <seealso href="https://www.etsi.org/deliver/etsi_ts/123000_123099/123038/">3GPP TS 23.038, 6.2.1</seealso>
public sealed record SmsLength(bool IsUnicode, int Units, int Parts)
{
    private const string Basic =
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
        + "abcdefghijklmnopqrstuvwxyzäöñüà";

    /// <summary>Each takes two septets: an escape and itself.</summary>
    private const string Extended = "\f^{}\\[~]|€";

    /// <remarks>A sign of two units is never torn between two parts, so a part may stay one unit short (3GPP TS 23.040, 9.2.3.24.1).</remarks>
    public static SmsLength Of(string text)
    {
        var unicode = text.Any(c => !Basic.Contains(c) && !Extended.Contains(c));
        var sizes = unicode
            ? text.EnumerateRunes().Select(r => r.Utf16SequenceLength).ToList()
            : text.Select(c => Extended.Contains(c) ? 2 : 1).ToList();
        var (alone, joined) = unicode ? (70, 67) : (160, 153);
        var units = sizes.Sum();
        if (units <= alone)
        {
            return new(unicode, units, units == 0 ? 0 : 1);
        }
        var (parts, room) = (1, joined);
        foreach (var size in sizes)
        {
            if (size > room)
            {
                (parts, room) = (parts + 1, joined);
            }
            room -= size;
        }
        return new(unicode, units, parts);
    }
}
