using System.Net;
using System.Text.RegularExpressions;

namespace Toguna.Benchmarks;

/// <summary>Somebody who signed in to the program under measurement, as a browser does.</summary>
internal static partial class SignedIn
{
    /// <summary>Waits for a server that is starting, and where so many sign in that it asks for patience.</summary>
    public static async Task<HttpClient> AsAsync(int port, string name, string password)
    {
        var client = new HttpClient(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = true,
                MaxConnectionsPerServer = 64,
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

    /// <summary>What a form of the page has to carry.</summary>
    public static string TokenOf(string page) => Token().Match(page).Groups[1].Value;

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
