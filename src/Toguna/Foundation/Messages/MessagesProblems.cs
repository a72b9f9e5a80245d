namespace Toguna.Foundation.Messages;

/// <summary>Refusals of channels and of how somebody is reached. None names a secret or a person's address.</summary>
public static class MessagesProblems
{
    public static Problem NotAnAddress(string typed) => Of("not_an_address", 422, typed);

    public static Problem InClear(string host) => Of("in_clear", 422, host);

    public static Problem AddressForbidden(string host) => Of("address_forbidden", 422, host);

    public static Problem NotAHost(string typed) => Of("not_a_host", 422, typed);

    public static Problem NotAPort(string typed) => Of("not_a_port", 422, typed);

    public static Problem NotAMailbox(string typed) => Of("not_a_mailbox", 422, typed);

    public static Problem MailInClear(string host) => Of("mail_in_clear", 422, host);

    public static Problem NotHeaders() => Of("not_headers", 422);

    public static Problem NotAHeader(string typed) => Of("not_a_header", 422, typed);

    public static Problem SecretShort(int least) => Of("secret_short", 422, least);

    public static Problem SecretMissing() => Of("secret_missing", 422);

    public static Problem Missing() => Of("missing", 422);

    public static Problem TooLong(int length, int most) => Of("too_long", 422, length, most);

    public static Problem NotOffered(string typed, string offered) => Of("not_offered", 422, typed, offered);

    public static Problem NotAPhone(string typed) => Of("not_a_phone", 422, typed);

    public static Problem NotAnHour(string typed) => Of("not_an_hour", 422, typed);

    public static Problem QuietHalf() => Of("quiet_half", 422);

    public static Problem ChosenWithout() => Of("chosen_without", 422);

    public static Problem NotSetUp() => Of("not_set_up", 422);

    public static Problem OwnAddressMissing() => Of("own_address_missing", 422);

    public static Problem MessageDecided() => Of("message_decided", 409);

    private static Problem Of(string name, int status, params object?[] args) =>
        new(typeof(MessagesProblems), name, status, args);
}
