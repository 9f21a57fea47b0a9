namespace Marketplace.Domain.Customers;

/// <summary>What may be done with a one-time code (S35, D12, X22).</summary>
public static class ChallengeDecisions
{
    /// <summary>Why the code may not be compared now, or null: the comparison must then be counted before it is made.</summary>
    /// <param name="challenge">The challenge, if there is one of that id.</param>
    /// <param name="purpose">What the caller wants to open.</param>
    /// <param name="binding">The hash of the caller's deed.</param>
    /// <param name="now">The time.</param>
    public static Rejection? RefuseComparison(Challenge? challenge, ChallengePurpose purpose, string? binding, DateTimeOffset now)
    {
        if (challenge is null || challenge.Purpose != purpose || challenge.Binding != binding) return ChallengeErrors.Unknown;
        if (RefuseUse(challenge) is { } ended) return ended;
        if (now >= challenge.ExpiresAt) return ChallengeErrors.Expired;
        if (challenge.Attempts < challenge.MaxAttempts) return null;
        return ChallengeErrors.AttemptsExhausted(now < challenge.ResendAt ? challenge.ResendAt : null);
    }

    /// <summary>One comparison more.</summary>
    public static Challenge Count(Challenge challenge) => challenge with { Attempts = challenge.Attempts + 1 };

    /// <summary>
    /// Why a code that was found right may not be used, or null. Its age does not matter any more: it was young enough when
    /// it was compared.
    /// </summary>
    public static Rejection? RefuseUse(Challenge challenge)
    {
        if (challenge.Consumed) return ChallengeErrors.Used;
        return challenge.Superseded ? ChallengeErrors.Expired : null;
    }

    /// <summary>The code has done its work; where it went need not be known any more.</summary>
    public static Challenge Consume(Challenge challenge) => challenge with { Consumed = true, SealedContact = null, SealedCode = null };

    /// <summary>A newer code takes its place; one that was used stays used (S35).</summary>
    public static Challenge Supersede(Challenge challenge) =>
        challenge.Consumed ? challenge : challenge with { Superseded = true, SealedContact = null, SealedCode = null };

    /// <summary>The gateway has taken the code.</summary>
    public static Challenge HandOver(Challenge challenge) => challenge with { SealedCode = null };

    /// <summary>Whether the code is still worth sending.</summary>
    public static bool IsToBeSent(Challenge challenge, DateTimeOffset now) =>
        challenge is { SealedCode: not null, SealedContact: not null, Consumed: false, Superseded: false } && now < challenge.ExpiresAt;
}
