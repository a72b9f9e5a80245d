using System.Globalization;
using System.Net.Http;
using System.Net.Mail;
using System.Net.Mime;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Toguna.Foundation.Messages;

/// <summary>What every channel sends, and how a second delivery of it can be told.</summary>
/// <param name="Id">The same each time that it is tried.</param>
/// <param name="Link">Null where nobody has said how the world outside calls this installation.</param>
internal sealed record Letter(Guid Id, string Kind, string Reference, string? Link, DateTimeOffset At)
{
    /// <summary>A code and a link, in signs of GSM 7 bit where they are: a raised dot between them would halve what fits.</summary>
    public string Text => Link is null ? Reference : $"{Reference} {Link}";
}

/// <summary>A try did not succeed.</summary>
/// <param name="word">A word and perhaps a number; never an address, never what the other side said, which may repeat one.</param>
/// <param name="isFinal">Trying again cannot help.</param>
internal sealed class NotSentException(string word, bool isFinal = false) : Exception("A try did not succeed.")
{
    public string Word => word;

    public bool IsFinal => isFinal;
}

/// <summary>E-mail by SMTP: the code is the subject, code and link the text, no word in it.</summary>
internal static class MailSender
{
    public static async Task SendAsync(
        ChannelSettings settings,
        string? password,
        Letter letter,
        string address,
        CancellationToken ct
    )
    {
        using var client = new SmtpClient(
            settings["email.host"],
            int.Parse(settings["email.port"], CultureInfo.InvariantCulture)
        )
        {
            EnableSsl = settings["email.tls"] != "none",
            UseDefaultCredentials = false,
        };
        if (settings["email.user"] is { Length: > 0 } user)
        {
            client.Credentials = new System.Net.NetworkCredential(user, password);
        }
        using var mail = new MailMessage(settings["email.from"], address)
        {
            Subject = letter.Reference,
            Body = letter.Link is null ? letter.Reference : $"{letter.Reference}\r\n{letter.Link}\r\n",
            BodyEncoding = Encoding.UTF8,
            BodyTransferEncoding = TransferEncoding.QuotedPrintable,
            SubjectEncoding = Encoding.UTF8,
        };
        // A mailbox keeps one of two with the same id.
        mail.Headers.Add("Message-ID", $"<{letter.Id:N}@{new MailAddress(settings["email.from"]).Host}>");
        try
        {
            await client.SendMailAsync(mail, ct).WaitAsync(ct);
        }
        catch (SmtpException e)
        {
            throw new NotSentException(
                e.StatusCode == SmtpStatusCode.GeneralFailure
                    ? "unreachable"
                    : string.Create(CultureInfo.InvariantCulture, $"smtp {(int)e.StatusCode}")
            );
        }
    }
}

/// <summary>A text message through the gateway that the mission has.</summary>
internal static class SmsSender
{
    /// <param name="headers">Lines <c>Name: value</c>; null: none.</param>
    public static async Task SendAsync(
        ChannelSettings settings,
        string? headers,
        Letter letter,
        string number,
        CancellationToken ct
    )
    {
        using var request = new HttpRequestMessage(new HttpMethod(settings["sms.method"]), settings["sms.url"])
        {
            Content = ContentOf(settings, letter, number),
        };
        foreach (var (name, value) in ChannelSection.HeadersOf(headers ?? "") ?? [])
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
        Demand(await OutsideHttp.SendAsync(request, settings["sms.private"].Length > 0, ct));
    }

    public static void Demand(int status)
    {
        if (status is < 200 or > 299)
        {
            throw new NotSentException(string.Create(CultureInfo.InvariantCulture, $"http {status}"));
        }
    }

    private static HttpContent ContentOf(ChannelSettings settings, Letter letter, string number)
    {
        var fields = new (string Name, string Value)[]
        {
            (settings["sms.to"], number),
            (settings["sms.text"], letter.Text),
            (settings["sms.id"], letter.Id.ToString("N")),
            (settings["sms.sender_field"], settings["sms.sender"]),
        }
            .Where(f => f.Name.Length > 0 && f.Value.Length > 0)
            .Select(f => KeyValuePair.Create(f.Name, f.Value))
            .ToList();
        return settings["sms.shape"] == "json"
            ? new StringContent(
                JsonSerializer.Serialize(new Dictionary<string, string>(fields)),
                Encoding.UTF8,
                "application/json"
            )
            : new FormUrlEncodedContent(fields);
    }
}

/// <summary>A program of somebody else is told by a signed request.</summary>
internal static class HookSender
{
    public const string SignatureHeader = "Toguna-Signature";
    public const string DeliveryHeader = "Toguna-Delivery";

    public static async Task SendAsync(
        Webhook hook,
        string secret,
        Letter letter,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var body = JsonSerializer.Serialize(
            new
            {
                id = letter.Id,
                kind = letter.Kind,
                reference = letter.Reference,
                at = Storage.Dialect.Instant(letter.At),
                link = letter.Link,
            },
            JsonSerializerOptions.Web
        );
        using var request = new HttpRequestMessage(HttpMethod.Post, hook.Url)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add(SignatureHeader, SignatureOf(secret, now.ToUnixTimeSeconds(), body));
        request.Headers.Add(DeliveryHeader, letter.Id.ToString());
        SmsSender.Demand(await OutsideHttp.SendAsync(request, hook.Private, ct));
    }

    /// <summary><c>t=…,v1=…</c>: HMAC-SHA256 of the second of 1970, a dot and the body, so that an old request cannot be sent again later.</summary>
    public static string SignatureOf(string secret, long second, string body)
    {
        var time = second.ToString(CultureInfo.InvariantCulture);
        var mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{time}.{body}"));
        return $"t={time},v1={Convert.ToHexStringLower(mac)}";
    }
}
