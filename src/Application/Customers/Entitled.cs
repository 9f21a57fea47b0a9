using Marketplace.Domain.Customers;
using Marten;

namespace Marketplace.Application.Customers;

/// <summary>Asks the table of entitlements for an account that a handler does not write (S9, D10).</summary>
public static class Entitled
{
    /// <summary>The account, if it may do that now.</summary>
    /// <exception cref="RefusedException">It may not; the refusal names the missing step.</exception>
    public static async Task<Customer> EntitledAsync(
        this IQuerySession session, Guid customerId, AccountAction action, DateTimeOffset now, CancellationToken cancellation)
    {
        var customer = await session.LoadAsync<Customer>(customerId, cancellation) ?? throw new RefusedException(CustomerErrors.SignInRequired);
        return Entitlements.Refuse(customer, action, now) is { } refused ? throw new RefusedException(refused) : customer;
    }
}
