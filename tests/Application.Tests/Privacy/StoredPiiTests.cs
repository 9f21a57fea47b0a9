using System.Globalization;
using System.Text;
using FluentAssertions;
using Marketplace.Application.Json;
using Marketplace.Application.Privacy;
using Marketplace.Domain;
using Marketplace.Tests.Shared;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace Marketplace.Application.Tests.Privacy;

public sealed record PersonNamed(Guid PersonId, Pii<string> Phone, Pii<PersonName> Name, int Visits);

public sealed record PersonName(string Surname, string Name);

public sealed record PersonCard(Guid Id, Pii<string>? Phone, Pii<PersonName> Name);

/// <summary>Personal values through the real store on a real PostgreSQL.</summary>
public sealed class StoredPiiTests(VaultFixture fixture) : IClassFixture<VaultFixture>, IAsyncLifetime
{
    private const string Phone = "+79035550199";
    private const string Surname = "Канарейкина";

    private string database = "";
    private DocumentStore store = null!;

    public async Task InitializeAsync()
    {
        database = await ThrowAwayCluster.CreateDatabaseAsync("pii");
        var provider = new ServiceCollection().AddSingleton<IDataKeys>(fixture.Vault).BuildServiceProvider();
        store = DocumentStore.For(options =>
        {
            options.Connection(database);
            options.Events.AddEventType<PersonNamed>();
            options.UseSystemTextJsonForSerialization(configure: json => MarketplaceJson.Configure(json, provider));
        });
    }

    public async Task DisposeAsync() => await store.DisposeAsync();

    [Fact]
    public async Task S100_events_and_documents_round_trip_and_hold_nothing_in_clear()
    {
        var named = await StoreAsync();

        await using var session = store.QuerySession();
        (await session.Events.FetchStreamAsync(named.PersonId)).Should().ContainSingle().Which.Data.Should().Be(named);
        (await session.LoadAsync<PersonCard>(named.PersonId)).Should().Be(new PersonCard(named.PersonId, named.Phone, named.Name));
        var stored = await DumpAsync();
        stored.Should().Contain(named.PersonId.ToString()).And.Contain("\"visits\": 3", "the dump must show what is not personal");
        foreach (var canary in new[] { Phone, "79035550199", Surname }) ShouldNotHold(stored, canary);
    }

    [Fact]
    public async Task S100_after_destruction_everything_reads_as_erased_and_the_stream_still_loads()
    {
        var named = await StoreAsync();
        await fixture.Vault.DestroyAsync(named.Phone.Subject);

        await using var session = store.QuerySession();
        var erased = named with { Phone = named.Phone with { Value = null }, Name = named.Name with { Value = null } };
        (await session.Events.FetchStreamAsync(named.PersonId)).Should().ContainSingle().Which.Data.Should().Be(erased);
        (await session.LoadAsync<PersonCard>(named.PersonId)).Should().Be(new PersonCard(named.PersonId, erased.Phone, erased.Name));
    }

    [Fact]
    public async Task S100_a_write_after_destruction_stores_nothing()
    {
        var named = await StoreAsync();
        await fixture.Vault.DestroyAsync(named.Phone.Subject);
        await using var session = store.LightweightSession();
        session.Events.Append(named.PersonId, named with { Visits = 4 });

        var save = () => session.SaveChangesAsync();

        (await save.Should().ThrowAsync<Exception>()).Which.Chain().Should().ContainSingle(e => e is SubjectErasedException);
        await using var query = store.QuerySession();
        (await query.Events.FetchStreamAsync(named.PersonId)).Should().ContainSingle();
    }

    [Fact]
    public async Task A_row_changed_in_the_database_is_an_alarm_when_it_is_read()
    {
        var (first, second) = (await StoreAsync(), await StoreAsync());
        // The value of one person under the name of another.
        await ExecuteAsync(
            """
            update mt_doc_personcard set data = jsonb_set(data, '{phone,box}',
                (select data #> '{phone,box}' from mt_doc_personcard where id = $1)) where id = $2
            """, first.PersonId, second.PersonId);
        await using var session = store.QuerySession();

        var read = () => session.LoadAsync<PersonCard>(second.PersonId);

        (await read.Should().ThrowAsync<Exception>()).Which.Chain().OfType<PiiTamperedException>().Should().ContainSingle()
            .Which.Subject.Should().Be(second.Phone.Subject);
    }

    [Fact]
    public async Task An_event_changed_in_the_database_is_an_alarm_when_it_is_read()
    {
        var named = await StoreAsync();
        await ExecuteAsync("update mt_events set data = jsonb_set(data, '{phone,class}', '\"email\"') where stream_id = $1", named.PersonId);
        await using var session = store.QuerySession();

        var read = () => session.Events.FetchStreamAsync(named.PersonId);

        (await read.Should().ThrowAsync<Exception>()).Which.Chain().Should().ContainSingle(e => e is PiiTamperedException);
    }

    private async Task<PersonNamed> StoreAsync()
    {
        var subject = await fixture.SubjectAsync();
        var named = new PersonNamed(Guid.NewGuid(), new(subject, "phone", Phone), new(subject, "name", new(Surname, "Мария")), 3);
        await using var session = store.LightweightSession();
        session.Events.StartStream(named.PersonId, named);
        session.Store(new PersonCard(named.PersonId, named.Phone, named.Name));
        await session.SaveChangesAsync();
        return named;
    }

    private static void ShouldNotHold(string stored, string canary)
    {
        var bytes = Encoding.UTF8.GetBytes(canary);
        stored.Should().NotContain(canary);
        stored.Should().NotContainEquivalentOf(Convert.ToHexString(bytes));
        stored.Should().NotContain(Uri.EscapeDataString(canary));
        stored.Should().NotContain(string.Concat(canary.Select(c => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"))));
        // Base64 depends on where in a longer text the canary begins; the inner characters of each of the three cases are fixed.
        for (var shift = 0; shift < 3; shift++)
        {
            var encoded = Convert.ToBase64String([.. new byte[shift], .. bytes]);
            stored.Should().NotContain(encoded[4..^4]);
        }
    }

    private async Task<string> DumpAsync()
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand("select data::text from mt_events union all select data::text from mt_doc_personcard");
        await using var reader = await command.ExecuteReaderAsync();
        var dump = new StringBuilder();
        while (await reader.ReadAsync()) dump.AppendLine(reader.GetString(0));
        return dump.ToString();
    }

    private async Task ExecuteAsync(string sql, params Guid[] ids)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(sql);
        foreach (var id in ids) command.Parameters.Add(new() { Value = id });
        (await command.ExecuteNonQueryAsync()).Should().Be(1);
    }
}
