using JasperFx.Events;
using Marketplace.Application.Customers;
using Marketplace.Application.Idempotency;
using Marketplace.Domain.BonusCards;
using Marketplace.Domain.Customers;
using Marten;

namespace Marketplace.Application.BonusCards;

/// <summary>Issues a bonus card, free of charge (S54).</summary>
/// <param name="CustomerId">Who applies.</param>
/// <param name="Consent">The version of the consent to the processing of personal data that is agreed to (S57).</param>
/// <param name="Key">The request.</param>
public sealed record IssueBonusCard(Guid CustomerId, string? Consent, RequestKey? Key) : OfCustomer(CustomerId);

/// <summary>The answer to an issue.</summary>
public sealed record IssuedAnswer(Guid BonusCardId);

/// <summary>Handles <see cref="IssueBonusCard"/>.</summary>
public static class IssueBonusCardHandler
{
    /// <summary>Issues it once, together with the consent that it rests on (S57).</summary>
    public static IssuedAnswer Handle(
        IssueBonusCard command,
        [Locked(nameof(IssueBonusCard.CustomerId))] IEventStream<Customer> customer,
        [Loaded(nameof(IssueBonusCard.BonusCardId))] IEventStream<BonusCard> card,
        PersonalDataConsentText consent,
        IDocumentSession session,
        TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        var owner = customer.Existing(CustomerErrors.Unknown);
        if (Entitlements.Refuse(owner, AccountAction.ApplyForBonusCard, now) is { } refused) throw new RefusedException(refused);
        customer.Append(ConsentDecisions.GivePersonalData(owner, command.Consent, consent.Version, now));
        card.Append(BonusCardDecisions.Issue(card.Aggregate, command.BonusCardId, command.CustomerId, now));
        return session.Answered(command.Key, new IssuedAnswer(command.BonusCardId), now);
    }
}
