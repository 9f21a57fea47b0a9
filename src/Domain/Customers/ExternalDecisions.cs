namespace Marketplace.Domain.Customers;

/// <summary>Which identities elsewhere open an account (S27, S28). No bank card and no contact comes with one (S29).</summary>
public static class ExternalDecisions
{
    /// <summary>Lets an identity open the account, which has a verified phone since it exists (S27).</summary>
    /// <param name="customer">The account, whose owner is signed in.</param>
    /// <param name="linkedTo">Whom the identity opens already; null for nobody.</param>
    /// <param name="identity">The identity.</param>
    /// <param name="subject">What its issuer calls it.</param>
    /// <param name="now">The time.</param>
    public static Decision<CustomerEvent> Link(
        Customer customer, Guid? linkedTo, ExternalIdentity identity, Pii<string> subject, DateTimeOffset now)
    {
        if (linkedTo is { } owner && owner != customer.Id) return ExternalErrors.Taken;
        if (linkedTo is not null || customer.Identities.Contains(identity)) return Decision<CustomerEvent>.Nothing;
        return new ExternalIdentityLinked(customer.Id, identity.IdentityId, identity.Provider, subject, now);
    }
}
