using FluentAssertions;
using Marketplace.Application.Audit;
using Marketplace.Application.Privacy;
using Marketplace.Domain;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace Marketplace.Application.Tests.Audit;

[Collection(nameof(Shop))]
public sealed class AuditTrailTests(Shop shop)
{
    [Theory]
    [InlineData("wallet", true)]
    [InlineData("customer", false)]
    [InlineData("order", false)]
    [InlineData("bonus-card", false)]
    [InlineData("purse", false)]
    public async Task A_stream_is_shown_under_the_name_of_its_own_aggregate_only(string aggregate, bool shown)
    {
        var stream = AccountIds.WalletId(await shop.CustomerAsync(100_00));
        await using var session = shop.Store.QuerySession();

        var events = await AuditTrail.OfStreamAsync(session, aggregate, stream, CancellationToken.None);
        var state = await AuditTrail.StateAsync(session, aggregate, stream, 0, null, CancellationToken.None);

        events.Should().HaveCount(shown ? 3 : 0);
        (state?.Version).Should().Be(shown ? 3 : null);
    }

    [Fact]
    public async Task The_keys_of_everybody_in_a_page_of_history_are_loaded_before_it_is_read()
    {
        for (var i = 0; i < 3; i++) await shop.CustomerAsync();
        await using var source = NpgsqlDataSource.Create(shop.Connection);
        await using var named = source.CreateCommand("select array_agg(distinct (of #>> '{}')::uuid) from marketplace.mt_events, jsonb_path_query(data, '$.**.of') of");
        var everybody = (Guid[])(await named.ExecuteScalarAsync())!;
        var keys = new WatchedKeys(shop.Services.GetRequiredService<IDataKeys>());

        (await Invariants.CheckAsync(shop.Store, keys, null, CancellationToken.None)).Violations.Should().BeEmpty();
        keys.Preloaded.Distinct().Should().BeEquivalentTo(everybody).And.HaveCountGreaterThan(2);

        keys.Preloaded.Clear();
        await using var session = shop.Store.QuerySession();
        await ReconciliationDigest.OfAsync(session, keys, new DateOnly(2026, 11, 1), new DateOnly(2027, 12, 31), null, CancellationToken.None);
        keys.Preloaded.Distinct().Should().BeEquivalentTo(everybody);

        keys.Preloaded.Clear();
        await ReconciliationDigest.OfAsync(session, keys, new DateOnly(2020, 1, 1), new DateOnly(2020, 12, 31), null, CancellationToken.None);
        keys.Preloaded.Should().BeEmpty("nobody is in those days");
    }

    [Fact]
    public async Task U1_the_events_of_every_kind_of_stream_have_a_name_for_auditors_and_a_state()
    {
        foreach (var type in EventTypes.All) AuditTrail.KindOf(System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(type)).Should().NotBeNull($"of {type.Name}");
        EventTypes.All.Select(t => t.BaseType).Distinct().Should().HaveCount(AuditTrail.Kinds.Count);
        await using var session = shop.Store.QuerySession();
        var stock = Domain.Stock.StockIds.Of("tea");

        (await AuditTrail.OfStreamAsync(session, "stock", stock, CancellationToken.None)).Should().HaveCountGreaterThan(1);
        (await AuditTrail.StateAsync(session, "stock", stock, 2, null, CancellationToken.None))!.State!["free"]!.GetValue<long>().Should().Be(1_000_000);
    }

    [Fact]
    public async Task The_streams_of_orders_and_customers_are_found_too()
    {
        var customer = await shop.CustomerAsync();
        var order = await shop.PlaceAsync(customer, ("tea", 1));
        await using var session = shop.Store.QuerySession();

        (await AuditTrail.OfStreamAsync(session, "order", order.OrderId, CancellationToken.None)).Should().ContainSingle();
        (await AuditTrail.OfStreamAsync(session, "customer", customer, CancellationToken.None)).Should().OnlyContain(e => e.StreamId == customer).And.NotBeEmpty();
        (await AuditTrail.OfStreamAsync(session, "order", Guid.NewGuid(), CancellationToken.None)).Should().BeEmpty();
    }

    /// <summary>The shop's keys, and whose were loaded together.</summary>
    private sealed class WatchedKeys(IDataKeys keys) : IDataKeys
    {
        public List<Guid> Preloaded { get; } = [];

        public Task PreloadAsync(IReadOnlyCollection<Guid> subjects, CancellationToken cancellation)
        {
            Preloaded.AddRange(subjects);
            return keys.PreloadAsync(subjects, cancellation);
        }

        public byte[]? Find(Guid subject) => keys.Find(subject);

        public Task CreateAsync(Guid subject, CancellationToken cancellation) => keys.CreateAsync(subject, cancellation);

        public Task DestroyAsync(Guid subject, CancellationToken cancellation = default) => keys.DestroyAsync(subject, cancellation);

        public Task<int> DestroyAsync(IReadOnlyCollection<Guid> subjects, CancellationToken cancellation = default) => keys.DestroyAsync(subjects, cancellation);

        public void Forget(Guid subject) => keys.Forget(subject);

        public void ForgetAll() => keys.ForgetAll();
    }
}
