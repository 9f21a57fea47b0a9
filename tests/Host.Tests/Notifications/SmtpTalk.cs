using System.Net.Sockets;
using System.Text;

namespace Marketplace.Host.Tests.Notifications;

/// <summary>A client that speaks SMTP word by word.</summary>
public sealed class SmtpTalk : IAsyncDisposable
{
    private readonly TcpClient client = new();
    private readonly StreamReader answers;
    private readonly Stream stream;

    private SmtpTalk(int port)
    {
        client.Connect("127.0.0.1", port);
        stream = client.GetStream();
        answers = new StreamReader(stream, Encoding.ASCII);
    }

    /// <summary>Connects and hears the greeting.</summary>
    public static async Task<SmtpTalk> StartAsync(int port)
    {
        var talk = new SmtpTalk(port);
        await talk.HearAsync();
        return talk;
    }

    /// <summary>Says a line and hears the last line of the answer.</summary>
    public async Task<string> SayAsync(string line)
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes(line + "\r\n"));
        return await HearAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await stream.DisposeAsync();
        client.Dispose();
    }

    private async Task<string> HearAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (await answers.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.Length < 4 || line[3] != '-') return line;
        }

        return "";
    }
}
