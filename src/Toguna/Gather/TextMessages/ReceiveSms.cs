using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation.Access;
using Toguna.Foundation.Messages;
using Toguna.Foundation.Storage;

namespace Toguna.Gather.TextMessages;

/// <summary>The door <c>POST /gateway/sms</c>: where the mission's gateway hands over what it received.</summary>
/// <remarks>
/// It proves itself by a secret; without one the door is not there. It is answered 200 without a word when the message is on the disk, and
/// anything else means that it has to keep the message and come again. Nothing is ever sent back to a telephone.
/// </remarks>
internal static class ReceiveSms
{
    private const int Longest = 64 * 1024;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/gateway/sms", ReceiveAsync).AllowAnonymous().ProvesItself();

    private static async Task<IResult> ReceiveAsync(
        HttpContext http,
        Database database,
        ChannelSecrets secrets,
        SmsIntake intake,
        CancellationToken ct
    )
    {
        ChannelSettings settings;
        string? secret;
        await using (var c = await database.OpenAsync(ct))
        {
            settings = await ChannelSettings.ReadAsync(c);
            secret = settings.Has(ChannelSection.SmsIn) ? await secrets.OpenAsync(c, "sms_in.secret") : null;
        }
        if (secret is null)
        {
            return Results.NotFound();
        }
        if (await BodyAsync(http, ct) is not { } body)
        {
            return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);
        }
        var proof = http.Request.Headers[settings["sms_in.header"]].ToString();
        if (!(settings["sms_in.way"] == "token" ? IsToken(proof, secret) : IsSignature(proof, secret, body)))
        {
            return Results.StatusCode(StatusCodes.Status401Unauthorized);
        }
        if (SmsArrived.Read(body, http.Request.ContentType, settings) is not { } sms)
        {
            return Results.StatusCode(StatusCodes.Status422UnprocessableEntity);
        }
        if (sms.Text.Length > 0)
        {
            await intake.TakeAsync(sms, ct);
        }
        return Results.Ok();
    }

    /// <summary>Hashed first: then both are of one length, and the comparison takes the same time whatever was sent.</summary>
    internal static bool IsToken(string sent, string secret) =>
        CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(sent)),
            SHA256.HashData(Encoding.UTF8.GetBytes(secret))
        );

    /// <summary>Hexadecimal or Base64, with or without <c>sha256=</c> before it.</summary>
    internal static bool IsSignature(string sent, string secret, byte[] body)
    {
        const string prefix = "sha256=";
        var text = sent.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? sent[prefix.Length..] : sent;
        Span<byte> mac = stackalloc byte[32];
        var fits =
            text.Length == 64
                ? Convert.FromHexString(text, mac, out _, out var written) == System.Buffers.OperationStatus.Done
                    && written == 32
                : Convert.TryFromBase64String(text, mac, out var bytes) && bytes == 32;
        return fits
            && CryptographicOperations.FixedTimeEquals(mac, HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body));
    }

    /// <returns>Null when it is longer than any text message.</returns>
    private static async Task<byte[]?> BodyAsync(HttpContext http, CancellationToken ct)
    {
        var buffer = new byte[Longest + 1];
        var read = await http.Request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct);
        return read > Longest ? null : buffer[..read];
    }
}
