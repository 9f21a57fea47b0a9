using Marketplace.Application.Ports;

namespace Marketplace.Host.Adapters;

/// <summary>The acquirer over HTTP.</summary>
public sealed class HttpAcquirer(ProviderChannel channel, CardKeys cards) : IAcquirer
{
    private static readonly CardAnswer Unknown = new(CardOutcome.Unknown);

    /// <inheritdoc />
    public Task<CardAnswer> AuthoriseAsync(string paymentReference, long amount, string cardToken, bool capture, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(amount);
        return AskAsync(new AuthorisePayment(paymentReference, amount, cardToken, capture), cancellation);
    }

    /// <inheritdoc />
    public Task<CardAnswer> CaptureAsync(string paymentReference, long amount, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(amount);
        return AskAsync(new CapturePayment(paymentReference, amount), cancellation);
    }

    /// <inheritdoc />
    public Task<CardAnswer> VoidAsync(string paymentReference, CancellationToken cancellation) =>
        AskAsync(new VoidPayment(paymentReference), cancellation);

    /// <inheritdoc />
    public Task<CardAnswer> RefundAsync(string paymentReference, string refundReference, long amount, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(amount);
        return AskAsync(new RefundPayment(paymentReference, refundReference, amount), cancellation);
    }

    /// <inheritdoc />
    public Task<CardAnswer> InquireAsync(string paymentReference, CancellationToken cancellation) =>
        AskAsync(new InquirePayment(paymentReference), cancellation);

    private async Task<CardAnswer> AskAsync(AcquirerRequest request, CancellationToken cancellation)
    {
        var reply = await channel.AskAsync<AcquirerRequest, AcquirerReply>(ProviderNames.Acquirer, "operations", request, cancellation);
        return reply is null ? Unknown : Understand(reply);
    }

    private CardAnswer Understand(AcquirerReply reply) => reply.Outcome switch
    {
        CardOutcome.Approved => new(CardOutcome.Approved, ProviderWords.LastFour(reply.LastFour), CardKey: cards.Of(reply.Fingerprint)),
        CardOutcome.Declined => new(CardOutcome.Declined, DeclineReason: ProviderWords.Reason(reply.Reason)),
        CardOutcome.ConfirmationNeeded when IsWebPage(reply.ConfirmationUrl) => new(CardOutcome.ConfirmationNeeded, ConfirmationUrl: reply.ConfirmationUrl),
        _ => Unknown,
    };

    // The customer's browser is sent there: a script or a file address is no answer.
    private static bool IsWebPage(Uri? url) => url is { IsAbsoluteUri: true, Scheme: "https" or "http" };
}
