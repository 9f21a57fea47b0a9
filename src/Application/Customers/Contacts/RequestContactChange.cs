using JasperFx.Events;
using Marketplace.Application.Privacy;
using Marketplace.Domain;
using Marketplace.Domain.Customers;
using Marten;
using Wolverine;

namespace Marketplace.Application.Customers.Contacts;

/// <summary>Asks for another phone or e-mail: it names one of the two (S45).</summary>
public sealed record RequestContactChange(Guid CustomerId, Secret? Phone, Secret? Email);

/// <summary>The answer: one code went to the phone of now, one to the new contact; both together change it at once (S46).</summary>
public sealed record ContactChangeAnswer(
    Guid ChangeId, ContactKind Kind, Guid OldChallengeId, Guid NewChallengeId, DateTimeOffset ConfirmBy, DateTimeOffset ResendAt);

/// <summary>Handles <see cref="RequestContactChange"/>.</summary>
public static class RequestContactChangeHandler
{
    /// <summary>Notes it and sends both codes. That the new contact is somebody else's is told only to who proves it (S8).</summary>
    public static async Task<ContactChangeAnswer> Handle(
        RequestContactChange command,
        [Locked(nameof(RequestContactChange.CustomerId))] IEventStream<Customer> customer,
        IDocumentSession session,
        IMessageBus bus,
        OneTimeCodes codes,
        ContactPolicy policy,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var (state, contact, id) = (customer.Existing(CustomerErrors.SignInRequired), ContactOf(command), Guid.CreateVersion7(now));
        var change = new NewContactChange(id, contact.Kind, new Pii<string>(command.CustomerId, DatumOf(contact), contact.Value), Guid.Empty, Guid.Empty);
        ContactDecisions.Request(state, change, IsSame(state, contact), policy, now).ThrowIfRefused();

        var boundTo = id.ToString("D");
        var old = await codes.IssueToOwnerAsync(session, bus, state, ChallengePurpose.OldContact, boundTo, now, cancellation);
        var channel = contact.Kind == ContactKind.Phone ? CodeChannel.Sms : CodeChannel.Email;
        var use = new CodeUse(ChallengePurpose.NewContact, command.CustomerId, boundTo);
        var sent = await codes.IssueAsync(session, bus, use, contact, channel, null, now, cancellation);
        change = change with { OldChallengeId = old.Id, NewChallengeId = sent.Id };
        customer.Append(ContactDecisions.Request(state, change, isSame: false, policy, now));
        await bus.PublishAsync(new LapseContactChange(command.CustomerId, id), new DeliveryOptions { ScheduleDelay = policy.ProveWithin });
        return new ContactChangeAnswer(id, contact.Kind, old.Id, sent.Id, now + policy.ProveWithin, sent.ResendAt);
    }

    private static Contact ContactOf(RequestContactChange command)
    {
        if (command is { Phone: not null, Email: not null }) throw new RefusedException(CustomerErrors.OneContact);
        if (command.Email is { } address)
        {
            return Emails.TryRead(address.Reveal(), out var email) ? Contact.Of(email) : throw new RefusedException(CustomerErrors.EmailInvalid);
        }

        return Phones.TryRead(command.Phone?.Reveal(), out var phone) ? Contact.Of(phone) : throw new RefusedException(CustomerErrors.PhoneInvalid);
    }

    private static string DatumOf(Contact contact) => contact.Kind == ContactKind.Phone ? "phone" : "email";

    private static bool IsSame(Customer customer, Contact asked)
    {
        var kept = asked.Kind == ContactKind.Phone ? customer.Phone : customer.VerifiedEmail();
        return kept is not null && Contact.Of(asked.Kind, kept)?.ComparisonKey() == asked.ComparisonKey();
    }
}
