using Marketplace.Application.Notifications;
using Marketplace.Domain.Customers;
using Marten;

namespace Marketplace.Application.Customers;

/// <summary>Deletes a challenge that is long over, and with it what the caps need not remember any more.</summary>
public sealed record ForgetCode(Guid ChallengeId);

/// <summary>Handles <see cref="ForgetCode"/>.</summary>
public static class ForgetCodeHandler
{
    /// <summary>Deletes them; a second time there is nothing to delete.</summary>
    public static void Handle(ForgetCode message, IDocumentSession session, TimeProvider clock)
    {
        var remembered = clock.GetUtcNow() - CodeTally.Memory;
        session.Delete<Challenge>(message.ChallengeId);
        session.Delete<DeliveryReport>(message.ChallengeId);
        session.DeleteWhere<CodeTally>(t => t.LastAt <= remembered && !t.Closed);
    }
}
