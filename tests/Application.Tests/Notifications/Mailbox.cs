using System.Collections.Concurrent;
using Marketplace.Application.Ports;
using Marketplace.Domain.Customers;

namespace Marketplace.Application.Tests.Notifications;

/// <summary>What reached a contact: one message an id, and how often each was handed over.</summary>
public sealed record Delivered(Guid Id, ContactKind Kind, string To, string Text);

/// <summary>A post office and a gateway that write down each hand-over, and may fail before or after they take one.</summary>
public sealed class Mailbox : IMailer, ISmsGateway
{
    private readonly ConcurrentQueue<Delivered> handedOver = new();
    private int away;
    private int lostAnswers;
    private int toCome;
    private TaskCompletionSource allCame = new();

    /// <summary>Each hand-over that was taken, repeats too.</summary>
    public IReadOnlyList<Delivered> HandedOver => [.. handedOver];

    /// <summary>What a person sees: one message an id.</summary>
    public IReadOnlyList<Delivered> To(string contact) => [.. handedOver.Where(d => d.To == contact).DistinctBy(d => d.Id)];

    /// <summary>Takes nothing the next so many times.</summary>
    public void BeAway(int times) => away = times;

    /// <summary>Takes the next so many, and fails before it says so: as if the host died in between.</summary>
    public void LoseAnswers(int times) => lostAnswers = times;

    /// <summary>Answers the next so many only once all of them are under way.</summary>
    public void AnswerTogether(int count) => (toCome, allCame) = (count, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    public Task SendAsync(Guid messageId, string to, Letter letter, CancellationToken cancellation) =>
        Take(new Delivered(messageId, ContactKind.Email, to, $"{letter.Subject}\n{letter.Text}"));

    public Task SendAsync(Guid messageId, string to, string text, CancellationToken cancellation) =>
        Take(new Delivered(messageId, ContactKind.Phone, to, text));

    private async Task Take(Delivered message)
    {
        if (Interlocked.Decrement(ref toCome) == 0) allCame.SetResult();
        if (toCome >= 0) await allCame.Task.WaitAsync(TimeSpan.FromMinutes(1));
        if (Interlocked.Decrement(ref away) >= 0) throw new HttpRequestException("away");
        handedOver.Enqueue(message);
        if (Interlocked.Decrement(ref lostAnswers) >= 0) throw new TimeoutException("no answer");
    }
}
