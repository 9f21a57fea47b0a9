using Marketplace.Domain;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Values;
using Marten;

namespace Marketplace.Application.Support;

/// <summary>The contacts of a customer as support may see them, to know again who is calling: masks, and nothing else (S101).</summary>
public sealed record MaskedContacts(string? Phone, string? Email)
{
    internal static MaskedContacts Of(Customer customer) => new(
        PhoneNumber.TryCreate(customer.Phone.Value, out var phone) ? phone.ToString() : null,
        EmailAddress.TryCreate(customer.VerifiedEmail()?.Value, out var email) ? email.ToString() : null);
}

/// <summary>Records looks on the stream of the customer whom they concern, in the transaction that they are answered after.</summary>
internal static class SupportLooks
{
    /// <summary>Records it, and tells whom the agent is dealing with.</summary>
    /// <exception cref="RefusedException">There is no such customer.</exception>
    public static async Task<MaskedContacts> RecordAsync(
        this IDocumentSession session,
        Guid customerId,
        SupportTopic topic,
        Guid? orderId,
        string agentId,
        string reason,
        Rejection unknown,
        DateTimeOffset now,
        CancellationToken cancellation)
    {
        var stream = await session.Events.FetchForExclusiveWriting<Customer>(customerId, cancellation);
        var customer = stream.Existing(unknown);
        var look = new SupportLook(Guid.CreateVersion7(now), topic, orderId, agentId, new Pii<string>(customerId, "support-reason", reason));
        stream.Append(SupportViewDecisions.View(customer, look, now));
        return MaskedContacts.Of(customer);
    }
}
