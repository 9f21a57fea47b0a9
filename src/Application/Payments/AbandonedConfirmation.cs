using Marketplace.Application.Ports;

namespace Marketplace.Application.Payments;

/// <summary>A card whose owner never came back from the confirmation page must not hold an order or a wallet for ever.</summary>
public static class AbandonedConfirmation
{
    /// <summary>
    /// What became of a payment. When it still waits for its owner after all our patience, it is voided first, and only the
    /// acquirer's word that it is void makes it declined: until then the owner may yet confirm it.
    /// </summary>
    public static async Task<CardAnswer> AskAfterAsync(this IAcquirer acquirer, PaymentReference reference, int tries, CancellationToken cancellation)
    {
        var answer = await acquirer.InquireAsync(reference.ToString(), cancellation);
        if (answer.Outcome != CardOutcome.ConfirmationNeeded || tries < FollowUps.PatienceWithOwner) return answer;
        var voided = await acquirer.VoidAsync(reference.ToString(), cancellation);
        return voided.Outcome == CardOutcome.Approved ? new CardAnswer(CardOutcome.Declined, DeclineReason: "not-confirmed") : answer;
    }
}
