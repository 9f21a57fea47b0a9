namespace Marketplace.Domain.Customers;

/// <summary>The numbers of passkeys (S30–S32, P16).</summary>
public sealed record PasskeyPolicy
{
    /// <summary>How many a customer may have.</summary>
    public int Most { get; init; } = 10;

    /// <summary>How old the code may be with which the session was opened that switches a passkey on or off (P16).</summary>
    public TimeSpan StepUp { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long the device has to answer what it was asked.</summary>
    public TimeSpan CeremonyLife { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How many characters the name of a passkey may have.</summary>
    public int LongestName { get; init; } = 100;
}
