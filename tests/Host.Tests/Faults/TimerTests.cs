using System.Net;
using FluentAssertions;
using Marketplace.Domain.Customers;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Marketplace.Host.Tests.Faults;

public class TimerTests
{
    private static readonly TimeSpan ShortGrace = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task S47_the_timer_of_a_change_outlives_the_host_that_set_it()
    {
        var first = await RunningHost.StartAsync(configure: WithShortGrace);
        var customer = await first.ProtectedCustomerAsync();
        var phone = $"+79{Random.Shared.NextInt64(100_000_000, 999_999_999)}";
        var change = (await customer.PostAsync("/api/account/contact-changes", new { phone })).Expect(HttpStatusCode.Accepted).Id("changeId");
        var holder = first.Anonymous();
        holder.Phone = phone;
        var scheduled = await customer.PostAsync($"/api/account/contact-changes/{change}/confirmation", new { newCode = await holder.CodeAsync() });
        scheduled.Expect(HttpStatusCode.OK).Text("status").Should().Be("scheduled");
        await first.DisposeAsync();

        await using var second = await RunningHost.StartAsync(first.Settings, WithShortGrace);
        // Nobody asks for anything: the timer alone must do it.
        (await ChangedAsync(second, customer.CustomerId)).ChangeId.Should().Be(change);
    }

    private static void WithShortGrace(IServiceCollection services) => services.AddSingleton(new ContactPolicy { Grace = ShortGrace });

    private static async Task<PhoneChanged> ChangedAsync(RunningHost host, Guid customerId)
    {
        var store = host.Services.GetRequiredService<IDocumentStore>();
        for (var i = 0; i < 300; i++)
        {
            await using var session = store.QuerySession();
            if ((await session.Events.FetchStreamAsync(customerId)).Select(e => e.Data).OfType<PhoneChanged>().FirstOrDefault() is { } changed) return changed;
            await Task.Delay(100);
        }

        throw new Xunit.Sdk.XunitException("The change did not take effect within 30 s of the restart.");
    }
}
