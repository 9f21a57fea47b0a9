namespace Marketplace.Domain.Customers;

/// <summary>How an account becomes activated and protected (S10–S19, D3).</summary>
public static class ProtectionDecisions
{
    /// <summary>Saves who the customer is (S13, S44). The values have been checked by <see cref="ProfileRules"/>.</summary>
    public static Decision<CustomerEvent> SaveProfile(Customer customer, Pii<Profile> profile, DateTimeOffset now) =>
        customer.Profile == profile ? Decision<CustomerEvent>.Nothing : new ProfileSaved(customer.Id, profile, now);

    /// <summary>Names an e-mail to activate the account with; its code goes to the phone (S14, S15).</summary>
    /// <param name="customer">The account.</param>
    /// <param name="activationId">This request.</param>
    /// <param name="email">The address; it is not proven by this.</param>
    /// <param name="challengeId">The code that goes out.</param>
    /// <param name="now">The time.</param>
    public static Decision<CustomerEvent> RequestActivation(Customer customer, Guid activationId, Pii<string> email, Guid challengeId, DateTimeOffset now)
    {
        if (customer.Activated) return ProtectionErrors.AlreadyActivated;
        if (customer.Profile is null) return ProtectionErrors.ProfileMissing;
        return new ActivationRequested(customer.Id, activationId, email, challengeId, now);
    }

    /// <summary>The code came back: the account is activated, and has the e-mail that was named, unless it has a proven one (S15, D3).</summary>
    /// <param name="customer">The account.</param>
    /// <param name="emailId">The name of the e-mail at this account, if it becomes its e-mail.</param>
    /// <param name="now">The time.</param>
    public static Decision<CustomerEvent> ConfirmActivation(Customer customer, Guid emailId, DateTimeOffset now)
    {
        if (customer.Activated) return Decision<CustomerEvent>.Nothing;
        if (customer.Activation is not { } pending) return ProtectionErrors.NoActivation;
        var activated = new AccountActivated(customer.Id, pending.ActivationId, now);
        return customer.Email is { Verified: true }
            ? activated
            : Decision<CustomerEvent>.Of(activated, new EmailAdded(customer.Id, emailId, pending.Email, now));
    }

    /// <summary>
    /// Gives the account an e-mail and asks for the link that proves it (S16, S17). The same address again is another letter: its
    /// link takes the place of the older one.
    /// </summary>
    /// <param name="customer">The account.</param>
    /// <param name="email">The address.</param>
    /// <param name="isSame">Whether it is the one that the account has; the caller compares, no decision reads an address.</param>
    /// <param name="emailId">The name of the address at this account, if it is new.</param>
    /// <param name="linkId">The link.</param>
    /// <param name="policy">The numbers.</param>
    /// <param name="now">The time.</param>
    public static Decision<CustomerEvent> AddEmail(
        Customer customer, Pii<string> email, bool isSame, Guid emailId, Guid linkId, ProtectionPolicy policy, DateTimeOffset now)
    {
        if (customer.Email is { Verified: true }) return isSame ? ProtectionErrors.EmailAlreadyVerified : ProtectionErrors.EmailInUse;
        if (RoomForLetterAt(customer, policy, now) is var room && now < room) return ProtectionErrors.TooManyLetters(room);
        var known = isSame ? customer.Email : null;
        var link = new EmailVerificationRequested(customer.Id, known?.EmailId ?? emailId, linkId, now + policy.LinkLife, now);
        return known is not null ? link : Decision<CustomerEvent>.Of(new EmailAdded(customer.Id, emailId, email, now), link);
    }

    /// <summary>The link was followed: the mailbox is proven, and the account protected (S16–S18).</summary>
    /// <param name="customer">The account.</param>
    /// <param name="linkId">The link.</param>
    /// <param name="emailId">The address that the link was sent to.</param>
    /// <param name="now">The time.</param>
    public static Decision<CustomerEvent> VerifyEmail(Customer customer, Guid linkId, Guid emailId, DateTimeOffset now)
    {
        if (customer.Email is not { } email || email.EmailId != emailId) return ProtectionErrors.EmailChangedSince;
        if (email.Verified) return ProtectionErrors.LinkUsed;
        if (email.LinkId != linkId || now >= email.LinkExpiresAt) return ProtectionErrors.LinkExpired;
        var verified = new EmailVerified(customer.Id, emailId, linkId, now);
        return customer.Protected ? verified : Decision<CustomerEvent>.Of(verified, new AccountProtected(customer.Id, now));
    }

    /// <summary>The earliest moment for another letter with a link.</summary>
    private static DateTimeOffset RoomForLetterAt(Customer customer, ProtectionPolicy policy, DateTimeOffset now)
    {
        var asked = customer.LinksAskedAt.RemoveAll(at => at <= now.AddDays(-1));
        if (asked.Count == 0) return DateTimeOffset.MinValue;
        var byPause = asked[^1] + policy.ResendLinkAfter;
        return asked.Count < policy.LinksADay ? byPause : asked[^policy.LinksADay].AddDays(1);
    }
}
