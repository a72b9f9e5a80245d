using System.Net;
using System.Net.Sockets;

namespace Toguna.Foundation.Messages;

/// <summary>What kind of network an address lies in.</summary>
public enum AddressKind
{
    Public,

    /// <summary>This machine, the office, or a private network: only where the administrator says so.</summary>
    Private,

    /// <summary>Never: link-local (where clouds keep the keys of their machines), multicast, and what is no address of a machine.</summary>
    Forbidden,
}

/// <summary>Where the program may send to: an address that somebody typed must not open what only this machine can reach.</summary>
/// <seealso href="https://www.iana.org/assignments/iana-ipv4-special-registry">IANA special-purpose addresses (RFC 6890)</seealso>
public static class OutsideAddress
{
    private static readonly IPNetwork[] PrivateNets = Nets(
        "10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 100.64.0.0/10 127.0.0.0/8 198.18.0.0/15 ::1/128 fc00::/7"
    );
    private static readonly IPNetwork[] ForbiddenNets = Nets(
        "0.0.0.0/8 169.254.0.0/16 192.0.0.0/24 224.0.0.0/4 240.0.0.0/4 ::/128 fe80::/10 fec0::/10 ff00::/8 fd00:ec2::/32"
    );

    /// <summary>The kind of an address; one that carries another inside (mapped, NAT64, 6to4) is what it carries.</summary>
    public static AddressKind KindOf(IPAddress address)
    {
        var inner = Inner(address);
        return ForbiddenNets.Any(n => n.Contains(inner)) ? AddressKind.Forbidden
            : PrivateNets.Any(n => n.Contains(inner)) ? AddressKind.Private
            : AddressKind.Public;
    }

    private static IPAddress Inner(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }
        var bytes = address.GetAddressBytes();
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4()
            : bytes.AsSpan(0, 12).SequenceEqual(Nat64) ? new IPAddress(bytes.AsSpan(12, 4))
            : bytes is [0x20, 0x02, ..] ? new IPAddress(bytes.AsSpan(2, 4))
            // A scope (fe80::1%2) would keep a network from containing it.
            : new IPAddress(bytes);
    }

    private static readonly byte[] Nat64 = [0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0];

    private static IPNetwork[] Nets(string list) => [.. list.Split(' ').Select(n => IPNetwork.Parse(n))];
}
