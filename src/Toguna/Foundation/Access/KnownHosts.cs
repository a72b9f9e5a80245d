using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Toguna.Foundation.Access;

/// <summary>Answers only under the names it was given: the address in a one-time link is never one that a stranger sent.</summary>
/// <remarks>
/// The names of the addresses it listens on, this machine itself, and those of <c>--host</c>. One that listens on every
/// interface learns no name from that, so it must be told.
/// </remarks>
internal static class KnownHosts
{
    private static readonly string[] Own = ["localhost", "127.0.0.1", "::1"];

    public static void UseKnownHosts(this IApplicationBuilder app, string urls, IEnumerable<string> hosts)
    {
        var known = Own.Concat(hosts)
            .Concat(urls.Split(';').Select(NameOf).OfType<string>())
            .Select(Bare)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        app.Use(
            (http, next) =>
                known.Contains(Bare(http.Request.Host.Host))
                    ? next()
                    : throw AccessProblems.HostUnknown(http.Request.Host.Host).Raise()
        );
    }

    /// <summary>Whether the address means every interface, so that it names none.</summary>
    private static bool IsEvery(string host) => Bare(host) is "*" or "+" or "0.0.0.0" or "::";

    private static string? NameOf(string url)
    {
        try
        {
            var host = BindingAddress.Parse(url.Trim()).Host;
            return IsEvery(host) ? null : host;
        }
        catch (FormatException)
        {
            // The server refuses it when it starts, and says why.
            return null;
        }
    }

    private static string Bare(string host) => host.Trim('[', ']');
}
