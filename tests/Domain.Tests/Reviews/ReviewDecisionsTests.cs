using FluentAssertions;
using Marketplace.Domain.Reviews;
using Xunit;
using static Marketplace.Domain.Tests.Known;

namespace Marketplace.Domain.Tests.Reviews;

public class ReviewDecisionsTests
{
    private static readonly ReviewPolicy Numbers = new();
    private static readonly Guid ReviewId = Review.IdOf(OrderId);
    private static readonly Pii<string> Text = new(CustomerId, "review", "Good.");
    private static readonly NewReview Good = new(OrderId, CustomerId, 5, Text);
    private static readonly ReviewEvent Left = new ReviewLeft(ReviewId, OrderId, CustomerId, 5, Text, Noon);

    [Fact]
    public void S77_a_delivered_order_is_reviewed_and_no_other()
    {
        Given().When(r => ReviewDecisions.Write(r, Good, delivered: true, unchanged: false, Noon)).Then(Left);
        Given().When(r => ReviewDecisions.Write(r, Good, delivered: false, unchanged: false, Noon)).ThenRefused("order.not-delivered");
    }

    [Fact]
    public void D17_there_is_one_review_of_an_order_and_what_it_said_before_is_kept()
    {
        Given(Left).When(r => ReviewDecisions.Write(r, Good with { Rating = 2, Text = null }, delivered: true, unchanged: false, Noon.AddDays(1)))
            .Then(new ReviewEdited(ReviewId, 2, null, Noon.AddDays(1)));
        Given(Left).When(r => ReviewDecisions.Write(r, Good, delivered: true, unchanged: true, Noon)).ThenNothing();
    }

    [Theory]
    [InlineData(0, 1, "review.rating-invalid")]
    [InlineData(1, 1, null)]
    [InlineData(5, 2000, null)]
    [InlineData(6, 1, "review.rating-invalid")]
    [InlineData(5, 0, "review.text-invalid")]
    [InlineData(5, 2001, "review.text-invalid")]
    public void S77_a_review_rates_from_1_to_5_and_has_up_to_2000_characters(int rating, int length, string? refusal) =>
        (ReviewDecisions.Refuse(rating, new string('x', length), Numbers)?.Code).Should().Be(refusal);

    [Fact]
    public void S77_a_review_needs_no_words() => ReviewDecisions.Refuse(3, null, Numbers).Should().BeNull();

    private static Given<Review, ReviewEvent> Given(params ReviewEvent[] events) => Scenario.Given<Review, ReviewEvent>(Review.Evolve, events);
}
