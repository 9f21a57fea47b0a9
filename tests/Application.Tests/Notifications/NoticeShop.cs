using FluentAssertions;
using Marketplace.Application.Notifications;
using Marketplace.Application.Ports;
using Marketplace.Domain;
using Marketplace.Domain.Customers;
using Marketplace.Tests.Shared;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Marketplace.Application.Tests.Notifications;

/// <summary>A shop whose letters and messages can be counted.</summary>
public sealed class NoticeShop : IAsyncLifetime
{
    public NoticeShop() => Shop = new Shop { Configure = services => services.AddSingleton<IMailer>(Mailbox).AddSingleton<ISmsGateway>(Mailbox) };

    public Shop Shop { get; }

    public Mailbox Mailbox { get; } = new();

    public DateTimeOffset Now => Shop.Clock.GetUtcNow();

    public Task InitializeAsync() => Shop.InitializeAsync();

    public Task DisposeAsync() => Shop.DisposeAsync();

    /// <summary>A customer with that much money, and a verified e-mail unless none is wanted.</summary>
    public async Task<Person> PersonAsync(long kopecks = 0, bool verified = true)
    {
        var id = await Shop.CustomerAsync(kopecks, verified);
        await using var session = Shop.Store.QuerySession();
        var customer = (await session.LoadAsync<Customer>(id))!;
        return new Person(id, customer.Phone.Value!, customer.VerifiedEmail()?.Value ?? $"{id:N}@mail.example");
    }

    /// <summary>Writes what happened to a customer, as the account's commands do.</summary>
    public async Task AppendAsync(Guid customerId, params CustomerEvent[] events)
    {
        await using var session = Shop.Store.LightweightSession();
        foreach (var happened in events) session.Events.Append(customerId, happened);
        await session.SaveChangesAsync();
    }

    public async Task<IReadOnlyList<Notice>> NoticesOfAsync(Guid customerId)
    {
        await using var session = Shop.Store.QuerySession();
        return await session.Query<Notice>().Where(n => n.CustomerId == customerId).ToListAsync();
    }

    /// <summary>Waits until the customer has that many notices and none of them waits.</summary>
    public async Task<IReadOnlyList<Notice>> SettledAsync(Guid customerId, int count)
    {
        IReadOnlyList<Notice> notices = [];
        await Eventually.HappensAsync(
            async () =>
            {
                notices = await NoticesOfAsync(customerId);
                return notices.Count >= count && notices.All(n => n.Status != NoticeStatus.Waiting);
            },
            $"{count} notices wait no more");
        notices.Should().HaveCount(count).And.OnlyContain(n => n.Status != NoticeStatus.Waiting);
        return notices;
    }

    /// <summary>Reads all events anew from the first one, and waits until that is done.</summary>
    public async Task ReadAnewAsync()
    {
        var daemon = Shop.Services.GetRequiredService<Marten.Events.Daemon.Coordination.IProjectionCoordinator>().DaemonForMainDatabase();
        await daemon.RewindSubscriptionAsync(NoticeSubscription.Name, CancellationToken.None, 0);
        var last = (await Shop.Store.Advanced.FetchEventStoreStatistics()).EventSequenceNumber;
        await Tests.Shop.EventuallyAsync(
            async () => (await Shop.Store.Advanced.AllProjectionProgress()).Any(s => s.ShardName.StartsWith(NoticeSubscription.Name, StringComparison.Ordinal) && s.Sequence >= last),
            "all events were read anew");
    }

    public static Pii<string> Pii(Guid customerId, string @class, string value) => new(customerId, @class, value);
}

/// <summary>Somebody who can be told something.</summary>
public sealed record Person(Guid Id, string Phone, string Email);

[CollectionDefinition(nameof(NoticeShop))]
public sealed class NoticeShopCollection : ICollectionFixture<NoticeShop>;
