using System.Globalization;
using System.Net;
using System.Net.Mail;

namespace Toguna.Foundation.Messages;

/// <summary>One setting of a channel.</summary>
/// <param name="Name">As it is kept, and as the field of the form is called.</param>
/// <param name="Default">What holds where nothing is set.</param>
/// <param name="Offered">The values to choose from; null: any text.</param>
/// <param name="IsYesNo">A box to tick: <c>1</c> or empty.</param>
public sealed record ChannelField(
    string Name,
    string Default = "",
    IReadOnlyList<string>? Offered = null,
    bool IsYesNo = false
);

/// <summary>Settings that are kept together. Without a value of the first field all of it is off.</summary>
/// <param name="Key">The last part of the address that it is sent to.</param>
/// <param name="Secrets">Names of what is sealed.</param>
/// <param name="Check">What is wrong with it as typed, secrets included; called only when the first field has a value.</param>
public sealed record ChannelSection(
    string Key,
    IReadOnlyList<ChannelField> Fields,
    IReadOnlyList<string> Secrets,
    Func<IReadOnlyDictionary<string, string>, IEnumerable<Problem?>> Check
)
{
    public const int Longest = 1_000;
    private const int ShortestSecret = 16;

    public static ChannelSection Address { get; } =
        new(
            "address",
            [new("address")],
            [],
            v => [IsBase(v["address"]) ? null : MessagesProblems.NotAnAddress(v["address"]).At("address")]
        );

    public static ChannelSection Email { get; } =
        new(
            "email",
            [
                new("email.host"),
                new("email.port", "587"),
                new("email.tls", "starttls", ["starttls", "none"]),
                new("email.user"),
                new("email.from"),
            ],
            ["email.password"],
            v =>
                [
                    Uri.CheckHostName(v["email.host"]) == UriHostNameType.Unknown
                        ? MessagesProblems.NotAHost(v["email.host"]).At("email.host")
                        : null,
                    int.TryParse(v["email.port"], NumberStyles.None, CultureInfo.InvariantCulture, out var port)
                    && port is > 0 and <= 65535
                        ? null
                        : MessagesProblems.NotAPort(v["email.port"]).At("email.port"),
                    MailAddress.TryCreate(v["email.from"], out _)
                        ? null
                        : MessagesProblems.NotAMailbox(v["email.from"]).At("email.from"),
                    v["email.tls"] == "none" && !IsThisMachine(v["email.host"])
                        ? MessagesProblems.MailInClear(v["email.host"]).At("email.tls")
                        : null,
                ]
        );

    public static ChannelSection Sms { get; } =
        new(
            "sms",
            [
                new("sms.url"),
                new("sms.private", IsYesNo: true),
                new("sms.method", "POST", ["POST", "PUT"]),
                new("sms.shape", "form", ["form", "json"]),
                new("sms.to", "to"),
                new("sms.text", "text"),
                new("sms.id", "id"),
                new("sms.sender_field"),
                new("sms.sender"),
            ],
            ["sms.headers"],
            v =>
                [
                    RefuseUrl(v["sms.url"], v["sms.private"].Length > 0)?.At("sms.url"),
                    .. Needed(v, "sms.to", "sms.text"),
                    v["sms.headers"].Length == 0 || HeadersOf(v["sms.headers"]) is not null
                        ? null
                        : MessagesProblems.NotHeaders().At("sms.headers"),
                ]
        );

    public static ChannelSection SmsIn { get; } =
        new(
            "sms-in",
            [
                new("sms_in.header"),
                new("sms_in.way", "signature", ["signature", "token"]),
                new("sms_in.from", "from"),
                new("sms_in.text", "text"),
                new("sms_in.id", "id"),
                new("sms_in.reference"),
                new("sms_in.part", "part"),
                new("sms_in.parts", "parts"),
                new("sms_in.at", "at"),
            ],
            ["sms_in.secret"],
            v =>
                [
                    IsToken(v["sms_in.header"])
                        ? null
                        : MessagesProblems.NotAHeader(v["sms_in.header"]).At("sms_in.header"),
                    v["sms_in.secret"].Length is 0 or >= ShortestSecret
                        ? null
                        : MessagesProblems.SecretShort(ShortestSecret).At("sms_in.secret"),
                    .. Needed(v, "sms_in.from", "sms_in.text", "sms_in.id"),
                ]
        );

    public static IReadOnlyList<ChannelSection> All { get; } = [Address, Email, Sms, SmsIn];

    public static ChannelField? FieldOf(string name) =>
        All.SelectMany(s => s.Fields).FirstOrDefault(f => f.Name == name);

    /// <summary>What is wrong with a section as it was typed; empty: nothing.</summary>
    public IReadOnlyList<Problem> Refuse(IReadOnlyDictionary<string, string> typed)
    {
        if (typed[Fields[0].Name].Length == 0)
        {
            return [];
        }
        var problems = typed
            .Where(f => f.Value.Length > Longest)
            .Select(f => MessagesProblems.TooLong(f.Value.Length, Longest).At(f.Key))
            .Concat(
                Fields
                    .Where(f => f.Offered is not null && !f.Offered.Contains(typed[f.Name]))
                    .Select(f => MessagesProblems.NotOffered(typed[f.Name], string.Join(", ", f.Offered!)).At(f.Name))
            )
            .ToList();
        return problems.Count > 0 ? problems : [.. Check(typed).OfType<Problem>()];
    }

    /// <summary>Why nothing is sent to such an address.</summary>
    internal static Problem? RefuseUrl(string url, bool mayPrivate)
    {
        if (
            !Uri.TryCreate(url, UriKind.Absolute, out var uri)
            || uri.Scheme is not ("https" or "http")
            || uri.UserInfo.Length > 0
            || uri.Fragment.Length > 0
        )
        {
            return MessagesProblems.NotAnAddress(url);
        }
        return uri.Scheme == "http" && !mayPrivate ? MessagesProblems.InClear(uri.Host)
            : IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address)
            && OutsideAddress.KindOf(address) is var kind
            && (kind == AddressKind.Forbidden || (kind == AddressKind.Private && !mayPrivate))
                ? MessagesProblems.AddressForbidden(uri.Host)
            : null;
    }

    /// <summary>Lines <c>Name: value</c>; null when one of them is none.</summary>
    internal static IReadOnlyList<(string Name, string Value)>? HeadersOf(string lines)
    {
        var headers = lines
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(l => l.Split(':', 2, StringSplitOptions.TrimEntries))
            .ToList();
        return headers.All(h =>
            h.Length == 2 && IsToken(h[0]) && h[1].Length > 0 && h[1].All(c => c is >= ' ' and <= '~')
        )
            ? headers.ConvertAll(h => (h[0], h[1]))
            : null;
    }

    private static bool IsToken(string name) =>
        name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private static bool IsBase(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && uri.Scheme is "https" or "http"
        && uri is { PathAndQuery: "/", Fragment: "", UserInfo: "" };

    private static bool IsThisMachine(string host) =>
        host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private static IEnumerable<Problem?> Needed(IReadOnlyDictionary<string, string> v, params string[] names) =>
        names.Where(n => v[n].Length == 0).Select(n => (Problem?)MessagesProblems.Missing().At(n));
}
