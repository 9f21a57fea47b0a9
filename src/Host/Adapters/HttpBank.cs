using Marketplace.Application.Ports;

namespace Marketplace.Host.Adapters;

/// <summary>The bank over HTTP.</summary>
public sealed class HttpBank(ProviderChannel channel) : IBank
{
    /// <inheritdoc />
    public Task<PayoutAnswer> SendAsync(string payoutReference, long amount, PayoutRequisites requisites, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(amount);
        return AskAsync(new SendPayout(payoutReference, amount, requisites.Bic, requisites.Account, requisites.Recipient), cancellation);
    }

    /// <inheritdoc />
    public Task<PayoutAnswer> InquireAsync(string payoutReference, CancellationToken cancellation) =>
        AskAsync(new InquirePayout(payoutReference), cancellation);

    private async Task<PayoutAnswer> AskAsync(BankRequest request, CancellationToken cancellation)
    {
        var reply = await channel.AskAsync<BankRequest, BankReply>(ProviderNames.Bank, "operations", request, cancellation);
        return reply?.Outcome switch
        {
            PayoutOutcome.Rejected => new(PayoutOutcome.Rejected, ProviderWords.Reason(reply.Reason)),
            { } known => new(known),
            null => new(PayoutOutcome.Unknown),
        };
    }
}
