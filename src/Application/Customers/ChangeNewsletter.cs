using JasperFx.Events;
using Marketplace.Domain.Customers;

namespace Marketplace.Application.Customers;

/// <summary>The customer wants the news (S78).</summary>
/// <param name="CustomerId">Who.</param>
/// <param name="Source">Where that was said, in a word.</param>
public sealed record SubscribeToNewsletter(Guid CustomerId, string Source);

/// <summary>The customer wants no news any more (S79).</summary>
/// <param name="CustomerId">Who.</param>
/// <param name="Source">Where that was said, in a word.</param>
public sealed record UnsubscribeFromNewsletter(Guid CustomerId, string Source);

/// <summary>Handles <see cref="SubscribeToNewsletter"/> and <see cref="UnsubscribeFromNewsletter"/>.</summary>
public static class ChangeNewsletterHandler
{
    /// <summary>Subscribes, once.</summary>
    public static void Handle(
        SubscribeToNewsletter command, [Locked(nameof(SubscribeToNewsletter.CustomerId))] IEventStream<Customer> customer, TimeProvider clock) =>
        customer.Append(ConsentDecisions.Subscribe(customer.Existing(CustomerErrors.Unknown), command.Source, clock.GetUtcNow()));

    /// <summary>Unsubscribes, once and at once.</summary>
    public static void Handle(
        UnsubscribeFromNewsletter command, [Locked(nameof(UnsubscribeFromNewsletter.CustomerId))] IEventStream<Customer> customer, TimeProvider clock) =>
        customer.Append(ConsentDecisions.Unsubscribe(customer.Existing(CustomerErrors.Unknown), command.Source, clock.GetUtcNow()));
}
