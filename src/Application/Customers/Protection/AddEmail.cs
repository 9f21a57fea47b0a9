using JasperFx.Events;
using Marketplace.Application.Privacy;
using Marketplace.Domain;
using Marketplace.Domain.Customers;
using Marten;

namespace Marketplace.Application.Customers.Protection;

/// <summary>Gives the account an e-mail, or asks for another letter to it; the letter has a link that proves it (S16, S17).</summary>
public sealed record AddEmail(Guid CustomerId, Secret Email);

/// <summary>The answer: how long the link works, and when another letter may be asked for.</summary>
public sealed record EmailAnswer(DateTimeOffset ExpiresAt, DateTimeOffset ResendAt);

/// <summary>Handles <see cref="AddEmail"/>.</summary>
public static class AddEmailHandler
{
    /// <summary>Notes it; the letter follows from the event. Whether the address is somebody else's is not told here (S8).</summary>
    public static EmailAnswer Handle(
        AddEmail command,
        [Locked(nameof(AddEmail.CustomerId))] IEventStream<Customer> customer,
        IDocumentSession session,
        LinkTokens links,
        ProtectionPolicy policy,
        TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        var state = customer.Existing(CustomerErrors.SignInRequired);
        if (!Emails.TryRead(command.Email.Reveal(), out var email)) throw new RefusedException(CustomerErrors.EmailInvalid);
        var (emailId, linkId) = (Guid.CreateVersion7(now), Guid.CreateVersion7(now));
        var decision = ProtectionDecisions.AddEmail(
            state, new Pii<string>(command.CustomerId, "email", email.Value), IsSame(state, Contact.Of(email)), emailId, linkId, policy, now);
        customer.Append(decision);
        var link = decision.Events.OfType<EmailVerificationRequested>().Single();
        links.Open(session, LinkPurpose.EmailProof, command.CustomerId, linkId, link.EmailId, now);
        return new EmailAnswer(link.ExpiresAt, now + policy.ResendLinkAfter);
    }

    private static bool IsSame(Customer customer, Contact asked) =>
        customer.Email is { } email && Contact.Of(ContactKind.Email, email.Address)?.ComparisonKey() == asked.ComparisonKey();
}
