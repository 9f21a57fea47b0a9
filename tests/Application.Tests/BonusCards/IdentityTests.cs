using System.Text;
using FluentAssertions;
using Marketplace.Application.BonusCards;
using Marketplace.Application.Customers;
using Marketplace.Application.Privacy;
using Marketplace.Domain;
using Marketplace.Domain.BonusCards;
using Marketplace.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace Marketplace.Application.Tests.BonusCards;

/// <summary>Where the identity of a card holder is, and where it is not (S58, trust.md 5.2).</summary>
[Collection(nameof(Shop))]
public sealed class IdentityTests(Shop shop)
{
    private IdentityDocuments Documents => shop.Services.GetRequiredService<IdentityDocuments>();

    [Fact]
    public async Task S58_the_identity_is_ciphertext_in_the_vault_and_nothing_of_it_is_in_the_main_database()
    {
        var (customer, applicant) = (await shop.CustomerAsync(), Somebody());
        await ApplyAsync(customer, applicant);
        var card = await CardAsync(customer);

        var document = await Documents.FindAsync(customer, card.DocumentId!.Value, CancellationToken.None);

        (document!.Surname, document.PassportNumber, document.Inn, document.Snils).Should().Be((applicant.Surname!, applicant.PassportNumber!, applicant.Inn, applicant.Snils));
        var canaries = new[] { applicant.Surname!, applicant.PassportSeries + applicant.PassportNumber, applicant.Inn!, applicant.Snils! };
        var main = await DumpAsync(shop.Store.Storage.Database.CreateConnection());
        main.Should().Contain(card.DocumentId.ToString()).And.NotContainAny([.. canaries, .. canaries.Select(Base64)]);
        var vault = await DumpAsync(await shop.Services.GetRequiredService<VaultDatabase>().Source.OpenConnectionAsync());
        vault.Should().Contain(card.DocumentId.ToString()).And.NotContainAny([.. canaries, .. canaries.Select(Hex)]);
    }

    [Fact]
    public async Task S60_closing_deletes_the_identity_and_frees_it_for_another_account()
    {
        var (first, second, applicant) = (await shop.CustomerAsync(), await shop.CustomerAsync(), Somebody());
        await ApplyAsync(first, applicant);
        var document = (await CardAsync(first)).DocumentId!.Value;
        var inUse = () => ApplyAsync(second, applicant);
        (await inUse.Should().ThrowAsync<RefusedException>()).Which.Rejection.Code.Should().Be("bonus-card.identity-in-use");

        await shop.InvokeAsync(new CloseBonusCard(first));

        await Shop.EventuallyAsync(async () => await Documents.FindAsync(first, document, CancellationToken.None) is null, "the identity is deleted");
        await ApplyAsync(second, applicant);
        await shop.InvariantsHoldAsync();
    }

    [Fact]
    public async Task S58_one_document_a_customer_is_kept_and_a_late_deletion_spares_the_newer()
    {
        var customer = await shop.CustomerAsync();
        await ApplyAsync(customer, Somebody());
        var old = (await CardAsync(customer)).DocumentId!.Value;
        await shop.InvokeAsync(new CloseBonusCard(customer));
        await ApplyAsync(customer, Somebody());
        var now = (await CardAsync(customer)).DocumentId!.Value;

        await shop.InvokeAsync(new DeleteIdentityDocument(old));

        now.Should().NotBe(old);
        (await Documents.FindAsync(customer, now, CancellationToken.None)).Should().NotBeNull();
        (await Documents.DeleteOfSubjectAsync(customer, CancellationToken.None)).Should().Be(1);
        (await Documents.FindAsync(customer, now, CancellationToken.None)).Should().BeNull();
    }

    [Fact]
    public async Task S58_a_document_opens_neither_without_its_customers_key_nor_when_it_was_moved()
    {
        var (customer, other) = (await shop.CustomerAsync(), await shop.CustomerAsync());
        await ApplyAsync(customer, Somebody());
        await ApplyAsync(other, Somebody());
        var (document, others) = ((await CardAsync(customer)).DocumentId!.Value, (await CardAsync(other)).DocumentId!.Value);
        await using (var move = shop.Services.GetRequiredService<VaultDatabase>().Source.CreateCommand(
            $"update identity_documents set box = (select box from identity_documents where subject_id = '{other}') where subject_id = '{customer}'"))
        {
            await move.ExecuteNonQueryAsync();
        }

        var moved = () => Documents.FindAsync(customer, document, CancellationToken.None);
        await moved.Should().ThrowAsync<PiiTamperedException>();
        await shop.Services.GetRequiredService<IDataKeys>().DestroyAsync(other);
        (await Documents.FindAsync(other, others, CancellationToken.None)).Should().BeNull();
    }

    private Task<IssuedAnswer> ApplyAsync(Guid customer, Applicant applicant) => shop.InvokeAsync<IssuedAnswer>(new ApplyForBonusCard(
        customer, Guid.NewGuid(), new PersonalDataConsentText().Version, applicant, Shop.Key(customer)));

    private async Task<BonusCard> CardAsync(Guid customer)
    {
        await using var session = shop.Store.QuerySession();
        return (await session.LoadAsync<BonusCard>(AccountIds.BonusCardId(customer)))!;
    }

    private static Applicant Somebody() => new(
        $"Петрова-{Letters()}", "Мария", null, new DateOnly(1990, 5, 17), $"{Random.Shared.Next(1000, 9999)}", $"{Random.Shared.Next(100_000, 999_999)}",
        IdentityNumbers.Inn($"{Random.Shared.NextInt64(1_000_000_000, 9_999_999_999)}"), IdentityNumbers.Snils($"{Random.Shared.Next(100_000_000, 999_999_999)}"));

    private static string Letters() => string.Concat(Enumerable.Range(0, 10).Select(_ => (char)('а' + Random.Shared.Next(30))));

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('=')[..^1];

    private static string Hex(string text) => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text));

    // Every row of every table as text; bytea comes as hexadecimal.
    private static async Task<string> DumpAsync(NpgsqlConnection connection)
    {
        await using var open = connection;
        if (open.State != System.Data.ConnectionState.Open) await open.OpenAsync();
        List<string> tables = [];
        await using (var list = new NpgsqlCommand("select format('%I.%I', schemaname, tablename) from pg_tables where schemaname not in ('pg_catalog', 'information_schema')", open))
        await using (var rows = await list.ExecuteReaderAsync())
        {
            while (await rows.ReadAsync()) tables.Add(rows.GetString(0));
        }

        var dump = new StringBuilder();
        foreach (var table in tables)
        {
            await using var all = new NpgsqlCommand($"select coalesce(string_agg(t::text, ' '), '') from {table} t", open);
            dump.Append(await all.ExecuteScalarAsync());
        }

        return dump.ToString();
    }
}
