using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Toguna.Foundation;

/// <summary>Codes that people read out and type: letters and digits that are not mistaken for each other.</summary>
/// <seealso href="https://www.crockford.com/base32.html">Crockford, Base 32</seealso>
public static class Codes
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Group = 4;

    /// <param name="bytes">At least <paramref name="letters"/> bytes: five bits of each are used.</param>
    /// <returns>Groups of four with hyphens between.</returns>
    public static string Grouped(ReadOnlySpan<byte> bytes, int letters)
    {
        var code = new StringBuilder();
        for (var i = 0; i < letters; i++)
        {
            if (i > 0 && i % Group == 0)
            {
                code.Append('-');
            }
            code.Append(Alphabet[bytes[i] & 31]);
        }
        return code.ToString();
    }

    /// <summary>What is kept of a code: SHA-256 of it as it was made.</summary>
    public static byte[] HashOf(string typed) => SHA256.HashData(Encoding.UTF8.GetBytes(Clean(typed)));

    /// <summary>As it was made, however it was typed: case, spaces and hyphens do not count, O is 0, I and L are 1.</summary>
    public static string Clean(string typed) =>
        new([
            .. typed
                .ToUpper(CultureInfo.InvariantCulture)
                .Where(char.IsAsciiLetterOrDigit)
                .Select(c =>
                    c switch
                    {
                        'O' => '0',
                        'I' or 'L' => '1',
                        _ => c,
                    }
                ),
        ]);
}
