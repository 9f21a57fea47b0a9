using Marketplace.Application.Privacy;
using Marketplace.Domain.Customers;
using Marten;
using Wolverine;

namespace Marketplace.Application.Customers;

/// <summary>Asks for a code to sign in or to register; which of the two nobody knows yet (S6).</summary>
/// <param name="Phone">The number, in any spelling.</param>
/// <param name="Channel">How the code should travel; null leaves it to us (S21).</param>
/// <param name="Address">The internet address that asks; null when its caps do not apply.</param>
public sealed record AskForCode(Secret Phone, string? Channel, Secret? Address);

/// <summary>The answer, alike for known and unknown numbers.</summary>
public sealed record CodeAsked(Guid ChallengeId, CodeChannel Channel, DateTimeOffset ExpiresAt, DateTimeOffset ResendAt);

/// <summary>Handles <see cref="AskForCode"/>.</summary>
public static class AskForCodeHandler
{
    private const string Sms = "sms";

    /// <summary>Sends the code. No account is looked up, so the work is the same for every number.</summary>
    public static async Task<CodeAsked> Handle(
        AskForCode command, IDocumentSession session, IMessageBus bus, OneTimeCodes codes, TimeProvider clock, CancellationToken cancellation)
    {
        if (!Phones.TryRead(command.Phone.Reveal(), out var phone)) throw new RefusedException(CustomerErrors.PhoneInvalid);
        if (command.Channel is not (null or Sms)) throw new RefusedException(CustomerErrors.ChannelUnavailable);
        var challenge = await codes.IssueAsync(session, bus, CodeUse.SignIn, phone, command.Address, clock.GetUtcNow(), cancellation);
        return new CodeAsked(challenge.Id, challenge.Channel, challenge.ExpiresAt, challenge.ResendAt);
    }
}
