using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Toguna.Tests.Foundation.Messages;

/// <summary>A request as it came over the wire.</summary>
public sealed record WireRequest(string Line, IReadOnlyDictionary<string, string> Headers, string Body);

/// <summary>A server outside, on a real socket of this machine: each connection is answered as the next of <see cref="Answers"/> says, then with 200.</summary>
public sealed class FakeGateway : IAsyncDisposable
{
    /// <summary>Takes the request and says nothing for as long as it lives.</summary>
    public const string Never = "never";

    /// <summary>Says yes, and then no on the same connection.</summary>
    public const string Twice = "twice";

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource end = new();
    private readonly Task loop;
    private readonly Lock gate = new();
    private readonly List<WireRequest> requests = [];

    public FakeGateway()
    {
        listener.Start();
        loop = Task.Run(LoopAsync);
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public string Url => $"http://127.0.0.1:{Port}/send";

    /// <summary>Status codes, or one of the words above.</summary>
    public Queue<string> Answers { get; } = [];

    public IReadOnlyList<WireRequest> Requests
    {
        get
        {
            lock (gate)
            {
                return [.. requests];
            }
        }
    }

    private async Task LoopAsync()
    {
        while (!end.IsCancellationRequested)
        {
            var client = await listener.AcceptTcpClientAsync(end.Token);
            _ = Task.Run(() => AnswerAsync(client));
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using var connection = client;
        await using var stream = connection.GetStream();
        var request = await ReadAsync(stream);
        string answer;
        lock (gate)
        {
            requests.Add(request);
            answer = Answers.TryDequeue(out var next) ? next : "200";
        }
        if (answer == Never)
        {
            await Task.Delay(Timeout.Infinite, end.Token);
        }
        const string ok = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
        var words =
            answer == Twice
                ? ok + "HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n"
                : $"HTTP/1.1 {answer} Said\r\nContent-Length: 3\r\nLocation: http://127.0.0.1:{Port}/elsewhere\r\n\r\nyes";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(words), end.Token);
    }

    private static async Task<WireRequest> ReadAsync(NetworkStream stream)
    {
        var bytes = new List<byte>();
        var one = new byte[1];
        while (!(bytes.Count >= 4 && bytes[^4..] is [13, 10, 13, 10]) && await stream.ReadAsync(one) == 1)
        {
            bytes.Add(one[0]);
        }
        var lines = Encoding.UTF8.GetString([.. bytes]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = lines
            .Skip(1)
            .Select(l => l.Split(':', 2))
            .ToDictionary(h => h[0], h => h[1].Trim(), StringComparer.OrdinalIgnoreCase);
        var body = new byte[
            int.Parse(
                headers.GetValueOrDefault("Content-Length", "0"),
                System.Globalization.CultureInfo.InvariantCulture
            )
        ];
        await stream.ReadExactlyAsync(body);
        return new WireRequest(lines[0], headers, Encoding.UTF8.GetString(body));
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        listener.Stop();
        await Task.WhenAny(loop);
        end.Dispose();
    }
}

/// <summary>A mail server on a real socket: it takes mail, or refuses every mailbox with the address in its answer, as many do.</summary>
public sealed class FakeMailServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource end = new();
    private readonly Lock gate = new();
    private readonly List<string> mails = [];

    public FakeMailServer()
    {
        listener.Start();
        _ = Task.Run(LoopAsync);
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public bool Refuses { get; set; }

    /// <summary>Each with its envelope in the first lines.</summary>
    public IReadOnlyList<string> Mails
    {
        get
        {
            lock (gate)
            {
                return [.. mails];
            }
        }
    }

    private async Task LoopAsync()
    {
        while (!end.IsCancellationRequested)
        {
            var client = await listener.AcceptTcpClientAsync(end.Token);
            _ = Task.Run(() => TalkAsync(client));
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using var connection = client;
        using var reader = new StreamReader(connection.GetStream(), Encoding.ASCII);
        await using var writer = new StreamWriter(connection.GetStream(), Encoding.ASCII)
        {
            NewLine = "\r\n",
            AutoFlush = true,
        };
        var mail = new StringBuilder();
        await writer.WriteLineAsync("220 here");
        while (await reader.ReadLineAsync(end.Token) is { } line)
        {
            var refused = Refuses && line.StartsWith("RCPT", StringComparison.Ordinal);
            if (line.StartsWith("MAIL", StringComparison.Ordinal) || line.StartsWith("RCPT", StringComparison.Ordinal))
            {
                mail.AppendLine(line);
            }
            await writer.WriteLineAsync(
                refused ? $"550 no mailbox {line}"
                : line == "DATA" ? "354 go on"
                : line == "QUIT" ? "221 bye"
                : "250 ok"
            );
            if (line == "DATA")
            {
                while (await reader.ReadLineAsync(end.Token) is { } text && text != ".")
                {
                    mail.AppendLine(text);
                }
                lock (gate)
                {
                    mails.Add(mail.ToString());
                }
                await writer.WriteLineAsync("250 taken");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        listener.Stop();
        end.Dispose();
    }
}
