using System.Text;

namespace Toguna.Foundation.Sealing;

/// <summary>The bytes in a sealed column: format (1 byte), identifier of the data key (16), AES-256-GCM box.</summary>
/// <remarks>
/// Bound to format, key, <c>table.column</c> and row: a value moved to another row or column does not open, and bytes do
/// not open as a text.
/// </remarks>
internal static class SealedBox
{
    /// <summary>The formats: what <see cref="SealedText"/> and what <see cref="SealedBytes"/> lay out.</summary>
    public const byte Text = 1;
    public const byte Bytes = 2;

    private const int IdLength = 16;
    private const int HeadLength = 1 + IdLength;

    public static byte[] Seal(
        byte format,
        SubjectKeys.DataKey key,
        SealedColumn column,
        Guid row,
        ReadOnlySpan<byte> clear
    )
    {
        var value = new byte[HeadLength + AesBox.Overhead + clear.Length];
        value[0] = format;
        key.Id.TryWriteBytes(value.AsSpan(1), bigEndian: true, out _);
        AesBox.Seal(key.Key, Bound(value.AsSpan(0, HeadLength), column, row), clear, value.AsSpan(HeadLength));
        return value;
    }

    /// <summary>Which data key opens a value; null when it is none of this format.</summary>
    public static Guid? KeyOf(byte format, ReadOnlySpan<byte> value) =>
        value.Length > HeadLength + AesBox.Overhead && value[0] == format
            ? new Guid(value.Slice(1, IdLength), bigEndian: true)
            : null;

    /// <returns>Null when the value was moved, cut or altered.</returns>
    public static byte[]? Open(SubjectKeys.DataKey key, SealedColumn column, Guid row, ReadOnlySpan<byte> value) =>
        AesBox.Open(key.Key, Bound(value[..HeadLength], column, row), value[HeadLength..]);

    private static byte[] Bound(ReadOnlySpan<byte> head, SealedColumn column, Guid row) =>
        [.. head, .. Encoding.UTF8.GetBytes($"{column.Name}|{row}")];
}
