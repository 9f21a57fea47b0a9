using System.Text.Encodings.Web;
using System.Text.Json;
using FluentAssertions;
using Marketplace.Application.Views;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Tests;
using Xunit;

namespace Marketplace.Application.Tests.Account;

public class SecurityLogTests
{
    private static readonly string[] Personal =
        ["+79161234567", "+79261112233", "maria@example.com", "old@example.com", "agent-7", "звонок клиента", "телефон утерян", "sub-1", "Петрова"];

    private static readonly JsonSerializerOptions Readable = new(JsonSerializerOptions.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static IReadOnlyList<CustomerEvent> Examples => [.. EventExamples.All.OfType<CustomerEvent>()];

    [Fact]
    public void S103_every_event_of_an_account_is_shown_or_left_out_on_purpose()
    {
        var shown = Examples.Where(e => Log(e).Count > 0).Select(e => e.GetType()).ToList();

        shown.Should().NotIntersectWith(SecurityLog.NotShown);
        shown.Concat(SecurityLog.NotShown).Should().BeEquivalentTo(EventTypes.Of<CustomerEvent>(), "a new event of an account belongs into SecurityLog, in an arm or in NotShown");
    }

    [Fact]
    public void S103_nothing_in_the_log_says_a_whole_contact_a_reason_or_who_of_support_it_was()
    {
        var log = JsonSerializer.Serialize(Log([.. Examples]), Readable);

        log.Should().NotContainAny(Personal);
        log.Should().Contain("+7•••••••67").And.Contain("m•••@e•••.com").And.Contain("\"by\":\"support\"");
    }

    [Fact]
    public void S33_S103_a_session_tells_its_method_and_device_when_it_opens_and_when_it_ends()
    {
        var log = Log([.. Examples.Where(e => e is SessionOpened or SessionClosed)]);

        log.Select(e => e.Kind).Should().Equal("session-closed", "session-opened");
        log.Should().OnlyContain(e => e.Details["method"] == "phone-code" && e.Details["device"] == "Машин телефон");
        log[0].Details["reason"].Should().Be("closed-elsewhere");
        log[0].Details["sessionId"].Should().Be(log[1].Details["sessionId"]);
    }

    [Fact]
    public void S103_the_owner_sees_that_support_looked_at_what_and_when()
    {
        var viewed = Examples.OfType<SupportViewed>().Single();

        var entry = Log(viewed).Single();

        (entry.Kind, entry.At).Should().Be(("support-viewed", viewed.ViewedAt));
        entry.Details.Should().BeEquivalentTo(new Dictionary<string, string> { ["topic"] = "order-status", ["orderId"] = viewed.OrderId!.Value.ToString(), ["by"] = "support" });
    }

    [Fact]
    public void S103_what_is_erased_is_left_out_and_what_cannot_be_read_is_not_shown()
    {
        var registered = Examples.OfType<CustomerRegistered>().Single();

        Log(registered with { Phone = registered.Phone with { Value = null } }).Single().Details.Should().BeEmpty();
        Log(registered with { Phone = registered.Phone with { Value = "8 916 123-45-67" } }).Single().Details["contact"].Should().Be("•••");
    }

    [Fact]
    public void S103_the_newest_comes_first_with_the_id_of_its_event()
    {
        var ids = Examples.Select(_ => Guid.NewGuid()).ToList();

        var log = SecurityLog.Of(ids.Zip(Examples));

        log.Select(e => e.EventId).Should().Equal(ids.Zip(Examples).Where(e => !SecurityLog.NotShown.Contains(e.Second.GetType())).Select(e => e.First).Reverse());
    }

    private static IReadOnlyList<SecurityEntry> Log(params CustomerEvent[] happened) => SecurityLog.Of(happened.Select(e => (Guid.NewGuid(), e)));
}
