using Marketplace.Application.Ports;
using Marketplace.Domain.Customers;
using Marten;
using Wolverine.ErrorHandling;
using Wolverine.Runtime.Handlers;

namespace Marketplace.Application.Customers;

/// <summary>Hands a code over to the gateway. The message carries an id only: it is kept in a queue.</summary>
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
        SendCode message, IDocumentSession session, OneTimeCodes codes, ISmsGateway sms, TimeProvider clock, CancellationToken cancellation)
    {
        if (await session.LoadAsync<Challenge>(message.ChallengeId, cancellation) is not { } challenge) return;
        if (codes.MessageOf(challenge, clock.GetUtcNow()) is { } text) await sms.SendAsync(challenge.Id, text.To.Value, text.Text, cancellation);
        await OneTimeCodes.HandOverAsync(session, challenge, cancellation);
    }
}
