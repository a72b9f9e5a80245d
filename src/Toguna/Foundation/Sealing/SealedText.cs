using System.Runtime.InteropServices;
using System.Text;

namespace Toguna.Foundation.Sealing;

/// <summary>How a text lies in a <see cref="SealedBox"/>: encoding (1 byte), the text, 0x80, zeros.</summary>
/// <remarks>Up to a multiple of 32 bytes, so that the length tells no name.</remarks>
internal static class SealedText
{
    private const int Block = 32;
    private const byte Utf8 = 8;
    private const byte Utf16 = 16;
    private const byte End = 0x80;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    public static byte[] Padded(string text)
    {
        // Half characters, which damaged input has, have no UTF-8; they must come back as they went in.
        var whole = !text.EnumerateRunes().Contains(Rune.ReplacementChar);
        ReadOnlySpan<byte> bytes = whole ? Strict.GetBytes(text) : MemoryMarshal.AsBytes(text.AsSpan());
        var clear = new byte[(bytes.Length + 2 + Block - 1) / Block * Block];
        clear[0] = whole ? Utf8 : Utf16;
        bytes.CopyTo(clear.AsSpan(1));
        clear[1 + bytes.Length] = End;
        return clear;
    }

    public static string Unpadded(byte[] clear)
    {
        var text = clear.AsSpan(1, clear.AsSpan().LastIndexOf(End) - 1);
        return clear[0] == Utf8 ? Strict.GetString(text) : MemoryMarshal.Cast<byte, char>(text).ToString();
    }
}
