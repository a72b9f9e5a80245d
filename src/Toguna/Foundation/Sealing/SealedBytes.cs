namespace Toguna.Foundation.Sealing;

/// <summary>How bytes lie in a <see cref="SealedBox"/>: the bytes, 0x80, zeros up to a multiple of 4 KiB, so that the size tells little.</summary>
internal static class SealedBytes
{
    private const int Block = 4096;
    private const byte End = 0x80;

    public static byte[] Padded(ReadOnlySpan<byte> bytes)
    {
        var clear = new byte[(bytes.Length + 1 + Block - 1) / Block * Block];
        bytes.CopyTo(clear);
        clear[bytes.Length] = End;
        return clear;
    }

    public static ReadOnlyMemory<byte> Unpadded(byte[] clear) => clear.AsMemory(0, clear.AsSpan().LastIndexOf(End));
}
