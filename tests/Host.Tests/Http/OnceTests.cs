using System.Net;
using FluentAssertions;
using Marketplace.Application;
using Marketplace.Application.Idempotency;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Wolverine.Runtime.Recurring;
using Xunit;

namespace Marketplace.Host.Tests.Http;

[Collection(HttpTests.Name)]
public sealed class OnceTests(HttpFixture fixture)
{
    private readonly string key = Guid.NewGuid().ToString();
    private string? rowId;

    [Fact]
    public async Task I10_a_repeat_answers_the_stored_status_and_body_and_has_no_effect()
    {
        var wallet = await fixture.WalletAsync(100);
        var first = await CreditAsync(wallet, """{"amount":50}""");
        var second = await CreditAsync(wallet, """{"amount":50}""");

        first.Status.Should().Be(HttpStatusCode.Created);
        first.Header("Idempotency-Replayed").Should().BeNull();
        ((string?)first.Json["word"]).Should().Be("changed-mind");
        second.Should().BeEquivalentTo(first, o => o.Excluding(a => a.Headers).Excluding(a => a.Json));
        second.Header("Idempotency-Replayed").Should().Be("true");
        second.Header("Location").Should().Be(first.Header("Location"));
        (await fixture.ReadAsync(wallet)).Available.Kopecks.Should().Be(150);
    }

    [Fact]
    public async Task X33_after_a_restart_the_key_still_answers_the_first_result()
    {
        var wallet = await fixture.WalletAsync(100);
        var first = await CreditAsync(wallet, """{"amount":50}""");

        await using var restarted = await HttpHost.StartAsync(fixture.Database, fixture.Vault);
        var second = await restarted.PostAsync($"/api/trial/wallets/{wallet}/credits", """{"amount":50}""", ("Idempotency-Key", key));

        second.Body.Should().Be(first.Body);
        second.Header("Idempotency-Replayed").Should().Be("true");
        (await fixture.ReadAsync(wallet)).Available.Kopecks.Should().Be(150);
    }

    [Fact]
    public async Task I10_twenty_equal_requests_at_once_have_one_effect_and_twenty_equal_answers()
    {
        var wallet = await fixture.WalletAsync(100);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => CreditAsync(wallet, """{"amount":50}""")));

        answers.Select(a => a.Status).Should().AllBeEquivalentTo(HttpStatusCode.Created);
        answers.Select(a => a.Body).Distinct().Should().ContainSingle();
        answers.Count(a => a.Header("Idempotency-Replayed") is null).Should().Be(1);
        (await fixture.ReadAsync(wallet)).Available.Kopecks.Should().Be(150);
    }

    [Fact]
    public async Task I10_twenty_equal_requests_that_only_one_can_afford_are_still_answered_alike()
    {
        var wallet = await fixture.WalletAsync(100);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => SpendAsync(wallet, key, 100)));

        answers.Select(a => a.Status).Should().AllBeEquivalentTo(HttpStatusCode.OK);
        answers.Select(a => a.Body).Distinct().Should().ContainSingle();
        (await fixture.ReadAsync(wallet)).Holds.Should().ContainSingle();
    }

    [Fact]
    public async Task Twenty_different_requests_that_only_one_can_afford_are_one_success_and_nineteen_refusals()
    {
        var wallet = await fixture.WalletAsync(100);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => SpendAsync(wallet, $"{key}-{i}", 100)));

        answers.Count(a => a.Status == HttpStatusCode.OK).Should().Be(1);
        answers.Count(a => a.Code == "wallet.insufficient-funds").Should().Be(19);
        (await fixture.ReadAsync(wallet)).Holds.Should().ContainSingle();
    }

    [Fact]
    public async Task The_same_key_with_another_body_is_422_and_has_no_effect()
    {
        var wallet = await fixture.WalletAsync(100);
        await CreditAsync(wallet, """{"amount":50}""");
        var other = await CreditAsync(wallet, """{"amount":51}""");

        other.Status.Should().Be(HttpStatusCode.UnprocessableEntity);
        other.Code.Should().Be("request.idempotency-key-reused");
        (await fixture.ReadAsync(wallet)).Available.Kopecks.Should().Be(150);
    }

    [Fact]
    public async Task The_same_key_on_another_route_or_for_another_person_is_another_request()
    {
        var (one, two) = (await fixture.WalletAsync(100), await fixture.WalletAsync(100));
        await CreditAsync(one, """{"amount":50}""");
        (await CreditAsync(two, """{"amount":50}""")).Header("Idempotency-Replayed").Should().BeNull();

        var anna = await fixture.Host.PostAsync("/api/trial/staff", null, ("Idempotency-Key", key), ("X-User", "anna"));
        var boris = await fixture.Host.PostAsync("/api/trial/staff", null, ("Idempotency-Key", key), ("X-User", "boris"));
        var annaAgain = await fixture.Host.PostAsync("/api/trial/staff/", null, ("Idempotency-Key", key), ("X-User", "anna"));
        boris.Status.Should().Be(HttpStatusCode.OK);
        boris.Body.Should().NotBe(anna.Body);
        boris.Header("Idempotency-Replayed").Should().BeNull();
        annaAgain.Body.Should().Be(anna.Body);
    }

    [Fact]
    public async Task The_same_address_in_other_letters_is_the_same_request()
    {
        var wallet = await fixture.WalletAsync(100);
        var first = await CreditAsync(wallet, """{"amount":50}""");
        var path = $"/API/Trial/Wallets/{wallet.ToString().ToUpperInvariant()}/Credits/";
        var second = await fixture.Host.PostAsync(path, """{"amount":50}""", ("Idempotency-Key", key));
        second.Body.Should().Be(first.Body);
        (await fixture.ReadAsync(wallet)).Available.Kopecks.Should().Be(150);
    }

    [Fact]
    public async Task Without_a_key_or_with_one_that_cannot_be_a_key_nothing_happens()
    {
        var wallet = await fixture.WalletAsync(100);
        var path = $"/api/trial/wallets/{wallet}/credits";
        (await fixture.Host.PostAsync(path, """{"amount":50}""")).Code.Should().Be("request.idempotency-key-missing");
        (await fixture.Host.PostAsync(path, """{"amount":50}""", ("Idempotency-Key", ""))).Code.Should().Be("request.idempotency-key-missing");
        (await fixture.Host.PostAsync(path, """{"amount":50}""", ("Idempotency-Key", new string('k', 256)))).Code.Should().Be("request.idempotency-key-invalid");
        (await fixture.Host.PostAsync(path, """{"amount":50}""", ("Idempotency-Key", "a b"))).Code.Should().Be("request.idempotency-key-invalid");
        (await fixture.ReadAsync(wallet)).Available.Kopecks.Should().Be(100);
        (await fixture.Host.PostAsync(path, """{"amount":50}""", ("Idempotency-Key", new string('k', 255)))).Status.Should().Be(HttpStatusCode.Created);
    }

    [Fact]
    public async Task I19_a_refusal_is_not_stored_and_is_decided_again()
    {
        var wallet = await fixture.WalletAsync(100);
        (await SpendAsync(wallet, key, 120)).Code.Should().Be("wallet.insufficient-funds");
        await fixture.Host.PostAsync($"/api/trial/wallets/{wallet}/credits", """{"amount":50}""", ("Idempotency-Key", key));

        (await SpendAsync(wallet, key, 120)).Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_race_lost_for_good_is_409()
    {
        var answer = await fixture.Host.PostAsync("/api/trial/loser", null, ("Idempotency-Key", key));
        answer.Status.Should().Be(HttpStatusCode.Conflict);
        answer.Code.Should().Be("concurrency.conflict");
    }

    [Fact]
    public async Task A_commit_whose_connection_broke_is_answered_as_the_commit_that_it_was()
    {
        var wallet = await fixture.WalletAsync(100);
        var answer = await fixture.Host.PostAsync($"/api/trial/wallets/{wallet}/ambiguous", null, ("Idempotency-Key", key));
        answer.Status.Should().Be(HttpStatusCode.OK);
        ((long?)answer.Json["available"]).Should().Be(105);
        (await fixture.ReadAsync(wallet)).Available.Kopecks.Should().Be(105);
    }

    [Fact]
    public async Task A_repeat_waits_for_the_last_answer_of_a_request_that_still_runs()
    {
        var path = $"/api/trial/wallets/{Guid.NewGuid()}/slow";
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => fixture.Host.PostAsync(path, null, ("Idempotency-Key", key))));
        answers.Select(a => a.Body).Distinct().Should().ContainSingle();
        ((string?)answers[0].Json["word"]).Should().Be("pickup-point");
    }

    [Fact]
    public async Task An_old_answer_is_gone_and_its_key_still_stops_a_second_effect()
    {
        var wallet = await fixture.WalletAsync(100);
        await CreditAsync(wallet, """{"amount":50}""");
        await AgeAsync(TimeSpan.FromHours(73));
        await fixture.ForgetAsync();

        var late = await CreditAsync(wallet, """{"amount":50}""");

        late.Status.Should().Be(HttpStatusCode.Gone);
        late.Code.Should().Be("request.answer-gone");
        (await fixture.ReadAsync(wallet)).Available.Kopecks.Should().Be(150);
        await AgeAsync(TimeSpan.FromDays(31));
        await fixture.ForgetAsync();
        (await CreditAsync(wallet, """{"amount":50}""")).Status.Should().Be(HttpStatusCode.Created, "after 30 days the key is new");
    }

    [Fact]
    public async Task The_clean_up_is_on_a_schedule_and_runs_when_it_is_due()
    {
        var wallet = await fixture.WalletAsync(100);
        await CreditAsync(wallet, """{"amount":50}""");
        await AgeAsync(TimeSpan.FromHours(73));
        var schedules = fixture.Host.Services.GetRequiredService<IRecurringScheduleControl>();
        Guid[] waiting = [];
        (await EventuallyAsync(async () => (waiting = await WaitingAsync(schedules)).Length > 0)).Should().BeTrue("the next occurrence waits in the database");

        // Its time comes sooner than the clock says.
        await using var source = NpgsqlDataSource.Create(fixture.Database);
        await using var command = source.CreateCommand($"update {MarketplaceStore.MessageSchema}.wolverine_incoming_envelopes set execution_time = now() where id = any($1)");
        command.Parameters.Add(new() { Value = waiting });
        (await command.ExecuteNonQueryAsync()).Should().Be(1);

        (await EventuallyAsync(async () => (await CreditAsync(wallet, """{"amount":50}""")).Code == "request.answer-gone")).Should().BeTrue();
    }

    private static async Task<Guid[]> WaitingAsync(IRecurringScheduleControl schedules) =>
        (await schedules.QueryAsync(CancellationToken.None)).SingleOrDefault(s => s.Name == nameof(ForgetOldAnswers))?.EnvelopeIds ?? [];

    private static async Task<bool> EventuallyAsync(Func<Task<bool>> isSo)
    {
        for (var i = 0; i < 300; i++)
        {
            if (await isSo()) return true;
            await Task.Delay(100);
        }

        return false;
    }

    private Task<Answer> CreditAsync(Guid wallet, string json) =>
        fixture.Host.PostAsync($"/api/trial/wallets/{wallet}/credits", json, ("Idempotency-Key", key));

    private Task<Answer> SpendAsync(Guid wallet, string withKey, long amount) =>
        fixture.Host.PostAsync($"/api/trial/wallets/{wallet}/spending", $$"""{"amount":{{amount}},"code":"482913"}""", ("Idempotency-Key", withKey));

    // Tests of one collection run one after another, so the newest row is this test's.
    private async Task AgeAsync(TimeSpan age)
    {
        await using var session = fixture.Host.Services.GetRequiredService<IDocumentStore>().LightweightSession();
        rowId ??= (await session.Query<StoredAnswer>().OrderByDescending(a => a.AnsweredAt).Take(1).ToListAsync()).Single().Id;
        var row = await session.LoadAsync<StoredAnswer>(rowId);
        session.Store(row! with { AnsweredAt = DateTimeOffset.UtcNow - age });
        await session.SaveChangesAsync();
    }
}
