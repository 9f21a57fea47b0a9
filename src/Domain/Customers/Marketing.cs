namespace Marketplace.Domain.Customers;

/// <summary>Whether news may be sent to a customer. Every mailing asks here, and no service notice does (S79).</summary>
public static class Marketing
{
    /// <summary>The customer asked for the news and has not refused them since, and there is a proven mailbox for them (S78, S79, S19).</summary>
    public static bool MayReceive(Customer customer) => customer is { Newsletter: true } && customer.VerifiedEmail() is not null;
}
