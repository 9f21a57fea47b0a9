using JasperFx.Events;
using Marketplace.Application.Customers;
using Marketplace.Application.Idempotency;
using Marketplace.Application.Privacy;
using Marketplace.Application.Wallets;
using Marketplace.Domain.BonusCards;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Values;
using Marketplace.Domain.Wallets;
using Marten;

namespace Marketplace.Application.BonusCards;

/// <summary>Applies for a bonus card, which is issued at once and free of charge (S54, S56–S58).</summary>
/// <param name="CustomerId">Who applies.</param>
/// <param name="DocumentId">What the identity is kept as; the same request always has the same.</param>
/// <param name="Consent">The version of the consent to the processing of personal data that is agreed to (S57).</param>
/// <param name="Applicant">Who that is; prints nothing.</param>
/// <param name="Key">The request.</param>
public sealed record ApplyForBonusCard(Guid CustomerId, Guid DocumentId, string? Consent, Applicant Applicant, RequestKey? Key) : OfCustomer(CustomerId);

/// <summary>The answer to an application.</summary>
public sealed record IssuedAnswer(Guid BonusCardId);

/// <summary>Handles <see cref="ApplyForBonusCard"/>.</summary>
public static class ApplyForBonusCardHandler
{
    /// <summary>Issues the card once, together with the consent that it rests on (S57).</summary>
    public static async Task<IssuedAnswer> Handle(
        ApplyForBonusCard command,
        [Locked(nameof(ApplyForBonusCard.WalletId))] IEventStream<Wallet> wallet,
        [Locked(nameof(ApplyForBonusCard.CustomerId))] IEventStream<Customer> customer,
        [Loaded(nameof(ApplyForBonusCard.BonusCardId))] IEventStream<BonusCard> card,
        IDocumentSession session,
        PersonalDataConsentText consent,
        HeldIdentities identities,
        IdentityDocuments documents,
        BonusCardPolicy policy,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        wallet.RefuseClosed();
        var now = clock.GetUtcNow();
        var owner = customer.Existing(CustomerErrors.Unknown);
        if (Entitlements.Refuse(owner, AccountAction.ApplyForBonusCard, now) is { } refused) throw new RefusedException(refused);
        customer.Append(ConsentDecisions.GivePersonalData(owner, command.Consent, consent.Version, now));
        var issued = BonusCardDecisions.Issue(card.Aggregate, command.BonusCardId, command.CustomerId, command.DocumentId, now);
        issued.ThrowIfRefused();
        var applicant = CardHolder.Check(command.Applicant, MoscowTime.DateOf(now), policy);
        if (applicant.IsRefused) throw new RefusedException(applicant.Rejection);
        await identities.HoldAsync(session, applicant.Value.Passport, command.CustomerId, now, cancellation);
        card.Append(issued);
        // Last, because the vault is another database: when the commit fails, what stays there is unreadable but with the
        // customer's key, and is replaced by the next application.
        await documents.KeepAsync(command.CustomerId, command.DocumentId, Document(applicant.Value), cancellation);
        return session.Answered(command.Key, new IssuedAnswer(command.BonusCardId), now);
    }

    private static IdentityDocument Document(CardHolder holder) => new(
        holder.Surname, holder.Name, holder.Patronymic, holder.BirthDate,
        holder.Passport.Series, holder.Passport.Number, holder.Inn?.Value, holder.Snils?.Value);
}
