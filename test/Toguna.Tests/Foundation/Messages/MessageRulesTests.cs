using System.Globalization;
using System.Net;
using Shouldly;
using Toguna.Foundation.Messages;

namespace Toguna.Tests.Foundation.Messages;

/// <summary>Telephone numbers, lengths, addresses and quiet hours: cases worked out by hand.</summary>
public sealed class MessageRulesTests
{
    [Theory]
    [InlineData("+223 70 12 34 56", "+22370123456")]
    [InlineData("00223-70.12.34.56", "+22370123456")]
    [InlineData("+1 (212) 555-0100", "+12125550100")]
    [InlineData("70123456", null)]
    [InlineData("+0 70 12 34 56", null)]
    [InlineData("+22370", null)]
    [InlineData("+1234567890123456", null)]
    [InlineData("+223 70 12 34 5x", null)]
    [InlineData("", null)]
    public void A_number_needs_its_country(string typed, string? read) => PhoneNumber.Read(typed).ShouldBe(read);

    [Theory]
    [InlineData("22370123456", "+22370123456")]
    [InlineData(" +22370123456 ", "+22370123456")]
    [InlineData("Orange", "ORANGE")]
    [InlineData("36111", "36111")]
    public void A_sender_may_come_without_its_plus_or_be_no_number(string sent, string kept) =>
        PhoneNumber.OfSender(sent).ShouldBe(kept);

    [Fact]
    public void A_text_message_is_as_long_as_its_alphabet_makes_it()
    {
        SmsLength.Of("").ShouldBe(new SmsLength(false, 0, 0));
        SmsLength.Of(new string('a', 160)).ShouldBe(new SmsLength(false, 160, 1));
        SmsLength.Of(new string('a', 161)).ShouldBe(new SmsLength(false, 161, 2));
        SmsLength.Of(new string('a', 306)).ShouldBe(new SmsLength(false, 306, 2));
        SmsLength.Of(new string('a', 307)).ShouldBe(new SmsLength(false, 307, 3));
        // é is in the alphabet, ê is not.
        SmsLength.Of("é").IsUnicode.ShouldBeFalse();
        SmsLength.Of("ê").IsUnicode.ShouldBeTrue();
        SmsLength.Of(new string('ê', 70)).ShouldBe(new SmsLength(true, 70, 1));
        SmsLength.Of(new string('ê', 71)).ShouldBe(new SmsLength(true, 71, 2));
        SmsLength.Of(new string('€', 80)).ShouldBe(new SmsLength(false, 160, 1));
        // 153 is odd: of signs that take two, 76 fit into a part, and 77 · 2 = 154 does not.
        SmsLength.Of(new string('€', 152)).ShouldBe(new SmsLength(false, 304, 2));
        SmsLength.Of(new string('€', 153)).ShouldBe(new SmsLength(false, 306, 3));
        // 33 pairs and one unit of 67 left over.
        SmsLength.Of(string.Concat(Enumerable.Repeat("🙂", 67))).ShouldBe(new SmsLength(true, 134, 3));
        // A raised dot would turn a short message into one of UCS-2.
        SmsLength.Of("ALT-0412 https://mission.example/alerts/ALT-0412").ShouldBe(new SmsLength(false, 48, 1));
        SmsLength.Of("ALT-0412 · x").IsUnicode.ShouldBeTrue();
    }

    [Theory]
    [InlineData("8.8.8.8", AddressKind.Public)]
    [InlineData("2a00:1450::1", AddressKind.Public)]
    [InlineData("127.0.0.1", AddressKind.Private)]
    [InlineData("192.168.1.20", AddressKind.Private)]
    [InlineData("172.31.255.255", AddressKind.Private)]
    [InlineData("172.32.0.1", AddressKind.Public)]
    [InlineData("100.100.100.200", AddressKind.Private)]
    [InlineData("::1", AddressKind.Private)]
    [InlineData("fd12::1", AddressKind.Private)]
    [InlineData("169.254.169.254", AddressKind.Forbidden)]
    [InlineData("::ffff:169.254.169.254", AddressKind.Forbidden)]
    [InlineData("64:ff9b::a9fe:a9fe", AddressKind.Forbidden)]
    [InlineData("2002:a9fe:a9fe::1", AddressKind.Forbidden)]
    [InlineData("fe80::1%1", AddressKind.Forbidden)]
    [InlineData("fd00:ec2::254", AddressKind.Forbidden)]
    [InlineData("0.0.0.0", AddressKind.Forbidden)]
    [InlineData("::", AddressKind.Forbidden)]
    [InlineData("239.1.2.3", AddressKind.Forbidden)]
    [InlineData("255.255.255.255", AddressKind.Forbidden)]
    [InlineData("::ffff:10.0.0.1", AddressKind.Private)]
    public void An_address_is_what_it_carries(string address, AddressKind kind) =>
        OutsideAddress.KindOf(IPAddress.Parse(address)).ShouldBe(kind);

    [Theory]
    [InlineData("22:00", "06:00", "2026-01-10T21:30:00Z", "2026-01-11T05:00:00Z")]
    [InlineData("22:00", "06:00", "2026-01-10T04:59:00Z", "2026-01-10T05:00:00Z")]
    [InlineData("22:00", "06:00", "2026-01-10T05:00:00Z", null)]
    [InlineData("22:00", "06:00", "2026-01-10T20:59:00Z", null)]
    [InlineData("12:00", "14:00", "2026-01-10T12:30:00Z", "2026-01-10T13:00:00Z")]
    // The hour in which they end does not exist on that night.
    [InlineData("22:00", "02:30", "2026-03-28T23:00:00Z", "2026-03-29T01:30:00Z")]
    public void Quiet_hours_are_of_the_mission_and_run_over_midnight(string from, string to, string now, string? end) =>
        new QuietHours(
            TimeOnly.Parse(from, CultureInfo.InvariantCulture),
            TimeOnly.Parse(to, CultureInfo.InvariantCulture)
        )
            .EndAfter(
                DateTimeOffset.Parse(now, CultureInfo.InvariantCulture),
                TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")
            )
            .ShouldBe(end is null ? null : DateTimeOffset.Parse(end, CultureInfo.InvariantCulture));
}
