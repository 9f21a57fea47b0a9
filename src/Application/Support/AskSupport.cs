using Marketplace.Application.Customers;
using Marketplace.Application.Idempotency;
using Marketplace.Application.Privacy;
using Marketplace.Application.Views;
using Marketplace.Domain;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Support;
using Marten;

namespace Marketplace.Application.Support;

/// <summary>A customer asks support by form (S102).</summary>
/// <param name="CustomerId">Who asks.</param>
/// <param name="QuestionId">The question; the same id twice is one question.</param>
/// <param name="Topic">What about.</param>
/// <param name="OrderId">About which of the customer's orders, when it is about one.</param>
/// <param name="Text">The question.</param>
/// <param name="Key">The request, when its client gave it a key.</param>
public sealed record AskSupport(Guid CustomerId, Guid QuestionId, SupportTopic Topic, Guid? OrderId, Secret Text, RequestKey? Key);

/// <summary>The answer to the form, not to the question.</summary>
public sealed record QuestionTaken(Guid QuestionId, SupportTopic Topic, Guid? OrderId, DateTimeOffset AskedAt);

/// <summary>Handles <see cref="AskSupport"/>.</summary>
public static class AskSupportHandler
{
    /// <summary>Takes the question. One customer's questions are taken one after the other, so that the limit holds for all at once.</summary>
    public static async Task<QuestionTaken> Handle(
        AskSupport command, IDocumentSession session, SupportPolicy policy, TimeProvider clock, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var text = command.Text.Reveal().Trim();
        if (SupportQuestionDecisions.RefuseText(text, policy) is { } refused) throw new RefusedException(refused);
        if (command.OrderId is { } orderId
            && (await session.LoadAsync<OrderView>(orderId, cancellation))?.CustomerId != command.CustomerId) throw new RefusedException(OrderErrors.Unknown);
        await session.LockAsync($"questions:{command.CustomerId:D}", cancellation);
        var open = await session.Query<SupportQuestionView>().CountAsync(q => q.CustomerId == command.CustomerId && q.Open, cancellation);
        var stream = await session.Events.FetchForWriting<SupportQuestion>(command.QuestionId, cancellation);
        var asked = new NewQuestion(
            command.QuestionId, command.CustomerId, command.Topic, command.OrderId, new Pii<string>(command.CustomerId, "support-question", text));
        stream.Append(SupportQuestionDecisions.Ask(stream.Aggregate, asked, open, policy, now));
        return session.Answered(command.Key, new QuestionTaken(command.QuestionId, command.Topic, command.OrderId, now), now);
    }
}
