using FluentAssertions;
using JasperFx.Events.Projections;
using Marketplace.Application.Customers;
using Marketplace.Application.Json;
using Marketplace.Domain;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Tests;
using Marketplace.Domain.Values;
using Marketplace.Domain.Wallets;
using Marketplace.Tests.Shared;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Weasel.Core;
using Xunit;

namespace Marketplace.Application.Tests.Traps;

/// <summary>What the event store does quietly unless it is told not to; each is asked of a real one.</summary>
[Collection(nameof(Shop))]
public sealed class StoreTrapsTests(Shop shop)
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_projection_that_names_no_events_would_be_offered_every_event_and_there_is_none()
    {
        var projections = ((DocumentStore)shop.Store).Options.Projections.All.OfType<ProjectionBase>().ToList();
        projections.Should().HaveCountGreaterThan(15);
        projections.Where(p => p.IncludedEventTypes.Count == 0).Select(p => p.GetType().Name).Should().BeEmpty();
    }

    [Fact]
    public async Task Several_decided_events_are_stored_as_several_rows_and_not_as_one_list()
    {
        var customer = await shop.CustomerAsync(100_00);
        var wallet = AccountIds.WalletId(customer);
        var (before, entry) = (await CountAsync(wallet), Guid.NewGuid());
        await using (var session = shop.Store.LightweightSession())
        {
            var stream = await session.Events.FetchForWriting<Wallet>(wallet);
            stream.Append(WalletDecisions.Pay(stream.Aggregate!, entry, new Money(1_00), Guid.NewGuid(), Now)).Should().BeTrue();
            await session.SaveChangesAsync();
        }

        (await CountAsync(wallet)).Should().BeGreaterThan(before);
        await using var query = shop.Store.QuerySession();
        var stored = await query.Events.FetchStreamAsync(wallet);
        stored.Should().OnlyContain(e => e.Data is WalletEvent);
        stored.Select(e => e.Version).Should().Equal(Enumerable.Range(1, stored.Count).Select(i => (long)i));
        stored.Count.Should().Be((int)await CountAsync(wallet));
    }

    [Fact]
    public async Task I3_a_stored_state_and_its_events_hold_what_their_constructors_take_and_nothing_computed()
    {
        var customer = await shop.CustomerAsync(100_00);
        var document = await TextAsync("select string_agg(k, ',' order by k) from marketplace.mt_doc_wallet, jsonb_object_keys(data) k where id = $1", customer);
        document.Split(',').Should().BeEquivalentTo(
            "id", "customerId", "available", "holds", "topUps", "withdrawal", "withdrawalDay", "withdrawalsThatDay", "version", "rememberedTopUps", "endedWithdrawals", "closed", "owed");
        document.Should().NotContainAny("balance", "held");

        var credited = await TextAsync(
            "select string_agg(k, ',' order by k) from marketplace.mt_events, jsonb_object_keys(data) k where stream_id = $1 and type = 'wallet_credited'", customer);
        credited.Split(',').Should().BeEquivalentTo("walletId", "entryId", "amount", "source", "sourceId", "orderId", "creditedAt");
    }

    [Fact]
    public async Task A_transaction_of_a_started_host_asks_for_no_second_connection_to_look_whether_its_tables_are_there()
    {
        using var apart = new ApartShop();
        var other = await apart.StartAsync();
        // Every kind of change that may be the first of its kind; whoever waits for its lock has the rest of the pool.
        await using var session = other.Store.LightweightSession();
        await session.BeginTransactionAsync(CancellationToken.None);
        session.QueueSqlCommand("delete from marketplace.mt_doc_product where id = 'no such'");
        session.Store(new Product("p-trap", "Кружка", "toys", new Money(10_00), null, true));
        session.Events.StartStream<Wallet>(Guid.NewGuid(), new WalletOpened(Guid.NewGuid(), Guid.NewGuid(), Now));
        await using var rest = await HeldConnections.TakeAsync(other);

        await session.SaveChangesAsync().WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Theory]
    [InlineData(SignInMethod.Passkey)]
    [InlineData(SignInMethod.AppleId)]
    public async Task A_sign_in_without_a_code_needs_one_connection_and_not_a_second_while_others_may_have_the_rest(SignInMethod method)
    {
        using var apart = new ApartShop();
        var other = await apart.StartAsync();
        var customer = await other.CustomerAsync();
        await using var session = other.Store.LightweightSession();
        await session.BeginTransactionAsync(CancellationToken.None);
        await using (await HeldConnections.TakeAsync(other))
        {
            var (terms, accounts) = (other.Services.GetRequiredService<TermsOfUse>().Version, other.Services.GetRequiredService<Accounts>());
            await accounts.SignInAsync(session, customer, method, terms, null, other.Clock.GetUtcNow(), CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(5));
            await session.SaveChangesAsync().WaitAsync(TimeSpan.FromSeconds(5));
        }

        await using var query = other.Store.QuerySession();
        (await query.LoadAsync<Customer>(customer))!.Sessions.Should().ContainSingle();
    }

    [Fact]
    public async Task Enums_are_stored_by_name_in_kebab_case()
    {
        var customer = await shop.CustomerAsync(100_00);
        (await TextAsync("select data ->> 'source' from marketplace.mt_events where stream_id = $1 and type = 'wallet_credited'", customer)).Should().Be("top-up");
    }

    [Fact]
    public async Task A_query_that_compares_an_enum_fails_loudly_instead_of_finding_nothing()
    {
        var customer = await shop.CustomerAsync(100_00);
        await shop.PlaceAsync(customer, ("tea", 1));
        await using var session = shop.Store.QuerySession();
        var ask = () => session.Query<Views.OrderView>().Where(o => o.Status == Domain.Orders.OrderStatus.Placed).ToListAsync();
        (await ask.Should().ThrowAsync<Exception>()).Which.GetBaseException().Should().BeOfType<PostgresException>();
    }

    [Fact]
    public void No_projection_skips_what_it_cannot_read_or_apply()
    {
        var errors = ((StoreOptions)shop.Store.Options).Projections.Errors;
        (errors.SkipApplyErrors, errors.SkipSerializationErrors, errors.SkipUnknownEvents).Should().Be((false, false, false));
    }

    [Fact]
    public async Task An_event_that_a_projection_cannot_apply_is_not_appended()
    {
        var database = await ThrowAwayCluster.CreateDatabaseAsync("broken");
        await using var store = DocumentStore.For(options =>
        {
            options.Connection(database);
            options.Events.UseMandatoryStreamTypeDeclaration = true;
            options.UseSystemTextJsonForSerialization(EnumStorage.AsInteger, Casing.CamelCase, json => MarketplaceJson.Configure(json));
            options.Projections.Add(new Broken(), ProjectionLifecycle.Inline);
        });
        var wallet = Guid.NewGuid();
        await using var session = store.LightweightSession();
        session.Events.StartStream<Wallet>(wallet, new WalletOpened(wallet, Guid.NewGuid(), Now));

        var save = () => session.SaveChangesAsync();

        (await save.Should().ThrowAsync<Exception>()).Which.ToString().Should().Contain("cannot be applied");
        await using var query = store.QuerySession();
        (await query.Events.FetchStreamAsync(wallet)).Should().BeEmpty();
    }

    [Fact]
    public async Task The_names_of_all_events_are_unique_and_known_before_anything_is_read()
    {
        await shop.CustomerAsync();
        var known = shop.Store.Options.Events.AllKnownEventTypes();
        known.Select(t => t.EventType).Should().Contain(EventTypes.All);
        var names = known.Where(t => EventTypes.All.Contains(t.EventType)).Select(t => t.EventTypeName).Order(StringComparer.Ordinal).ToList();
        names.Should().OnlyHaveUniqueItems().And.HaveCount(EventTypes.All.Count);
        Snapshots.Match(string.Join('\n', names), "names of events");
    }

    [Fact]
    public async Task The_schema_is_as_configured_after_the_start() =>
        await shop.Store.Invoking(s => s.Storage.Database.AssertDatabaseMatchesConfigurationAsync()).Should().NotThrowAsync();

    private async Task<long> CountAsync(Guid stream) => (long)(await AskAsync("select count(*) from marketplace.mt_events where stream_id = $1", stream))!;

    private async Task<string> TextAsync(string sql, Guid customer) => (string)(await AskAsync(sql, AccountIds.WalletId(customer)))!;

    private async Task<object?> AskAsync(string sql, Guid id)
    {
        await using var connection = shop.Store.Storage.Database.CreateConnection();
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = id } } };
        return await command.ExecuteScalarAsync();
    }

    private sealed class Broken() : StateProjection<Wallet, WalletEvent>((_, _) => throw new InvalidOperationException("This cannot be applied."));
}
