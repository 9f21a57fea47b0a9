namespace Marketplace.Domain.Customers;

/// <summary>What a code is for; a code for one purpose opens no other (S35).</summary>
public enum ChallengePurpose
{
    /// <summary>Registering or signing in (S6).</summary>
    SignIn,

    /// <summary>Confirming that money may leave the wallet (S90).</summary>
    Withdrawal,

    /// <summary>Activating the account (S15).</summary>
    Activation,

    /// <summary>Proving the phone of now before a contact changes (S46).</summary>
    OldContact,

    /// <summary>Proving the contact that is to come (S46).</summary>
    NewContact,

    /// <summary>Proving the e-mail of an account whose phone is lost (S50).</summary>
    Recovery,

    /// <summary>Proving the new phone of a recovered account (S51).</summary>
    RecoveryPhone,

    /// <summary>Deleting the account (S99).</summary>
    Deletion,
}

/// <summary>How a code travels (S21).</summary>
public enum CodeChannel
{
    /// <summary>A text message.</summary>
    Sms,

    /// <summary>A call: the code is the last four digits of the number that calls (S22).</summary>
    Call,

    /// <summary>A letter (S24).</summary>
    Email,
}

/// <summary>
/// A one-time code that was sent and may be answered. Neither the code nor the contact is here in clear: hashes are keyed,
/// and what has yet to be delivered is sealed.
/// </summary>
/// <param name="Id">The challenge; whoever answers names it.</param>
/// <param name="Purpose">What the code is for.</param>
/// <param name="Channel">How it was sent.</param>
/// <param name="ContactHash">A keyed hash of where it was sent.</param>
/// <param name="CodeHash">A keyed hash of the code together with all that it is bound to.</param>
/// <param name="Binding">A keyed hash of the deed that the code confirms (amount and requisites), or null for a sign-in.</param>
/// <param name="CustomerId">Whose deed it is, when that is known.</param>
/// <param name="IssuedAt">When the code was made.</param>
/// <param name="ExpiresAt">From this moment it opens nothing.</param>
/// <param name="ResendAt">From this moment another may be asked for.</param>
/// <param name="MaxAttempts">How often it may be compared.</param>
/// <param name="SealedContact">Where it goes, sealed; null once the code has been used.</param>
/// <param name="SealedCode">The code, sealed; null once it has been handed to the gateway.</param>
public sealed record Challenge(
    Guid Id,
    ChallengePurpose Purpose,
    CodeChannel Channel,
    string ContactHash,
    string CodeHash,
    string? Binding,
    Guid? CustomerId,
    DateTimeOffset IssuedAt,
    DateTimeOffset ExpiresAt,
    DateTimeOffset ResendAt,
    int MaxAttempts,
    string? SealedContact,
    string? SealedCode)
{
    /// <summary>How often it has been compared; counted before each comparison.</summary>
    public int Attempts { get; init; }

    /// <summary>Whether it has done its work.</summary>
    public bool Consumed { get; init; }

    /// <summary>Whether a newer code of the same purpose has taken its place.</summary>
    public bool Superseded { get; init; }

    /// <summary>The row's revision; a writer that read an older one is refused.</summary>
    public int Revision { get; set; }
}
