using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Marketplace.Application.Ports;

namespace Marketplace.Host.Tests.Auth;

public sealed record SentLetter(Guid MessageId, string To, Letter Letter)
{
    public string Code => Regex.Match(Letter.Text, "[0-9]{6}").Value;
}

/// <summary>The post office, with the letter boxes of all test persons.</summary>
public sealed class RecordingMail : IMailer
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private readonly ConcurrentQueue<SentLetter> sent = new();

    public Task SendAsync(Guid messageId, string to, Letter letter, CancellationToken cancellation)
    {
        sent.Enqueue(new SentLetter(messageId, to, letter));
        return Task.CompletedTask;
    }

    public IReadOnlyList<SentLetter> To(string address) => [.. sent.Where(letter => letter.To == address)];

    /// <summary>The letter that fits, as soon as it is there.</summary>
    public async Task<SentLetter> FirstAsync(Func<SentLetter, bool> fits)
    {
        for (var until = DateTime.UtcNow + Patience; DateTime.UtcNow < until; await Task.Delay(10))
        {
            if (sent.FirstOrDefault(fits) is { } found) return found;
        }

        throw new TimeoutException("No such letter was sent.");
    }
}
