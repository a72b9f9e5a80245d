using System.Security.Cryptography;
using System.Text;
using Toguna.Foundation.Sealing;

namespace Toguna.Foundation.Access;

/// <summary>Seals what Identity would keep in clear: AES-256-GCM under a key of the key folder. Thread-safe.</summary>
/// <remarks>The key is read at each use and not kept: a lock takes it away with the ring.</remarks>
public sealed class TokenSeal(KeyFolder keys)
{
    private const string KeyName = "tokens";
    private static readonly byte[] Purpose = "user_token.value"u8.ToArray();

    public string Seal(string clear)
    {
        var key = keys.Read(KeyName);
        var box = AesBox.Seal(key, Purpose, Encoding.UTF8.GetBytes(clear));
        CryptographicOperations.ZeroMemory(key);
        return Convert.ToBase64String(box);
    }

    /// <exception cref="ProblemException">The value was altered, or the key is another.</exception>
    public string Open(string sealedText)
    {
        var key = keys.Read(KeyName);
        var clear = AesBox.Open(key, Purpose, Convert.FromBase64String(sealedText));
        CryptographicOperations.ZeroMemory(key);
        return Encoding.UTF8.GetString(clear ?? throw SealingProblems.Damaged("user_token").Raise());
    }
}
