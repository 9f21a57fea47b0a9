namespace Marketplace.Domain.Customers;

/// <summary>What somebody of support looked at, and why.</summary>
/// <param name="ViewId">This look.</param>
/// <param name="Topic">One of the four topics (S101).</param>
/// <param name="OrderId">The order, when it was about one.</param>
/// <param name="AgentId">Who looked.</param>
/// <param name="Reason">Why, in the agent's words.</param>
public sealed record SupportLook(Guid ViewId, SupportTopic Topic, Guid? OrderId, string AgentId, Pii<string> Reason);

/// <summary>Writes down on the customer's own stream that support looked (S101, S103).</summary>
public static class SupportViewDecisions
{
    /// <summary>Always to be written; nothing refuses it here.</summary>
    public static Decision<CustomerEvent> View(Customer customer, SupportLook look, DateTimeOffset now) =>
        new SupportViewed(customer.Id, look.ViewId, look.Topic, look.OrderId, look.AgentId, look.Reason, now);
}
