using System.Net;
using System.Net.Http;
using System.Net.Sockets;

namespace Toguna.Foundation.Messages;

/// <summary>Asks servers outside of the installation; the address is judged when it is connected to, whatever its name said before.</summary>
/// <remarks>
/// No redirects, no proxy, no cookies, nothing of ours in the headers, and a connection for each request: a server that answers twice
/// has answered nobody else. The body of an answer is not read. Thread-safe.
/// </remarks>
internal static class OutsideHttp
{
    /// <summary>Sends it.</summary>
    /// <param name="mayPrivate">It may lie on this machine or in a private network; only there without TLS.</param>
    /// <returns>The status.</returns>
    /// <exception cref="HttpRequestException">It cannot be reached.</exception>
    /// <exception cref="AddressRefusedException">It lies where nothing may be sent to.</exception>
    public static async Task<int> SendAsync(HttpRequestMessage request, bool mayPrivate, CancellationToken ct)
    {
        try
        {
            request.Headers.ConnectionClose = true;
            // A client kept for long hands one request the connection on which another was just answered.
            using var client = Client(mayPrivate);
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            return (int)answer.StatusCode;
        }
        catch (HttpRequestException e) when (e.InnerException is AddressRefusedException refused)
        {
            throw refused;
        }
    }

    private static HttpClient Client(bool mayPrivate) =>
        new(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseProxy = false,
                UseCookies = false,
                ActivityHeadersPropagator = null,
                MaxResponseHeadersLength = 16,
                ConnectCallback = (context, ct) => ConnectAsync(context, mayPrivate, ct),
            }
        )
        {
            // Each sending has its own, shorter limit.
            Timeout = TimeSpan.FromMinutes(1),
        };

    private static async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context,
        bool mayPrivate,
        CancellationToken ct
    )
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var isPlain = context.InitialRequestMessage.RequestUri!.Scheme == Uri.UriSchemeHttp;
        var allowed = (
            IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, ct)
        )
            .Where(a =>
                OutsideAddress.KindOf(a) switch
                {
                    AddressKind.Public => !isPlain,
                    AddressKind.Private => mayPrivate,
                    _ => false,
                }
            )
            .ToArray();
        if (allowed.Length == 0)
        {
            throw new AddressRefusedException();
        }
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>An address lies where nothing may be sent to; which one it was is not said.</summary>
internal sealed class AddressRefusedException() : Exception("The address lies where nothing may be sent to.");
