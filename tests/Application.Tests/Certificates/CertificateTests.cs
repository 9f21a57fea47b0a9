using FluentAssertions;
using Marketplace.Application.Audit;
using Marketplace.Application.Certificates;
using Marketplace.Application.Privacy;
using Marketplace.Domain;
using Marketplace.Domain.Certificates;
using Marketplace.Domain.Wallets;
using Xunit;

namespace Marketplace.Application.Tests.Certificates;

/// <summary>Gift certificates on a real store: one activation, limits for guesses, and nothing kept that could be spent.</summary>
[Collection(nameof(Shop))]
public sealed class CertificateTests(Shop shop)
{
    private const long Face = 2_500_00;
    private readonly Secret address = new(Guid.NewGuid().ToString());

    [Fact]
    public async Task S87_a_code_brings_its_whole_face_value_once()
    {
        var customer = await shop.CustomerAsync();
        var code = (await IssueAsync(1)).Single();

        var answer = await ActivateAsync(customer, code.ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal));

        answer.Amount.Should().Be(Face);
        (await shop.WalletAsync(customer)).Available.Kopecks.Should().Be(Face);
        (await RefusalAsync(customer, code)).Should().Be("certificate.used");
        (await RefusalAsync(await shop.CustomerAsync(), code)).Should().Be("certificate.used");
        (await shop.WalletAsync(customer)).Available.Kopecks.Should().Be(Face);
        await shop.InvariantsHoldAsync();
    }

    [Fact]
    public async Task S87_I8_of_a_hundred_activations_of_one_code_at_once_one_wins()
    {
        var customers = new List<Guid>();
        for (var n = 0; n < 10; n++) customers.Add(await shop.CustomerAsync());
        var code = (await IssueAsync(1)).Single();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 100).Select(n => OutcomeAsync(customers[n % 10], code)));

        outcomes.Count(o => o is null).Should().Be(1);
        outcomes.Where(o => o is not null).Should().OnlyContain(o => o == "certificate.used");
        var balances = new List<long>();
        foreach (var customer in customers) balances.Add((await shop.WalletAsync(customer)).Balance.Kopecks);
        balances.Sum().Should().Be(Face);
        await shop.InvariantsHoldAsync();
    }

    [Fact]
    public async Task S87_an_expired_certificate_is_told_to_who_has_its_code_and_moves_nothing()
    {
        var customer = await shop.CustomerAsync();
        var code = (await IssueAsync(1, TimeSpan.FromTicks(1))).Single();
        shop.Clock.Advance(TimeSpan.FromTicks(10));

        (await RefusalAsync(customer, code)).Should().Be("certificate.expired");

        (await shop.WalletAsync(customer)).Balance.Kopecks.Should().Be(0);
        await shop.InvariantsHoldAsync();
    }

    [Fact]
    public async Task S87_ten_wrong_codes_an_hour_are_answered_alike_and_after_them_the_right_one_is_refused_too()
    {
        var customer = await shop.CustomerAsync();
        var code = (await IssueAsync(1)).Single();
        string[] wrong = ["0000-0000-0000-0000", "ZZZZ-ZZZZ-ZZZZ-ZZZZ", "short", "", new string('x', 4000)];

        List<Domain.Rejection> answers = [];
        for (var n = 0; n < 10; n++) answers.Add((await Assert.ThrowsAsync<RefusedException>(() => ActivateAsync(customer, wrong[n % wrong.Length]))).Rejection);
        answers.Should().AllBeEquivalentTo(CertificateErrors.Unknown, "neither the code nor a word of it tells a code that cannot be from one that nobody has");
        (await RefusalAsync(customer, code)).Should().Be("certificate.too-many-attempts");

        shop.Clock.Advance(TimeSpan.FromHours(1));
        (await ActivateAsync(customer, code)).Amount.Should().Be(Face);
    }

    [Fact]
    public async Task S87_wrong_codes_of_one_address_count_together_whoever_enters_them()
    {
        var code = (await IssueAsync(1)).Single();
        for (var n = 0; n < 10; n++) (await RefusalAsync(await shop.CustomerAsync(), "0000", from: address)).Should().Be("certificate.unknown");

        var stranger = await shop.CustomerAsync();
        (await RefusalAsync(stranger, code, from: address)).Should().Be("certificate.too-many-attempts");
        (await ActivateAsync(stranger, code)).Amount.Should().Be(Face, "from another place nothing was guessed");
    }

    [Fact]
    public async Task S87_thirty_wrong_codes_a_day_are_the_most()
    {
        var customer = await shop.CustomerAsync();
        for (var n = 0; n < 30; n++)
        {
            (await RefusalAsync(customer, "0000")).Should().Be("certificate.unknown", $"it is the {n + 1}th");
            shop.Clock.Advance(TimeSpan.FromMinutes(10));
        }

        shop.Clock.Advance(TimeSpan.FromHours(2));
        (await RefusalAsync(customer, "0000")).Should().Be("certificate.too-many-attempts");
        shop.Clock.Advance(TimeSpan.FromHours(17));
        (await RefusalAsync(customer, "0000")).Should().Be("certificate.unknown");
    }

    [Fact]
    public async Task S87_fifty_wrong_codes_at_once_are_looked_up_ten_times()
    {
        var customer = await shop.CustomerAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => OutcomeAsync(customer, "0000", address)));

        outcomes.Count(o => o == "certificate.unknown").Should().Be(10);
        outcomes.Count(o => o == "certificate.too-many-attempts").Should().Be(40);
    }

    [Fact]
    public async Task S87_codes_are_shown_once_and_kept_nowhere()
    {
        var key = Shop.Key(Idempotency.RequestKey.House);
        var batch = await shop.InvokeAsync<CertificateBatch>(Issue(3, TimeSpan.FromDays(30), key));
        batch.Codes.Should().HaveCount(3).And.OnlyHaveUniqueItems();
        await ActivateAsync(await shop.CustomerAsync(), batch.Codes[0]);

        var everything = string.Join('\n', await DumpAsync());
        everything.Should().Contain(batch.BatchId.ToString(), "the batch itself is there");
        foreach (var code in batch.Codes) everything.Should().NotContainAny(code, code.Replace("-", "", StringComparison.Ordinal));
        await using var session = shop.Store.QuerySession();
        var stored = await session.LoadAsync<Idempotency.StoredAnswer>(key.Id);
        stored!.Body!.Value.Should().Contain("\"codes\":[]", "a repeat is answered with the batch and without its codes");
    }

    [Fact]
    public async Task I8_a_second_activation_planted_in_the_store_is_found()
    {
        using var apart = new ApartShop();
        var other = await apart.StartAsync();
        var customer = await other.CustomerAsync();
        var code = (await other.InvokeAsync<CertificateBatch>(Issue(1, TimeSpan.FromDays(1), null, other))).Codes.Single();
        var answer = await other.InvokeAsync<CertificateAnswer>(new ActivateCertificate(customer, new Secret(code), null, null));
        await other.InvariantsHoldAsync();

        await using (var session = other.Store.LightweightSession())
        {
            var now = other.Clock.GetUtcNow();
            session.Events.Append(answer.CertificateId, new CertificateActivated(answer.CertificateId, customer, AccountIds.WalletId(customer), Face, now));
            session.Events.Append(AccountIds.WalletId(customer), new WalletCredited(AccountIds.WalletId(customer), answer.CertificateId, Face, CreditSource.Certificate, answer.CertificateId, null, now));
            await session.SaveChangesAsync();
        }

        (await Invariants.CheckAsync(other.Store, CancellationToken.None)).Violations.Select(v => v.Invariant).Should().NotBeEmpty().And.OnlyContain(i => i == "I8");
    }

    private async Task<IReadOnlyList<string>> IssueAsync(int count, TimeSpan? life = null) =>
        (await shop.InvokeAsync<CertificateBatch>(Issue(count, life ?? TimeSpan.FromDays(365), null))).Codes;

    private IssueCertificates Issue(int count, TimeSpan life, Idempotency.RequestKey? key, Shop? of = null) =>
        new(Guid.NewGuid(), Face, count, (of ?? shop).Clock.GetUtcNow() + life, "admin-3", key);

    private Task<CertificateAnswer> ActivateAsync(Guid customer, string code, Secret? from = null) =>
        shop.InvokeAsync<CertificateAnswer>(new ActivateCertificate(customer, new Secret(code), from, null));

    private async Task<string> RefusalAsync(Guid customer, string code, Secret? from = null) =>
        (await Assert.ThrowsAsync<RefusedException>(() => ActivateAsync(customer, code, from))).Rejection.Code;

    private async Task<string?> OutcomeAsync(Guid customer, string code, Secret? from = null)
    {
        try
        {
            await ActivateAsync(customer, code, from);
            return null;
        }
        catch (RefusedException refused)
        {
            return refused.Rejection.Code;
        }
    }

    private async Task<IReadOnlyList<string>> DumpAsync()
    {
        await using var connection = shop.Store.Storage.Database.CreateConnection();
        await connection.OpenAsync();
        await using var tables = new Npgsql.NpgsqlCommand(
            "select format('select to_jsonb(t)::text from %I.%I t', schemaname, tablename) from pg_tables where schemaname like 'marketplace%'", connection);
        List<string> queries = [], rows = [];
        await using (var reader = await tables.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync()) queries.Add(reader.GetString(0));
        }

        foreach (var query in queries)
        {
            await using var select = new Npgsql.NpgsqlCommand(query, connection);
            await using var reader = await select.ExecuteReaderAsync();
            while (await reader.ReadAsync()) rows.Add(reader.GetString(0));
        }

        return rows;
    }
}
