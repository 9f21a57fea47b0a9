using System.Collections.Concurrent;
using Marketplace.Application.Ports;

namespace Marketplace.Application.Tests;

/// <summary>An acquirer that keeps its own books, idempotent by reference like a real one; a token says how a card behaves.</summary>
public sealed class LoopbackAcquirer : IAcquirer
{
    private readonly ConcurrentDictionary<string, (long Amount, string Token)> payments = new();
    private readonly ConcurrentDictionary<string, long> captured = new();
    private readonly ConcurrentDictionary<string, long> refunded = new();
    private readonly ConcurrentDictionary<string, byte> voided = new();

    private readonly ConcurrentDictionary<string, byte> confirmed = new();

    /// <summary>The owner confirms on the acquirer's page; the acquirer's word of it is lost.</summary>
    public void ConfirmInSilence(string reference) => confirmed.TryAdd(reference, 0);

    /// <summary>A card that is authorised, and of which the acquirer says nothing more, whatever it is asked to do with it.</summary>
    public const string SilentLater = "tok_silent_later";

    /// <summary>All that was taken from cards and not given back, in kopecks.</summary>
    public long Taken => captured.Values.Sum() - refunded.Values.Sum();

    private readonly ConcurrentDictionary<string, int> asked = new();
    private readonly ConcurrentDictionary<string, byte> silent = new();

    /// <summary>From now on no answer about captures, voids and refunds of that payment arrives; what was asked for is done all the same.</summary>
    public void FallSilent(string reference) => silent.TryAdd(reference, 0);

    /// <summary>Answers arrive again.</summary>
    public void SpeakAgain(string reference) => silent.TryRemove(reference, out _);

    /// <summary>What happens elsewhere while a capture, void or refund of the payment with that reference is under way.</summary>
    public Func<string, Task>? Meanwhile { get; set; }

    /// <summary>How often a capture, void or refund of that payment was asked for.</summary>
    public int AskedFor(string reference) => asked.GetValueOrDefault(reference);

    public bool IsVoided(string reference) => voided.ContainsKey(reference);

    public Task<CardAnswer> AuthoriseAsync(string paymentReference, long amount, string cardToken, bool capture, CancellationToken cancellation)
    {
        payments.TryAdd(paymentReference, (amount, cardToken));
        if (cardToken.StartsWith("tok_ok", StringComparison.Ordinal) && capture) captured.TryAdd(paymentReference, amount);
        return Task.FromResult(payments[paymentReference].Token switch
        {
            "tok_ok" or SilentLater => new CardAnswer(CardOutcome.Approved, "4242"),
            "tok_declined" => new CardAnswer(CardOutcome.Declined, DeclineReason: "do-not-honour"),
            "tok_3ds" when IsVoided(paymentReference) => new CardAnswer(CardOutcome.Declined, DeclineReason: "not-confirmed"),
            "tok_3ds" => new CardAnswer(CardOutcome.ConfirmationNeeded),
            ['t', 'o', 'k', '_', 'o', 'k', '_', .. var whose] => new CardAnswer(CardOutcome.Approved, "4242", CardKey: whose),
            _ => new CardAnswer(CardOutcome.Unknown),
        });
    }

    public Task<CardAnswer> CaptureAsync(string paymentReference, long amount, CancellationToken cancellation)
    {
        if (IsSilentNow(paymentReference)) return Silence;
        captured.TryAdd(paymentReference, amount);
        return DoneAsync(paymentReference);
    }

    public Task<CardAnswer> VoidAsync(string paymentReference, CancellationToken cancellation)
    {
        if (IsSilentNow(paymentReference)) return Silence;
        voided.TryAdd(paymentReference, 0);
        return DoneAsync(paymentReference);
    }

    public Task<CardAnswer> RefundAsync(string paymentReference, string refundReference, long amount, CancellationToken cancellation)
    {
        if (IsSilentNow(paymentReference)) return Silence;
        refunded.TryAdd(refundReference, amount);
        return DoneAsync(paymentReference);
    }

    private async Task<CardAnswer> DoneAsync(string reference)
    {
        asked.AddOrUpdate(reference, 1, (_, times) => times + 1);
        if (Meanwhile is { } elsewhere) await elsewhere(reference);
        return new CardAnswer(silent.ContainsKey(reference) ? CardOutcome.Unknown : CardOutcome.Approved);
    }

    public Task<CardAnswer> InquireAsync(string paymentReference, CancellationToken cancellation) => Task.FromResult(
        payments.TryGetValue(paymentReference, out var asked) && asked.Token == "tok_3ds" && !confirmed.ContainsKey(paymentReference)
            ? IsVoided(paymentReference) ? new CardAnswer(CardOutcome.Declined, DeclineReason: "not-confirmed") : new CardAnswer(CardOutcome.ConfirmationNeeded)
        : payments.ContainsKey(paymentReference) ? new CardAnswer(CardOutcome.Approved, "4242") : new CardAnswer(CardOutcome.Declined, DeclineReason: "unknown-payment"));

    private static Task<CardAnswer> Silence => Task.FromResult(new CardAnswer(CardOutcome.Unknown));

    private bool IsSilentNow(string reference) => payments.TryGetValue(reference, out var asked) && asked.Token == SilentLater;
}

/// <summary>A bank that keeps its own books, idempotent by reference.</summary>
public sealed class LoopbackBank : IBank
{
    public ConcurrentDictionary<string, long> Paid { get; } = new();

    /// <summary>How often it was asked to pay.</summary>
    public ConcurrentBag<string> Asked { get; } = [];

    public Task<PayoutAnswer> SendAsync(string payoutReference, long amount, PayoutRequisites requisites, CancellationToken cancellation)
    {
        Asked.Add(payoutReference);
        // The first time the request gets lost on its way; afterwards the bank works.
        if (requisites.Account.EndsWith("0004", StringComparison.Ordinal) && Asked.Count(r => r == payoutReference) == 1) return Task.FromResult(new PayoutAnswer(PayoutOutcome.Unknown));
        if (requisites.Account.EndsWith("0002", StringComparison.Ordinal)) return Task.FromResult(new PayoutAnswer(PayoutOutcome.Rejected, "account-closed"));
        Paid.TryAdd(payoutReference, amount);
        return Task.FromResult(new PayoutAnswer(requisites.Account.EndsWith("0003", StringComparison.Ordinal) ? PayoutOutcome.Unknown : PayoutOutcome.Settled));
    }

    public Task<PayoutAnswer> InquireAsync(string payoutReference, CancellationToken cancellation) => Task.FromResult(
        Paid.ContainsKey(payoutReference) ? new PayoutAnswer(PayoutOutcome.Settled) : new PayoutAnswer(PayoutOutcome.Rejected, "unknown-payout"));
}

/// <summary>A gateway that only remembers.</summary>
public sealed class RecordingSms : ISmsGateway, ICallGateway
{
    public Task CallAsync(Guid messageId, string to, string lastDigits, CancellationToken cancellation) => SendAsync(messageId, to, lastDigits, cancellation);

    private readonly ConcurrentDictionary<Guid, (string To, string Text)> sent = new();

    public IReadOnlyList<string> TextsTo(string phone) => [.. sent.Values.Where(m => m.To == phone).Select(m => m.Text)];

    public Task SendAsync(Guid messageId, string to, string text, CancellationToken cancellation)
    {
        sent.TryAdd(messageId, (to, text));
        return Task.CompletedTask;
    }
}

/// <summary>A post office that only remembers.</summary>
public sealed class RecordingMailer : IMailer
{
    private readonly ConcurrentDictionary<Guid, (string To, Letter Letter)> sent = new();

    public IReadOnlyList<Letter> LettersTo(string address) => [.. sent.Values.Where(m => m.To == address).Select(m => m.Letter)];

    public Task SendAsync(Guid messageId, string to, Letter letter, CancellationToken cancellation)
    {
        sent.TryAdd(messageId, (to, letter));
        return Task.CompletedTask;
    }
}

/// <summary>Pages of a host that is not there.</summary>
public sealed class LoopbackLinks : IPublicLinks
{
    public Task<Uri> ConfirmEmailAsync(string token, CancellationToken cancellation) => At("confirm-email", token);

    public Task<Uri> CancelContactChangeAsync(string token, CancellationToken cancellation) => At("cancel-contact-change", token);

    public Task<Uri> ReceiptsAsync(string token, CancellationToken cancellation) => At("receipts", token);

    private static Task<Uri> At(string page, string token) => Task.FromResult(new Uri($"https://shop.example/{page}?token={token}"));
}
