using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Marketplace.Application.Ports;
using Marketplace.Tests.Shared;

namespace Marketplace.Host.Tests.Auth;

public sealed record SentSms(Guid MessageId, string To, string Text)
{
    public string Code => Regex.Match(Text, "[0-9]{4,6}").Value;
}

/// <summary>The gateway, with the phones of all test persons.</summary>
public sealed class RecordingSms : ISmsGateway, ICallGateway
{
    private readonly ConcurrentQueue<SentSms> sent = new();
    private readonly ConcurrentDictionary<string, int> outages = new();

    /// <summary>The gateway will not take the next so many messages to that number.</summary>
    public void FailNext(string to, int times) => outages[to] = times;

    public Task SendAsync(Guid messageId, string to, string text, CancellationToken cancellation)
    {
        if (outages.TryGetValue(to, out var left) && left > 0)
        {
            outages[to] = left - 1;
            throw new HttpRequestException("The gateway is away.");
        }

        sent.Enqueue(new SentSms(messageId, to, text));
        return Task.CompletedTask;
    }

    public Task CallAsync(Guid messageId, string to, string lastDigits, CancellationToken cancellation) => SendAsync(messageId, to, lastDigits, cancellation);

    public IReadOnlyList<SentSms> To(string phone) => [.. sent.Where(sms => sms.To == phone)];

    /// <summary>The message of that challenge, as soon as it is there.</summary>
    public Task<SentSms> OfAsync(Guid challengeId) =>
        Eventually.FindsAsync(() => Task.FromResult(sent.FirstOrDefault(sms => sms.MessageId == challengeId)), $"a message is sent for the challenge {challengeId}");
}
