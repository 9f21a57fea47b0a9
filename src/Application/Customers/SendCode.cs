using Marketplace.Application.Payments;
using Marketplace.Application.Ports;
using Marketplace.Domain.Customers;
using Marten;
using Wolverine.ErrorHandling;
using Wolverine.Runtime.Handlers;

namespace Marketplace.Application.Customers;

/// <summary>Hands a code over to its gateway. The message carries an id only: it is kept in a queue.</summary>
public sealed record SendCode(Guid ChallengeId);

/// <summary>Handles <see cref="SendCode"/>.</summary>
public static class SendCodeHandler
{
    /// <summary>A gateway that is down for a while delays the code; one that stays down longer than a code lives loses it.</summary>
    public static void Configure(HandlerChain chain) => chain.OnAnyException()
        .RetryWithCooldown(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1))
        .Then.ScheduleRetry(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(5));

    /// <summary>Sends it, then drops it. Nothing is locked while the gateway is being waited for.</summary>
    public static async Task Handle(
        SendCode message, IDocumentSession session, OneTimeCodes codes, CodeGateways gateways, TimeProvider clock, CancellationToken cancellation)
    {
        if (await session.LoadAsync<Challenge>(message.ChallengeId, cancellation) is not { } challenge) return;
        if (codes.MessageOf(challenge, clock.GetUtcNow()) is { } sent && await IsAwaitedAsync(challenge, session, cancellation))
        {
            await gateways.SendAsync(challenge, sent.To, sent.Code, cancellation);
        }

        await OneTimeCodes.HandOverAsync(session, challenge, cancellation);
    }

    /// <summary>
    /// Nobody registers by e-mail (S26): a letter with a code goes only to an address that some account has proven. Whoever
    /// asked has been answered long before, alike for all addresses.
    /// </summary>
    private static async Task<bool> IsAwaitedAsync(Challenge challenge, IQuerySession session, CancellationToken cancellation) =>
        challenge is not { Channel: CodeChannel.Email, Purpose: ChallengePurpose.SignIn }
        || await session.LoadAsync<ContactClaim>(challenge.ContactHash, cancellation) is { KeptForChange: null };
}

/// <summary>The three ways a code can travel.</summary>
public sealed class CodeGateways(ISmsGateway sms, ICallGateway calls, IMailer mailer)
{
    /// <summary>Sends a code the way its challenge says.</summary>
    public Task SendAsync(Challenge challenge, Contact to, string code, CancellationToken cancellation) =>
        HandOver.QuietlyAsync("code", () => CallAsync(challenge, to, code, cancellation), cancellation);

    private Task CallAsync(Challenge challenge, Contact to, string code, CancellationToken cancellation) => challenge.Channel switch
    {
        CodeChannel.Sms => sms.SendAsync(challenge.Id, to.Value, CodeText.For(challenge.Purpose, code), cancellation),
        CodeChannel.Call => calls.CallAsync(challenge.Id, to.Value, code, cancellation),
        CodeChannel.Email => mailer.SendAsync(challenge.Id, to.Value, new Letter("Код Marketplace", CodeText.Letter(challenge, code)), cancellation),
        _ => throw new ArgumentOutOfRangeException(nameof(challenge), challenge.Channel, "No gateway takes this channel."),
    };
}
