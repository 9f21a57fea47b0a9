using JasperFx.Events;
using Marketplace.Application.Privacy;
using Marketplace.Domain;
using Marketplace.Domain.Customers;
using Marten;
using Wolverine;

namespace Marketplace.Application.Customers.Deletion;

/// <summary>Asks for the account's deletion; a code goes to the contact that the customer chooses (S94, S98, S99).</summary>
/// <param name="CustomerId">Who asks.</param>
/// <param name="Reason">Why; it must be said.</param>
/// <param name="Comment">More about it.</param>
/// <param name="Channel">Where the code goes: the phone or the verified e-mail of the account.</param>
public sealed record RequestDeletion(Guid CustomerId, DeletionReason? Reason, Secret? Comment, ContactKind Channel);

/// <summary>The answer: which code confirms it.</summary>
public sealed record DeletionAnswer(Guid DeletionId, Guid ChallengeId, CodeChannel Channel, DateTimeOffset ExpiresAt, DateTimeOffset ResendAt);

/// <summary>Handles <see cref="RequestDeletion"/>.</summary>
public static class RequestDeletionHandler
{
    /// <summary>Notes it and sends the code, both or neither. What is in the way is asked again when the code comes.</summary>
    public static async Task<DeletionAnswer> Handle(
        RequestDeletion command,
        [Locked(nameof(RequestDeletion.CustomerId))] IEventStream<Customer> customer,
        IDocumentSession session,
        IMessageBus bus,
        OneTimeCodes codes,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var state = customer.Existing(CustomerErrors.SignInRequired);
        var standing = await DeletionStandings.OfAsync(session, command.CustomerId, cancellation);
        var asked = new NewDeletion(Guid.CreateVersion7(now), command.Reason, CommentOf(command), command.Channel, Guid.Empty);
        DeletionDecisions.Request(state, asked, standing, now).ThrowIfRefused();

        var to = command.Channel == ContactKind.Email ? state.Email!.Address : state.Phone;
        var contact = Contact.Of(command.Channel, to) ?? throw new RefusedException(DeletionErrors.Deleted);
        var channel = command.Channel == ContactKind.Email ? CodeChannel.Email : CodeChannel.Sms;
        var use = new CodeUse(ChallengePurpose.Deletion, command.CustomerId, asked.DeletionId.ToString("D"));
        var challenge = await codes.IssueAsync(session, bus, use, contact, channel, null, now, cancellation);
        customer.Append(DeletionDecisions.Request(state, asked with { ChallengeId = challenge.Id }, standing, now));
        return new DeletionAnswer(asked.DeletionId, challenge.Id, challenge.Channel, challenge.ExpiresAt, challenge.ResendAt);
    }

    private static Pii<string>? CommentOf(RequestDeletion command)
    {
        if (command.Comment?.Reveal().Trim() is not { Length: > 0 } comment) return null;
        return comment.Length <= DeletionDecisions.LongestComment
            ? new Pii<string>(command.CustomerId, "deletion-comment", comment)
            : throw new RefusedException(DeletionErrors.CommentTooLong);
    }
}
