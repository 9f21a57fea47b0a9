using System.Net;
using FluentAssertions;
using Marketplace.Application.Privacy;
using Marketplace.Domain.Customers;
using Marketplace.Host.Tests.Auth;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Marketplace.Host.Tests.Support;

/// <summary>What support sees, what of it is written down, and how often it may look.</summary>
[Collection(AuthTests.Name)]
public class SupportLookTests(AuthHost host)
{
    [Theory]
    [InlineData("", "order-status")]
    [InlineData("/delivery", "delivery")]
    [InlineData("/payment", "payment")]
    public async Task S101_S103_every_look_is_written_down_for_the_customer_with_its_reason(string topic, string name)
    {
        var owner = await host.OwnerAsync();
        var order = await host.OrderOfAsync(owner.Id);

        var answer = await host.LookAsync(host.Agent("agent-boris"), $"/api/support/orders/{order}{topic}", "caller asks where it is");

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        var view = (await host.EventsOfAsync(owner.Id)).OfType<SupportViewed>().Should().ContainSingle().Which;
        (view.OrderId, view.AgentId, view.Reason.Value).Should().Be((order, "agent-boris", "caller asks where it is"));
        System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName($"{view.Topic}").Should().Be(name);
        view.ViewedAt.Should().Be(host.Now);
    }

    [Fact]
    public async Task S101_contacts_are_masked_and_neither_address_balance_nor_card_is_told()
    {
        var owner = await host.OwnerAsync();
        var order = await host.OrderOfAsync(owner.Id);
        var agent = host.Agent();

        var (status, delivery, payment) = (await ReadAsync(agent, order, ""), await ReadAsync(agent, order, "/delivery"), await ReadAsync(agent, order, "/payment"));

        foreach (var answer in new[] { status, delivery, payment })
        {
            var contacts = answer.GetProperty("contacts");
            contacts.GetProperty("phone").GetString().Should().Be($"+7•••••••{owner.Phone[^2..]}");
            contacts.GetProperty("email").GetString().Should().Be("o•••@e•••.com");
            answer.GetRawText().Should().NotContainAny(owner.Phone[1..], owner.Email, "Secret street", "balance", "token", $"{owner.Id}");
        }

        status.EnumerateObject().Select(m => m.Name).Should().BeEquivalentTo("orderId", "status", "open", "placedAt", "steps", "contacts");
        delivery.EnumerateObject().Select(m => m.Name).Should().BeEquivalentTo("orderId", "status", "kind", "pickupPoint", "steps", "contacts");
        var tenders = payment.GetProperty("tenders");
        (tenders.GetProperty("wallet").GetInt64(), tenders.GetProperty("card").GetInt64(), tenders.GetProperty("cardLastFour").GetString()).Should().Be((99_00, 300_00, "4242"));
    }

    [Fact]
    public async Task S101_an_e_mail_that_is_not_verified_is_not_shown_even_masked()
    {
        var owner = await host.OwnerAsync(verified: false);
        var seen = await ReadAsync(host.Agent(), await host.OrderOfAsync(owner.Id), "");
        seen.GetProperty("contacts").GetProperty("email").ValueKind.Should().Be(System.Text.Json.JsonValueKind.Null);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("%20%20")]
    public async Task S101_without_a_reason_nothing_is_shown_recorded_or_counted(string? reason)
    {
        var owner = await host.OwnerAsync();
        var order = await host.OrderOfAsync(owner.Id);
        var agent = host.Agent();
        for (var i = 0; i < 61; i++)
        {
            await (await host.LookAsync(agent, $"/api/support/orders/{order}", reason)).ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "support.reason-required");
        }

        await (await host.LookAsync(agent, "/api/support/questions", reason)).ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "support.reason-required");
        (await host.EventsOfAsync(owner.Id)).OfType<SupportViewed>().Should().BeEmpty();
        (await host.LookAsync(agent, $"/api/support/orders/{order}")).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task S101_a_reason_has_two_hundred_characters_at_most_and_may_be_cyrillic()
    {
        var owner = await host.OwnerAsync();
        var path = $"/api/support/orders/{await host.OrderOfAsync(owner.Id)}";
        var agent = host.Agent();
        await (await host.LookAsync(agent, path, new string('x', 201))).ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "support.reason-required");
        (await host.LookAsync(agent, path, new string('x', 200))).StatusCode.Should().Be(HttpStatusCode.OK);
        (await host.LookAsync(agent, path, Uri.EscapeDataString("Клиент спросил по телефону"))).StatusCode.Should().Be(HttpStatusCode.OK);

        (await host.EventsOfAsync(owner.Id)).OfType<SupportViewed>().Select(v => v.Reason.Value).Should().Equal(new string('x', 200), "Клиент спросил по телефону");
    }

    [Fact]
    public async Task S101_the_order_of_an_erased_customer_cannot_be_looked_at()
    {
        var owner = await host.OwnerAsync();
        var order = await host.OrderOfAsync(owner.Id);
        await host.Services.GetRequiredService<IDataKeys>().DestroyAsync(owner.Id);

        await (await host.LookAsync(host.Agent(), $"/api/support/orders/{order}")).ShouldRefuseAsync(HttpStatusCode.NotFound, "order.not-found");
    }

    [Fact]
    public async Task P15_the_sixty_first_look_up_of_an_hour_is_refused_whatever_was_found()
    {
        var owner = await host.OwnerAsync();
        var path = $"/api/support/orders/{await host.OrderOfAsync(owner.Id)}";
        var agent = host.Agent();
        for (var i = 0; i < 58; i++)
        {
            await (await host.LookAsync(agent, $"/api/support/orders/{Guid.NewGuid()}")).ShouldRefuseAsync(HttpStatusCode.NotFound, "order.not-found");
        }

        var nobody = await host.StartAsync(agent, AuthClient.NewPhone());
        await nobody.ShouldRefuseAsync(HttpStatusCode.NotFound, "customer.not-found");
        (await host.LookAsync(agent, path)).StatusCode.Should().Be(HttpStatusCode.OK, "it is the sixtieth");

        host.Clock.Advance(TimeSpan.FromMinutes(10));
        var refused = await host.LookAsync(agent, path);
        await refused.ShouldRefuseAsync(HttpStatusCode.TooManyRequests, "support.too-many-lookups");
        refused.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromMinutes(50));
        await (await host.StartAsync(agent, owner.Phone)).ShouldRefuseAsync(HttpStatusCode.TooManyRequests, "support.too-many-lookups");
        await (await host.LookAsync(agent, $"/api/support/questions/{Guid.NewGuid()}")).ShouldRefuseAsync(HttpStatusCode.TooManyRequests, "support.too-many-lookups");
        (await host.LookAsync(host.Agent(), path)).StatusCode.Should().Be(HttpStatusCode.OK, "another agent has another hour");
        (await host.EventsOfAsync(owner.Id)).OfType<SupportViewed>().Should().HaveCount(2, "a refused look is no look");

        host.Clock.Advance(TimeSpan.FromMinutes(50));
        (await host.LookAsync(agent, path)).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task P15_look_ups_are_counted_over_tokens_and_hosts_and_however_parallel()
    {
        var second = await AuthHost.BesideAsync(host);
        try
        {
            var name = $"agent-{Guid.NewGuid():N}";
            var (one, other) = (host.Agent(name), second.Agent(name));
            host.Clock.Advance(TimeSpan.FromSeconds(1));
            var third = host.Agent(name);
            var answers = await Task.WhenAll(Enumerable.Range(0, 70).Select(i =>
                (i % 3) switch
                {
                    0 => host.LookAsync(one, $"/api/support/orders/{Guid.NewGuid()}"),
                    1 => second.LookAsync(other, $"/api/support/orders/{Guid.NewGuid()}/payment"),
                    _ => host.LookAsync(third, $"/api/support/orders/{Guid.NewGuid()}/delivery"),
                }));

            answers.Count(a => a.StatusCode == HttpStatusCode.NotFound).Should().Be(60);
            answers.Count(a => a.StatusCode == HttpStatusCode.TooManyRequests).Should().Be(10);
        }
        finally
        {
            await second.DisposeAsync();
        }
    }

    private async Task<System.Text.Json.JsonElement> ReadAsync(string agent, Guid order, string topic)
    {
        var answer = await host.LookAsync(agent, $"/api/support/orders/{order}{topic}");
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        return await answer.JsonAsync();
    }
}
