using System.Security.Cryptography;
using System.Text;
using Marketplace.Application.Privacy;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Values;

namespace Marketplace.Application.Customers;

/// <summary>What of a challenge may be stored: keyed hashes, and the destination and the code sealed until they are needed no more.</summary>
internal sealed class ChallengeKeeping(KeyedHash hashes, Sealer sealer, CodePolicy policy)
{
    private const string Digits = "0123456789";

    /// <summary>A new challenge with a code that nobody can guess.</summary>
    public Challenge New(CodeUse use, PhoneNumber to, DateTimeOffset now)
    {
        var (id, contact, binding) = (Guid.CreateVersion7(now), ContactOf(to), BindingOf(use));
        var code = RandomNumberGenerator.GetString(Digits, policy.Digits);
        return new Challenge(
            id, use.Purpose, CodeChannel.Sms, contact, HashOf(id, use.Purpose, contact, binding, code), binding, use.CustomerId,
            now, now + policy.Life, now + policy.ResendAfter, policy.Tries, Seal(id, "contact", to.Value), Seal(id, "code", code));
    }

    /// <summary>Whether that is the code, in a time that does not tell how much of it is right.</summary>
    public bool IsCodeOf(Challenge challenge, Secret code)
    {
        var given = HashOf(challenge.Id, challenge.Purpose, challenge.ContactHash, challenge.Binding, code.Reveal().Trim());
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(given), Encoding.ASCII.GetBytes(challenge.CodeHash));
    }

    /// <summary>The key of a contact, the same as that of the claim on it.</summary>
    public string ContactOf(PhoneNumber phone) => ContactClaim.IdOf(phone, hashes);

    /// <summary>The key of an internet address.</summary>
    public string AddressOf(Secret address) => $"address:{hashes.Of("address", address.Reveal())}";

    /// <summary>The hash of the deed; null when there is none.</summary>
    public string? BindingOf(CodeUse use) =>
        use is { CustomerId: null, BoundTo: null } ? null : hashes.Of("code-binding", $"{use.CustomerId:D}|{use.BoundTo}");

    /// <summary>Where the code goes.</summary>
    public PhoneNumber DestinationOf(Challenge challenge) =>
        PhoneNumber.TryCreate(Open(challenge.Id, "contact", challenge.SealedContact!), out var phone)
            ? phone
            : throw new InvalidDataException("A challenge keeps something that is no phone number.");

    /// <summary>What the message says.</summary>
    public string TextOf(Challenge challenge) => CodeText.For(challenge.Purpose, Open(challenge.Id, "code", challenge.SealedCode!));

    private string HashOf(Guid challengeId, ChallengePurpose purpose, string contact, string? binding, string code) =>
        hashes.Of("code", $"{challengeId:D}|{purpose}|{contact}|{binding}|{code}");

    private string Seal(Guid challengeId, string what, string value) => Convert.ToBase64String(sealer.Seal($"challenge:{challengeId:D}:{what}", value));

    private string Open(Guid challengeId, string what, string value) => sealer.Open($"challenge:{challengeId:D}:{what}", Convert.FromBase64String(value));
}
