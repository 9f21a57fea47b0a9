using Marketplace.Application.Privacy;
using Marketplace.Domain.Customers;
using Marten;
using Wolverine;

namespace Marketplace.Application.Customers;

/// <summary>Asks for a code to sign in or to register; which of the two nobody knows yet (S6). It names a phone or an e-mail, not both.</summary>
/// <param name="Phone">The number, in any spelling.</param>
/// <param name="Email">The e-mail; it signs in and never registers (S26).</param>
/// <param name="Channel">How the code should travel (<c>sms</c>, <c>call</c>, <c>email</c>); null leaves it to us (S21).</param>
/// <param name="Address">The internet address that asks; null when its caps do not apply.</param>
public sealed record AskForCode(Secret? Phone, Secret? Email, string? Channel, Secret? Address);

/// <summary>The answer, alike for known and unknown contacts.</summary>
public sealed record CodeAsked(Guid ChallengeId, CodeChannel Channel, DateTimeOffset ExpiresAt, DateTimeOffset ResendAt);

/// <summary>Handles <see cref="AskForCode"/>.</summary>
public static class AskForCodeHandler
{
    /// <summary>Sends the code. No account is looked up, so the work is the same for every contact.</summary>
    public static async Task<CodeAsked> Handle(
        AskForCode command, IDocumentSession session, IMessageBus bus, OneTimeCodes codes, TimeProvider clock, CancellationToken cancellation)
    {
        var contact = ContactOf(command);
        var wish = WishOf(command.Channel, contact.Kind);
        var challenge = await codes.IssueForSignInAsync(session, bus, contact, wish, command.Address, clock.GetUtcNow(), cancellation);
        return new CodeAsked(challenge.Id, challenge.Channel, challenge.ExpiresAt, challenge.ResendAt);
    }

    private static Contact ContactOf(AskForCode command)
    {
        if (command is { Phone: not null, Email: not null }) throw new RefusedException(CustomerErrors.OneContact);
        if (command.Email is { } address)
        {
            return Emails.TryRead(address.Reveal(), out var email) ? Contact.Of(email) : throw new RefusedException(CustomerErrors.EmailInvalid);
        }

        return Phones.TryRead(command.Phone?.Reveal(), out var phone) ? Contact.Of(phone) : throw new RefusedException(CustomerErrors.PhoneInvalid);
    }

    private static CodeChannel? WishOf(string? channel, ContactKind kind) => (channel, kind) switch
    {
        (null, _) => null,
        ("sms", ContactKind.Phone) => CodeChannel.Sms,
        ("call", ContactKind.Phone) => CodeChannel.Call,
        ("email", ContactKind.Email) => CodeChannel.Email,
        _ => throw new RefusedException(CustomerErrors.ChannelUnavailable),
    };
}
