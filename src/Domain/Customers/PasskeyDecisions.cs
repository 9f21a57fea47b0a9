namespace Marketplace.Domain.Customers;

/// <summary>How and when the owner of the session that asks proved to be the customer.</summary>
public sealed record SignInProof(SignInMethod Method, DateTimeOffset ProvedAt);

/// <summary>How sign-in by a fingerprint or a face is switched on and off, and when it works (S30–S32). It is off until then.</summary>
public static class PasskeyDecisions
{
    /// <summary>Why this account may have no further passkey now, or null. Asked before the device is, and again before it is kept.</summary>
    public static Rejection? RefuseEnrolment(Customer customer, SignInProof proof, PasskeyPolicy policy, DateTimeOffset now)
    {
        if (Entitlements.Refuse(customer, AccountAction.EnrolPasskey, now) is { } refused) return refused;
        if (!IsFresh(proof, policy, now)) return PasskeyErrors.StepUpRequired;
        return customer.Passkeys.Count >= policy.Most ? PasskeyErrors.TooMany(policy.Most) : null;
    }

    /// <summary>Switches a passkey on (S31).</summary>
    public static Decision<CustomerEvent> Enrol(
        Customer customer, Guid passkeyId, Pii<string>? name, SignInProof proof, PasskeyPolicy policy, DateTimeOffset now)
    {
        if (customer.Passkeys.Contains(passkeyId)) return Decision<CustomerEvent>.Nothing;
        if (RefuseEnrolment(customer, proof, policy, now) is { } refused) return refused;
        return new PasskeyEnrolled(customer.Id, passkeyId, name, now);
    }

    /// <summary>Switches it off (S31). Another customer's is as unknown as none.</summary>
    public static Decision<CustomerEvent> Remove(Customer customer, Guid passkeyId, SignInProof proof, PasskeyPolicy policy, DateTimeOffset now)
    {
        if (!customer.Passkeys.Contains(passkeyId)) return PasskeyErrors.Unknown;
        if (!IsFresh(proof, policy, now)) return PasskeyErrors.StepUpRequired;
        return new PasskeyRemoved(customer.Id, passkeyId, now);
    }

    /// <summary>
    /// Whether the device's count of its signatures has gone on. One that stands still or goes back is that of a copy; devices
    /// that do not count say 0 for ever.
    /// </summary>
    public static bool CountsOn(long storedCount, long givenCount) => (storedCount, givenCount) is (0, 0) || givenCount > storedCount;

    // A passkey does not vouch for passkeys: whoever holds the device for a moment could add a key of their own.
    private static bool IsFresh(SignInProof proof, PasskeyPolicy policy, DateTimeOffset now) =>
        proof.Method != SignInMethod.Passkey && now - proof.ProvedAt <= policy.StepUp;
}
