using Marketplace.Domain.Customers;

namespace Marketplace.Application.Customers;

/// <summary>What a code opens, and nothing else (S35).</summary>
/// <param name="Purpose">The kind of deed.</param>
/// <param name="CustomerId">Whose deed; null before it is known who is there.</param>
/// <param name="BoundTo">The deed itself in one unambiguous text (id, amount, requisites); only its keyed hash is kept (S90).</param>
public sealed record CodeUse(ChallengePurpose Purpose, Guid? CustomerId = null, string? BoundTo = null)
{
    /// <summary>To sign in: who it is follows from the contact.</summary>
    public static CodeUse SignIn { get; } = new(ChallengePurpose.SignIn);

    /// <summary>Prints nothing personal.</summary>
    public override string ToString() => Purpose.ToString();
}

/// <summary>That a code was right; only <see cref="OneTimeCodes.CheckAsync"/> makes one.</summary>
public sealed class ProvenCode
{
    internal ProvenCode(Challenge challenge) =>
        (ChallengeId, Channel, ContactClaimId, LockKey) = (challenge.Id, challenge.Channel, challenge.ContactHash, OneTimeCodes.KeyOf(challenge.Purpose, challenge.ContactHash));

    /// <summary>The challenge that was answered.</summary>
    public Guid ChallengeId { get; }

    /// <summary>How its code travelled.</summary>
    public CodeChannel Channel { get; }

    /// <summary>The id of the claim on the contact that the code went to.</summary>
    public string ContactClaimId { get; }

    internal string LockKey { get; }
}
