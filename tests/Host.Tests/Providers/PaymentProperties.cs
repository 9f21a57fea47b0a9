using CsCheck;
using FluentAssertions;
using Marketplace.Host.Callbacks;
using Marketplace.Host.Development.Simulators;
using Xunit;

namespace Marketplace.Host.Tests.Providers;

public sealed class PaymentProperties
{
    private static readonly string[] Tokens = ["tok_ok", "tok_declined", "tok_timeout", "tok_3ds", "tok_other"];
    private static readonly Gen<TestCard> Cards = Gen.Int[0, Tokens.Length - 1].Select(token => TestCards.Find(Tokens[token]));
    private static readonly Gen<(int Kind, long Amount)[]> Operations = Gen.Select(Gen.Int[0, 4], Gen.Long[1, 1_500]).Array[0, 12];

    [Fact]
    public void I6_whatever_is_asked_the_events_add_up_and_nothing_is_taken_or_given_back_too_much() =>
        Gen.Select(Gen.Long[1, 1_000], Cards, Gen.Bool, Operations).Sample((amount, card, sale, operations) =>
        {
            var asked = Payment.Ask("p", amount, card, sale, Guid.Empty, DateTimeOffset.UnixEpoch);
            var (payment, told, refunded) = (asked.Next, new List<PaymentMove> { asked }, 0L);
            foreach (var (kind, sum) in operations)
            {
                if (kind == 4)
                {
                    if (payment.RefundRefusal(sum, refunded) is null) refunded += sum;
                    continue;
                }

                var move = kind switch { 0 => payment.Capture(sum), 1 => payment.Void(), 2 => payment.Decide(approve: true), _ => payment.Decide(approve: false) };
                (move.Event is null).Should().Be(move.Next == payment, "an event and a change come together");
                payment = move.Next;
                told.Add(move);
            }

            Total(told, AcquirerEventType.Captured).Should().Be(payment.Captured).And.BeLessThanOrEqualTo(amount);
            refunded.Should().BeLessThanOrEqualTo(payment.Captured);
            told.Count(move => move.Event is AcquirerEventType.Voided or AcquirerEventType.Declined or AcquirerEventType.Captured).Should().BeLessThanOrEqualTo(1, "a payment ends once");
        });

    private static long Total(IEnumerable<PaymentMove> told, AcquirerEventType type) => told.Where(move => move.Event == type).Sum(move => move.Amount);
}
