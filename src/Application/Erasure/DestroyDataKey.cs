using Marketplace.Application.Privacy;
using Marketplace.Domain.Customers;
using Marten;
using Wolverine;

namespace Marketplace.Application.Erasure;

/// <summary>Destroys the key of an erased customer: what is left of personal data, in events, documents and their backups, is unreadable from then on.</summary>
public sealed record DestroyDataKey(Guid CustomerId);

/// <summary>Handles <see cref="DestroyDataKey"/>.</summary>
public static class DestroyDataKeyHandler
{
    /// <summary>Destroys it; the vault tells every host in the same transaction. Of a customer who is not erased nothing is destroyed.</summary>
    public static async Task<OutgoingMessages> Handle(
        DestroyDataKey message, IQuerySession session, IDataKeys keys, IdentityDocuments documents, CancellationToken cancellation)
    {
        if (await session.LoadAsync<Customer>(message.CustomerId, cancellation) is not { IsErased: true }) return [];
        await keys.DestroyAsync(message.CustomerId, cancellation);
        // After the key: without it no new document can be kept, so that none comes in behind the back of this.
        await documents.DeleteOfSubjectAsync(message.CustomerId, cancellation);
        return [new RemoveTraces(message.CustomerId)];
    }
}
