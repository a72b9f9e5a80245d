using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Toguna.Tests.Foundation;

/// <summary>A passkey device in software: makes a key for a site and signs in with it, as a telephone does.</summary>
/// <seealso href="https://www.w3.org/TR/webauthn-3/#sctn-authenticator-model">WebAuthn, section 6</seealso>
internal sealed class SoftKey(Uri site) : IDisposable
{
    private const byte Present = 0x01;
    private const byte Verified = 0x04;
    private const byte NewKey = 0x40;

    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] id = RandomNumberGenerator.GetBytes(16);
    private string? person;

    /// <summary>The device asks for finger, face or code.</summary>
    public bool Verifies { get; init; } = true;

    public string Id => Convert.ToHexStringLower(id);

    /// <summary>The credential that adds this key to an account.</summary>
    /// <param name="options">What the site asks for.</param>
    public string Make(string options)
    {
        var asked = JsonDocument.Parse(options).RootElement;
        // A device that is handed on keeps whom it knows.
        person ??= asked.GetProperty("user").GetProperty("id").GetString();
        var point = key.ExportParameters(false).Q;
        // COSE: an elliptic key (1: 2) for ES256 (3: -7) on P-256 (-1: 1) at x (-2) and y (-3).
        byte[] cose =
        [
            0xA5,
            0x01,
            0x02,
            0x03,
            0x26,
            0x20,
            0x01,
            0x21,
            0x58,
            0x20,
            .. point.X!,
            0x22,
            0x58,
            0x20,
            .. point.Y!,
        ];
        byte[] data =
        [
            .. Head(asked.GetProperty("rp").GetProperty("id").GetString()!, NewKey),
            .. new byte[16],
            0,
            16,
            .. id,
            .. cose,
        ];
        byte[] attestation =
        [
            0xA3,
            .. Text("fmt"),
            .. Text("none"),
            .. Text("attStmt"),
            0xA0,
            .. Text("authData"),
            0x58,
            (byte)data.Length,
            .. data,
        ];
        return Credential(
            new
            {
                clientDataJSON = Base64(Client("webauthn.create", asked)),
                attestationObject = Base64(attestation),
                transports = new[] { "internal" },
            }
        );
    }

    /// <summary>The credential that opens a session.</summary>
    public string Sign(string options)
    {
        var asked = JsonDocument.Parse(options).RootElement;
        var data = Head(asked.GetProperty("rpId").GetString()!, 0);
        var client = Client("webauthn.get", asked);
        byte[] signed = [.. data, .. SHA256.HashData(client)];
        return Credential(
            new
            {
                clientDataJSON = Base64(client),
                authenticatorData = Base64(data),
                signature = Base64(
                    key.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)
                ),
                userHandle = person,
            }
        );
    }

    public void Dispose() => key.Dispose();

    private string Credential(object response) =>
        JsonSerializer.Serialize(
            new
            {
                id = Base64(id),
                rawId = Base64(id),
                type = "public-key",
                authenticatorAttachment = "platform",
                response,
                clientExtensionResults = new { },
            }
        );

    private byte[] Head(string rp, byte flags) =>
        [
            .. SHA256.HashData(Encoding.UTF8.GetBytes(rp)),
            (byte)(Present | (Verifies ? Verified : 0) | flags),
            0,
            0,
            0,
            0,
        ];

    private byte[] Client(string type, JsonElement asked) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                type,
                challenge = asked.GetProperty("challenge").GetString(),
                origin = site.GetLeftPart(UriPartial.Authority),
                crossOrigin = false,
            }
        );

    private static byte[] Text(string text) => [(byte)(0x60 + text.Length), .. Encoding.ASCII.GetBytes(text)];

    private static string Base64(byte[] bytes) =>
        Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
