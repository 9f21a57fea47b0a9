namespace Marketplace.Domain.Customers;

/// <summary>How activation and the proof of the e-mail change an account (S10–S19).</summary>
internal static class CustomerProtection
{
    public static Customer Evolve(Customer customer, CustomerEvent happened) => happened switch
    {
        ActivationRequested e => customer with { Activation = new PendingActivation(e.ActivationId, e.Email, e.ChallengeId) },
        AccountActivated => customer with { Activated = true, Activation = null },
        EmailAdded e => customer with { Email = new AccountEmail(e.EmailId, e.Email, false, null, null) },
        EmailVerificationRequested e when customer.Email is { } email && email.EmailId == e.EmailId =>
            customer with
            {
                Email = email with { LinkId = e.LinkId, LinkExpiresAt = e.ExpiresAt },
                LinksAskedAt = [.. customer.LinksAskedAt.Where(at => at > e.RequestedAt.AddDays(-1)), e.RequestedAt],
            },
        EmailVerified e when customer.Email is { } email && email.EmailId == e.EmailId =>
            customer with { Email = email with { Verified = true, LinkId = e.LinkId } },
        AccountProtected => customer with { Protected = true },
        _ => customer,
    };
}
