using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Marketplace.Application.Ports;
using Marketplace.Tests.Shared;

namespace Marketplace.Host.Tests.Auth;

public sealed record SentLetter(Guid MessageId, string To, Letter Letter)
{
    public string Code => Regex.Match(Letter.Text, "[0-9]{6}").Value;
}

/// <summary>The post office, with the letter boxes of all test persons.</summary>
public sealed class RecordingMail : IMailer
{
    private readonly ConcurrentQueue<SentLetter> sent = new();
    private readonly ConcurrentDictionary<string, int> outages = new();

    /// <summary>The post office will not take the next so many letters to that address.</summary>
    public void FailNext(string to, int times) => outages[to] = times;

    public Task SendAsync(Guid messageId, string to, Letter letter, CancellationToken cancellation)
    {
        if (outages.TryGetValue(to, out var left) && left > 0)
        {
            outages[to] = left - 1;
            throw new HttpRequestException("The post office is away.");
        }

        sent.Enqueue(new SentLetter(messageId, to, letter));
        return Task.CompletedTask;
    }

    public IReadOnlyList<SentLetter> To(string address) => [.. sent.Where(letter => letter.To == address)];

    /// <summary>The letter that fits, as soon as it is there.</summary>
    public Task<SentLetter> FirstAsync(Func<SentLetter, bool> fits) => Eventually.FindsAsync(() => Task.FromResult(sent.FirstOrDefault(fits)), "such a letter is sent");
}
