using System.Security.Cryptography;

namespace Toguna.Foundation.Sealing;

/// <summary>A secret in shares of which any two give it back and one alone says nothing: Shamir's scheme, threshold two.</summary>
/// <remarks>
/// Byte by byte a line through the secret at 0 and a random slope, over GF(2⁸) with the polynomial of AES (FIPS 197,
/// section 4.2).
/// </remarks>
/// <seealso href="https://doi.org/10.1145/359168.359176">Shamir (1979), How to share a secret, CACM 22(11)</seealso>
public static class SecretShares
{
    /// <param name="numbers">Different from each other, 1 to 255.</param>
    /// <returns>The share of each number, as long as the secret.</returns>
    public static IReadOnlyDictionary<int, byte[]> Split(ReadOnlySpan<byte> secret, IEnumerable<int> numbers)
    {
        var slope = RandomNumberGenerator.GetBytes(secret.Length);
        var shares = new Dictionary<int, byte[]>();
        foreach (var number in numbers)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(number, 255);
            var share = new byte[secret.Length];
            for (var i = 0; i < share.Length; i++)
            {
                share[i] = (byte)(secret[i] ^ Multiply(slope[i], (byte)number));
            }
            shares.Add(number, share);
        }
        CryptographicOperations.ZeroMemory(slope);
        return shares;
    }

    /// <summary>The line's value at 0. Two shares of different secrets give something else: whoever uses it must check.</summary>
    public static byte[] Combine(int first, ReadOnlySpan<byte> firstShare, int second, ReadOnlySpan<byte> secondShare)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(first, second);
        ArgumentOutOfRangeException.ThrowIfNotEqual(firstShare.Length, secondShare.Length);
        var divide = Inverse((byte)(first ^ second));
        var secret = new byte[firstShare.Length];
        for (var i = 0; i < secret.Length; i++)
        {
            var sum = Multiply(firstShare[i], (byte)second) ^ Multiply(secondShare[i], (byte)first);
            secret[i] = Multiply((byte)sum, divide);
        }
        return secret;
    }

    /// <summary>The product in GF(2⁸), without a branch or an address that depends on the factors.</summary>
    public static byte Multiply(byte a, byte b)
    {
        int product = 0;
        int x = a;
        for (var bit = 0; bit < 8; bit++)
        {
            product ^= x & -((b >> bit) & 1);
            x = (x << 1) ^ (0x11B & -((x >> 7) & 1));
        }
        return (byte)product;
    }

    /// <summary>x²⁵⁴, which is 1/x for every x but 0.</summary>
    public static byte Inverse(byte x)
    {
        byte power = 1;
        for (var i = 0; i < 254; i++)
        {
            power = Multiply(power, x);
        }
        return power;
    }
}
