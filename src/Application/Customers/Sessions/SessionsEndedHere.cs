using Marketplace.Domain.Customers;
using Marten;
using Marten.Services;

namespace Marketplace.Application.Customers.Sessions;

/// <summary>
/// Forgets what this process itself has ended, before the caller has the answer: who signs out here is signed out here at once.
/// The others hear of it from the database.
/// </summary>
public sealed class SessionsEndedHere(SessionCache cache) : DocumentSessionListenerBase
{
    /// <inheritdoc />
    public override Task AfterCommitAsync(IDocumentSession session, IChangeSet commit, CancellationToken token)
    {
        foreach (var happened in commit.GetEvents())
        {
            if (EndedOf(happened.Data) is { } customerId) cache.Forget(customerId);
        }

        return Task.CompletedTask;
    }

    private static Guid? EndedOf(object happened) => happened switch
    {
        SessionClosed e => e.CustomerId,
        DeletionConfirmed e => e.CustomerId,
        CustomerErased e => e.CustomerId,
        _ => null,
    };
}
