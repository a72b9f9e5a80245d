using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Toguna.Benchmarks;

/// <summary>Somebody who signed in to the program under measurement, as a browser does.</summary>
internal static partial class SignedIn
{
    /// <summary>Waits for a server that is starting, and where so many sign in that it asks for patience.</summary>
    /// <param name="from">Address of one's own, 127.x.y.z: so many may sign in from each in a minute. Null: the usual one.</param>
    public static async Task<HttpClient> AsAsync(int port, string name, string password, IPAddress? from = null)
    {
        var client = new HttpClient(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = true,
                MaxConnectionsPerServer = 64,
                ConnectCallback = from is null ? null : (context, ct) => ConnectAsync(from, context.DnsEndPoint, ct),
            }
        )
        {
            BaseAddress = new Uri($"http://127.0.0.1:{port}"),
            Timeout = TimeSpan.FromMinutes(2),
        };
        for (var tries = 0; ; tries++)
        {
            try
            {
                var page = await client.GetStringAsync("/sign-in");
                using var answer = await client.PostAsync(
                    "/sign-in",
                    new FormUrlEncodedContent(
                        new Dictionary<string, string>
                        {
                            ["name"] = name,
                            ["password"] = password,
                            ["__RequestVerificationToken"] = TokenOf(page),
                        }
                    )
                );
                if (answer.StatusCode == HttpStatusCode.Redirect)
                {
                    return client;
                }
                if (answer.StatusCode != HttpStatusCode.TooManyRequests)
                {
                    throw new InvalidOperationException($"Sign-in answers {answer.StatusCode}");
                }
            }
            catch (HttpRequestException) when (tries < 300)
            {
                // Not up yet.
            }
            await Task.Delay(tries < 100 ? 100 : 1000);
        }
    }

    private static async ValueTask<Stream> ConnectAsync(IPAddress from, DnsEndPoint to, CancellationToken ct)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Bind(new IPEndPoint(from, 0));
        await socket.ConnectAsync(to.Host, to.Port, ct);
        return new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>What a form of the page has to carry.</summary>
    public static string TokenOf(string page) => Token().Match(page).Groups[1].Value;

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
