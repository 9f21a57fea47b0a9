using CsCheck;
using FluentAssertions;
using Marketplace.Domain.Customers;
using Xunit;
using static Marketplace.Domain.Tests.Customers.CustomerLife;
using static Marketplace.Domain.Tests.Known;

namespace Marketplace.Domain.Tests.Customers;

public class MarketingTests
{
    private const int Iterations = 20_000;
    private static readonly Pii<string> Email = new(CustomerId, "email", "maria@example.com");

    private static readonly CustomerEvent[] Mailbox =
        [new EmailAdded(CustomerId, Id("email"), Email, Noon), new EmailVerified(CustomerId, Id("email"), Id("link"), Noon)];

    [Fact]
    public void S78_only_who_asked_for_the_news_gets_them()
    {
        Marketing.MayReceive(Given(Mailbox).State!).Should().BeFalse();
        Marketing.MayReceive(Given([.. Mailbox, Asked]).State!).Should().BeTrue();
    }

    [Fact]
    public void S78_news_go_to_no_mailbox_that_nobody_proved()
    {
        Marketing.MayReceive(Given(Asked).State!).Should().BeFalse();
        Marketing.MayReceive(Given(Mailbox[0], Asked).State!).Should().BeFalse();
    }

    [Fact]
    public void S79_whatever_happened_before_and_after_no_news_go_to_who_refused_them() =>
        Gen.Select(Anything.Array[0, 20], Anything.Where(e => e is not NewsletterSubscribed).Array[0, 20]).Sample((before, after) =>
        {
            var customer = Given([.. Mailbox, Asked, .. before, Refused, .. after]).State!;
            return !Marketing.MayReceive(customer);
        }, iter: Iterations);

    [Fact]
    public void S79_refusing_the_news_leaves_codes_and_service_notices_where_they_went() =>
        Anything.Array[0, 20].Sample(history =>
        {
            var before = Given([.. Mailbox, Asked, .. history]).State!;
            var after = Customer.Evolve(before, Refused)!;
            return after == before with { Newsletter = false } && after.VerifiedEmail() == before.VerifiedEmail() && after.Phone == before.Phone;
        }, iter: Iterations);

    private static NewsletterSubscribed Asked => new(CustomerId, "account", Noon);

    private static NewsletterUnsubscribed Refused => new(CustomerId, "account", Noon);

    private static Gen<CustomerEvent> Anything => RandomEvents.Of<CustomerEvent>();
}
