using System.Net;
using FluentAssertions;
using Marketplace.Domain;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Support;
using Marketplace.Host.Auth;
using Marketplace.Host.Tests.Journeys;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Marketplace.Host.Tests.Support;

/// <summary>What staff can write, found by calling everything. The host is this class's own, so that nothing else writes meanwhile.</summary>
public sealed class AuthorshipTests(HostFixture fixture) : IClassFixture<HostFixture>
{
    private static readonly Type[] AuthoredBySupport = [typeof(SupportViewed), typeof(RecoveryStarted), typeof(SupportQuestionAnswered)];

    private readonly RunningHost host = fixture.Host;

    [Fact]
    public async Task S101_I18_support_is_refused_at_every_endpoint_of_another_role()
    {
        var agent = host.Agent();
        var others = Doors.Of(host).Where(d => d.Roles.Count > 0 && !d.Roles.Contains("support")).ToList();
        others.SelectMany(d => d.Roles).Distinct().Should().Contain([Policies.CustomerRole, "warehouse", "auditor"]);
        var before = await host.LastEventAsync();

        foreach (var door in others)
        {
            var answer = await agent.SendAsync(new HttpMethod(door.Method), door.Url(), door.Body(), Guid.NewGuid().ToString());
            (answer.Status, answer.Code).Should().Be((HttpStatusCode.Forbidden, "auth.forbidden"), $"{door.Method} {door.Path}");
        }

        (await host.AppendedSinceAsync(before)).Should().BeEmpty();
    }

    [Fact]
    public async Task I18_support_authors_three_kinds_of_events_and_auditors_none()
    {
        var (customer, agent) = (await host.CustomerAsync(1000_00), host.Agent());
        var order = (await customer.PlaceAsync(("books-901", 1))).Id("orderId");
        (await customer.PayAsync(order, wallet: 100_00)).Expect(HttpStatusCode.OK);
        var question = (await customer.PostAsync("/api/support-questions", new { topic = "payment", text = "Has it been paid?", orderId = order })).Expect(HttpStatusCode.Created);
        await VerifyEmailAsync(customer.CustomerId);
        var before = await host.LastEventAsync();

        foreach (var door in Doors.For(host, "support"))
        {
            var id = door.Path.Contains("questions", StringComparison.Ordinal) ? question.Id("questionId") : order;
            var answer = await agent.SendAsync(new HttpMethod(door.Method), door.Url(id), door.Body(customer.Phone));
            ((int)answer.Status).Should().BeInRange(200, 202, $"{door.Method} {door.Path}: {answer.Raw}");
        }

        (await host.AppendedSinceAsync(before)).Distinct().Should().BeEquivalentTo(AuthoredBySupport);
        before = await host.LastEventAsync();
        var auditor = host.Staff("auditor");
        foreach (var door in Doors.For(host, "auditor"))
        {
            var answer = await auditor.SendAsync(new HttpMethod(door.Method), door.Url(customer.CustomerId).Replace("/x/", "/customer/", StringComparison.Ordinal), door.Body());
            answer.Status.Should().NotBe(HttpStatusCode.Forbidden);
        }

        (await host.AppendedSinceAsync(before)).Should().BeEmpty();
    }

    private async Task VerifyEmailAsync(Guid customerId)
    {
        await using var session = host.Services.GetRequiredService<IDocumentStore>().LightweightSession();
        var emailId = Guid.NewGuid();
        session.Events.Append(
            customerId,
            new EmailAdded(customerId, emailId, new Pii<string>(customerId, "email", $"owner-{emailId:N}@example.com"), DateTimeOffset.UtcNow),
            new EmailVerified(customerId, emailId, Guid.NewGuid(), DateTimeOffset.UtcNow));
        await session.SaveChangesAsync();
    }
}
