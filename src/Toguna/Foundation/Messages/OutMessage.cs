namespace Toguna.Foundation.Messages;

/// <summary>The ways by which the program tells somebody outside of its own pages.</summary>
public static class Channel
{
    public const string Email = "email";
    public const string Sms = "sms";
    public const string Webhook = "webhook";

    /// <summary>Those that reach a person.</summary>
    public static readonly IReadOnlyList<string> OfPeople = [Email, Sms];
}

/// <summary>What somebody is told outside of the program: a code and the page that it stands on, and nothing else.</summary>
/// <remarks>There is no field for a text: what travels over lines and lies on telephones that are not ours has no content.</remarks>
/// <param name="Key">The same key is queued once, e.g. <c>thing:0198…:done:user:0197…:sms</c>. At most 300 characters; no address, no name.</param>
/// <param name="Channel">One of <see cref="Messages.Channel"/>.</param>
/// <param name="To">Whom: the id of an account, or of a webhook.</param>
/// <param name="Kind">What happened, e.g. <c>thing.done</c>: webhooks alone are told, and choose by it.</param>
/// <param name="Reference">The code, e.g. <c>ABC-0412</c>. At most 40 characters.</param>
/// <param name="Path">The page, e.g. <c>/page/ABC-0412</c>; begins with a slash.</param>
/// <param name="Urgent">Does not wait for the end of somebody's quiet hours.</param>
/// <param name="NotBefore">When it may leave at the earliest; null: now.</param>
public sealed record OutMessage(
    string Key,
    string Channel,
    Guid To,
    string Kind,
    string Reference,
    string Path,
    bool Urgent = false,
    DateTimeOffset? NotBefore = null
);

/// <summary>What became of a message.</summary>
public static class OutState
{
    public const string Waiting = "waiting";

    /// <summary>Was tried and will be again.</summary>
    public const string Failed = "failed";
    public const string Sent = "sent";

    /// <summary>Tried for the last time: it waits for somebody to decide.</summary>
    public const string Dead = "dead";
    public const string GivenUp = "given_up";
}
