using Marketplace.Domain.Customers;

namespace Marketplace.Domain.Support;

/// <summary>What decisions about a question need.</summary>
/// <param name="Id">The question.</param>
/// <param name="CustomerId">Who asked.</param>
/// <param name="Topic">What about.</param>
/// <param name="OrderId">About which order, when it is about one.</param>
/// <param name="Answered">Whether it was answered.</param>
public sealed record SupportQuestion(Guid Id, Guid CustomerId, SupportTopic Topic, Guid? OrderId, bool Answered)
{
    /// <summary>The version of the stream that this state is the fold of.</summary>
    public long Version { get; init; }

    /// <summary>The state after one more event; an event that fits nothing changes nothing.</summary>
    public static SupportQuestion? Evolve(SupportQuestion? question, SupportQuestionEvent happened) => (question, happened) switch
    {
        (null, SupportQuestionAsked e) => new SupportQuestion(e.QuestionId, e.CustomerId, e.Topic, e.OrderId, false),
        ({ } q, SupportQuestionAnswered) => q with { Answered = true },
        _ => question,
    };
}
