using JasperFx.Events;
using Marketplace.Domain;
using Marketplace.Domain.BonusCards;
using Marketplace.Domain.Customers;

namespace Marketplace.Application.Customers;

/// <summary>The customer takes the consent to the processing of personal data back (S57).</summary>
public sealed record RevokePersonalDataConsent(Guid CustomerId)
{
    /// <summary>The card that rests on the consent.</summary>
    public Guid BonusCardId => AccountIds.BonusCardId(CustomerId);
}

/// <summary>Handles <see cref="RevokePersonalDataConsent"/>.</summary>
public static class RevokePersonalDataConsentHandler
{
    /// <summary>Issuing a card locks the customer first as well, so that no card appears behind the back of this.</summary>
    public static void Handle(
        RevokePersonalDataConsent command,
        [Locked(nameof(RevokePersonalDataConsent.CustomerId))] IEventStream<Customer> customer,
        [Loaded(nameof(RevokePersonalDataConsent.BonusCardId))] IEventStream<BonusCard> card,
        TimeProvider clock) =>
        customer.Append(ConsentDecisions.RevokePersonalData(customer.Existing(CustomerErrors.Unknown), card.Aggregate is { Status: not BonusCardStatus.Closed }, clock.GetUtcNow()));
}
