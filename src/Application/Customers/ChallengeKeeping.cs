using System.Security.Cryptography;
using System.Text;
using Marketplace.Application.Privacy;
using Marketplace.Domain.Customers;

namespace Marketplace.Application.Customers;

/// <summary>What of a challenge may be stored: keyed hashes, and the destination and the code sealed until they are needed no more.</summary>
internal sealed class ChallengeKeeping(KeyedHash hashes, Sealer sealer, CodePolicy policy)
{
    private const string Digits = "0123456789";

    /// <summary>A new challenge with a code that nobody can guess.</summary>
    public Challenge New(CodeUse use, Contact to, CodeChannel channel, DateTimeOffset now)
    {
        var (id, contact, binding, form) = (Guid.CreateVersion7(now), ContactOf(to), BindingOf(use), policy.Of(channel));
        var code = RandomNumberGenerator.GetString(Digits, form.Digits);
        return new Challenge(
            id, use.Purpose, channel, contact, HashOf(id, use.Purpose, contact, binding, code), binding, use.CustomerId,
            now, now + form.Life, now + policy.ResendAfter, form.Tries, Seal(id, "contact", to.Value), Seal(id, "code", code));
    }

    /// <summary>Whether that is the code, in a time that does not tell how much of it is right.</summary>
    public bool IsCodeOf(Challenge challenge, Secret code)
    {
        var given = HashOf(challenge.Id, challenge.Purpose, challenge.ContactHash, challenge.Binding, code.Reveal().Trim());
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(given), Encoding.ASCII.GetBytes(challenge.CodeHash));
    }

    /// <summary>The key of a contact, the same as that of the claim on it.</summary>
    public string ContactOf(Contact contact) => ContactClaim.IdOf(contact, hashes);

    /// <summary>The key of an internet address.</summary>
    public string AddressOf(Secret address) => $"address:{hashes.Of("address", address.Reveal())}";

    /// <summary>The hash of the deed; null when there is none.</summary>
    public string? BindingOf(CodeUse use) =>
        use is { CustomerId: null, BoundTo: null } ? null : hashes.Of("code-binding", $"{use.CustomerId:D}|{use.BoundTo}");

    /// <summary>Where the code goes.</summary>
    public Contact DestinationOf(Challenge challenge) => new(
        challenge.Channel == CodeChannel.Email ? ContactKind.Email : ContactKind.Phone, Open(challenge.Id, "contact", challenge.SealedContact!));

    /// <summary>The code, for its message.</summary>
    public string CodeOf(Challenge challenge) => Open(challenge.Id, "code", challenge.SealedCode!);

    private string HashOf(Guid challengeId, ChallengePurpose purpose, string contact, string? binding, string code) =>
        hashes.Of("code", $"{challengeId:D}|{purpose}|{contact}|{binding}|{code}");

    private string Seal(Guid challengeId, string what, string value) => Convert.ToBase64String(sealer.Seal($"challenge:{challengeId:D}:{what}", value));

    private string Open(Guid challengeId, string what, string value) => sealer.Open($"challenge:{challengeId:D}:{what}", Convert.FromBase64String(value));
}
