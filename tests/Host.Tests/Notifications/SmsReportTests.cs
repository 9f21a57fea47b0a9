using System.Net;
using System.Text;
using System.Text.Json;
using FluentAssertions;
using Marketplace.Application.Notifications;
using Marketplace.Host.Adapters;
using Marketplace.Host.Callbacks;
using Marketplace.Host.Tests.Providers;
using Marketplace.Tests.Shared;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Marketplace.Host.Tests.Notifications;

/// <summary>The gateway's reports over HTTP (S38).</summary>
[Collection(nameof(HostFixture))]
public class SmsReportTests(HostFixture fixture)
{
    private readonly RunningHost host = fixture.Host;

    [Fact]
    public async Task S38_whether_the_code_came_is_known_a_moment_after_it_was_sent()
    {
        var customer = await host.CustomerAsync();
        await Eventually.HappensAsync(async () => (await SentAsync(customer)).Any(m => m.Delivery is not null), "the gateway tells");
        (await SentAsync(customer)).Should().ContainSingle().Which.Should().BeEquivalentTo(new { What = "SignIn", Delivery = DeliveryStatus.Delivered });
    }

    [Fact]
    public async Task S38_only_the_gateway_is_believed_and_only_in_the_words_of_the_contract()
    {
        var report = JsonSerializer.Serialize(
            new SmsCallback(Guid.NewGuid(), Guid.NewGuid(), DeliveryStatus.Delivered, DateTimeOffset.UtcNow), ProviderJson.Strict);
        report.Should().Contain("\"status\":\"delivered\"");
        (await host.TellAsync(ProviderNames.Sms, report)).Status.Should().Be(HttpStatusCode.NoContent, "a report on a message that has been forgotten is no fault");
        (await host.TellAsync(ProviderNames.Sms, report, Encoding.UTF8.GetBytes("another secret"))).Status.Should().Be(HttpStatusCode.Unauthorized);
        (await host.TellAsync(ProviderNames.Sms, report.Replace("delivered", "lost", StringComparison.Ordinal))).Status.Should().Be(HttpStatusCode.BadRequest);
    }

    private async Task<IReadOnlyList<SentToPhone>> SentAsync(Api customer)
    {
        await using var session = host.Services.GetRequiredService<IDocumentStore>().QuerySession();
        return await host.Services.GetRequiredService<DeliveryReports>().OfAsync(session, customer.CustomerId, CancellationToken.None);
    }
}
