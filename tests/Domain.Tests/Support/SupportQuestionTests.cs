using FluentAssertions;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Support;
using Xunit;
using static Marketplace.Domain.Tests.Known;

namespace Marketplace.Domain.Tests.Support;

public class SupportQuestionTests
{
    private static readonly SupportPolicy Numbers = new();
    private static readonly Guid QuestionId = Id("question");
    private static readonly Pii<string> Text = new(CustomerId, "support-question", "Where is it?");
    private static readonly Pii<string> Answer = new(CustomerId, "support-answer", "On its way.");
    private static readonly NewQuestion Question = new(QuestionId, CustomerId, SupportTopic.Delivery, OrderId, Text);
    private static readonly SupportQuestionEvent Asked = new SupportQuestionAsked(QuestionId, CustomerId, SupportTopic.Delivery, OrderId, Text, Noon);
    private static readonly SupportQuestionEvent Answered = new SupportQuestionAnswered(QuestionId, "agent-7", Answer, Noon);

    [Fact]
    public void S102_a_question_is_taken_while_fewer_than_ten_wait()
    {
        Given().When(q => SupportQuestionDecisions.Ask(q, Question, 9, Numbers, Noon)).Then(Asked);
        Given().When(q => SupportQuestionDecisions.Ask(q, Question, 10, Numbers, Noon)).ThenRefused("support.too-many-open-questions").Facts["most"].Should().Be(10);
    }

    [Fact]
    public void S102_the_same_question_again_is_one_question_even_when_ten_wait() =>
        Given(Asked).When(q => SupportQuestionDecisions.Ask(q, Question, 10, Numbers, Noon)).ThenNothing();

    [Fact]
    public void S102_a_question_is_answered_once()
    {
        Given(Asked).When(q => SupportQuestionDecisions.Answer(q, "agent-7", Answer, Noon)).Then(Answered);
        Given(Asked, Answered).When(q => SupportQuestionDecisions.Answer(q, "agent-8", Answer, Noon)).ThenRefused("support.already-answered");
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(2000, true)]
    [InlineData(2001, false)]
    public void S102_a_text_has_one_to_two_thousand_characters(int length, bool fits) =>
        (SupportQuestionDecisions.RefuseText(new string('x', length), Numbers)?.Code).Should().Be(fits ? null : "support.text-invalid");

    private static Given<SupportQuestion, SupportQuestionEvent> Given(params SupportQuestionEvent[] events) =>
        Scenario.Given<SupportQuestion, SupportQuestionEvent>(SupportQuestion.Evolve, events);
}
