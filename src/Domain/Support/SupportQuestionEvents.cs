using Marketplace.Domain.Customers;

namespace Marketplace.Domain.Support;

/// <summary>Something that happened to a customer's question.</summary>
public abstract record SupportQuestionEvent;

/// <summary>A customer asked, on one of the topics that support informs on (S101, S102).</summary>
public sealed record SupportQuestionAsked(
    Guid QuestionId, Guid CustomerId, SupportTopic Topic, Guid? OrderId, Pii<string> Text, DateTimeOffset AskedAt) : SupportQuestionEvent;

/// <summary>Somebody of support answered.</summary>
public sealed record SupportQuestionAnswered(Guid QuestionId, string AgentId, Pii<string> Text, DateTimeOffset AnsweredAt) : SupportQuestionEvent;
