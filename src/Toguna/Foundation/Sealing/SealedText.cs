using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Toguna.Foundation.Sealing;

/// <summary>The bytes in a sealed column: format (1 byte), identifier of the data key (16), AES-256-GCM box.</summary>
/// <remarks>
/// Bound to format, key, <c>table.column</c> and row: a value moved to another row or column does not open. Within, the
/// encoding (1 byte), the text, 0x80 and zeros up to a multiple of 32 bytes, so that the length tells no name.
/// </remarks>
internal static class SealedText
{
    private const byte Format = 1;
    private const int IdLength = 16;
    private const int HeadLength = 1 + IdLength;
    private const int Block = 32;
    private const byte Utf8 = 8;
    private const byte Utf16 = 16;
    private const byte End = 0x80;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    public static byte[] Seal(SubjectKeys.DataKey key, SealedColumn column, Guid row, string text)
    {
        var head = Head(key.Id);
        var clear = Padded(text);
        byte[] value = [.. head, .. AesBox.Seal(key.Key, Bound(head, column, row), clear)];
        CryptographicOperations.ZeroMemory(clear);
        return value;
    }

    /// <summary>Which data key opens a value; null when it is none of ours.</summary>
    public static Guid? KeyOf(ReadOnlySpan<byte> value) =>
        value.Length >= HeadLength + AesBox.Overhead + Block && value[0] == Format
            ? new Guid(value.Slice(1, IdLength), bigEndian: true)
            : null;

    /// <returns>Null when the value was moved, cut or altered.</returns>
    public static string? Open(SubjectKeys.DataKey key, SealedColumn column, Guid row, ReadOnlySpan<byte> value)
    {
        if (AesBox.Open(key.Key, Bound(value[..HeadLength], column, row), value[HeadLength..]) is not { } clear)
        {
            return null;
        }
        var text = clear.AsSpan(1, clear.AsSpan().LastIndexOf(End) - 1);
        var result = clear[0] == Utf8 ? Strict.GetString(text) : MemoryMarshal.Cast<byte, char>(text).ToString();
        CryptographicOperations.ZeroMemory(clear);
        return result;
    }

    private static byte[] Head(Guid key)
    {
        var head = new byte[HeadLength];
        head[0] = Format;
        key.TryWriteBytes(head.AsSpan(1), bigEndian: true, out _);
        return head;
    }

    private static byte[] Bound(ReadOnlySpan<byte> head, SealedColumn column, Guid row) =>
        [.. head, .. Encoding.UTF8.GetBytes($"{column.Name}|{row}")];

    private static byte[] Padded(string text)
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
}
