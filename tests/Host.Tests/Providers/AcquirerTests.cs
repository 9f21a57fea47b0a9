using FluentAssertions;
using Marketplace.Application.Ports;
using Marketplace.Host.Callbacks;
using Marketplace.Tests.Shared;
using Xunit;

namespace Marketplace.Host.Tests.Providers;

public sealed class AcquirerFixture : IAsyncLifetime
{
    public ProviderHost Host { get; private set; } = null!;

    public async Task InitializeAsync() => Host = await ProviderHost.StartAsync(await ThrowAwayCluster.CreateDatabaseAsync("providers"));

    public async Task DisposeAsync() => await Host.DisposeAsync();
}

[Collection(ProviderTests.Name)]
public sealed class AcquirerTests(AcquirerFixture fixture) : IClassFixture<AcquirerFixture>
{
    private readonly ProviderHost host = fixture.Host;
    private readonly string payment = $"payment-{Guid.NewGuid()}";

    private IAcquirer Acquirer => host.Acquirer;

    private IEnumerable<AcquirerCallback> Callbacks => host.Acquired.Where(callback => callback.PaymentReference == payment);

    [Fact]
    public async Task P11_a_good_card_is_authorised_at_once_and_the_callback_repeats_it()
    {
        var answer = await AuthoriseAsync("tok_ok", 12_345);
        answer.Should().Be(new CardAnswer(CardOutcome.Approved, "4242"));
        var callback = (await ProviderHost.WaitAsync(Callbacks, 1)).Should().ContainSingle().Subject;
        callback.Should().BeEquivalentTo(new { Type = AcquirerEventType.Authorised, Amount = 12_345L, LastFour = "4242", Reason = (string?)null });
    }

    [Fact]
    public async Task S84_a_sale_is_captured_at_once()
    {
        (await AuthoriseAsync("tok_ok", 500, capture: true)).Outcome.Should().Be(CardOutcome.Approved);
        (await RefundAsync("refund", 500)).Outcome.Should().Be(CardOutcome.Approved);
        var callbacks = await ProviderHost.WaitAsync(Callbacks, 2);
        callbacks.Select(callback => (callback.Type, callback.Amount)).Should()
            .BeEquivalentTo([(AcquirerEventType.Captured, 500L), (AcquirerEventType.Refunded, 500L)]);
    }

    [Theory]
    [InlineData("tok_declined", "do-not-honour")]
    [InlineData("tok_of_nobody", "unknown-card")]
    public async Task S64_a_bad_card_is_declined_for_good(string token, string reason)
    {
        var declined = new CardAnswer(CardOutcome.Declined, DeclineReason: reason);
        (await AuthoriseAsync(token, 100)).Should().Be(declined);
        (await AuthoriseAsync(token, 100)).Should().Be(declined, "a refusal is repeated");
        (await Acquirer.InquireAsync(payment, default)).Should().Be(declined);
        (await CaptureAsync(100)).DeclineReason.Should().Be("not-authorised");
        var callback = (await ProviderHost.WaitAsync(Callbacks, 1)).Should().ContainSingle().Subject;
        (callback.Type, callback.Reason).Should().Be((AcquirerEventType.Declined, reason));
    }

    [Fact]
    public async Task X5_asking_twice_also_at_the_same_time_authorises_once()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => AuthoriseAsync("tok_ok", 700)));
        answers.Should().AllBeEquivalentTo(new CardAnswer(CardOutcome.Approved, "4242"));
        (await ProviderHost.WaitAsync(Callbacks, 1)).Should().ContainSingle();
    }

    [Fact]
    public async Task A_reference_used_for_another_amount_is_unknown_and_moves_nothing()
    {
        await AuthoriseAsync("tok_ok", 700);
        (await AuthoriseAsync("tok_ok", 701)).Outcome.Should().Be(CardOutcome.Unknown);
        (await AuthoriseAsync("tok_ok", 700)).Outcome.Should().Be(CardOutcome.Approved);
        (await ProviderHost.WaitAsync(Callbacks, 1)).Should().ContainSingle().Which.Amount.Should().Be(700);
    }

    [Fact]
    public async Task P11_a_part_is_captured_and_the_rest_is_let_go()
    {
        await AuthoriseAsync("tok_ok", 1_000);
        (await CaptureAsync(1_001)).DeclineReason.Should().Be("amount-exceeds-authorised");
        (await CaptureAsync(600)).Outcome.Should().Be(CardOutcome.Approved);
        (await CaptureAsync(600)).Outcome.Should().Be(CardOutcome.Approved, "it is a repeat");
        (await CaptureAsync(400)).DeclineReason.Should().Be("already-captured");
        (await Acquirer.VoidAsync(payment, default)).DeclineReason.Should().Be("already-captured");
        (await RefundAsync("refund", 601)).DeclineReason.Should().Be("amount-exceeds-captured");
        (await ProviderHost.WaitAsync(Callbacks, 3)).Where(callback => callback.Type == AcquirerEventType.Captured)
            .Should().ContainSingle().Which.Amount.Should().Be(600);
    }

    [Fact]
    public async Task P11_an_authorisation_is_let_go_once_and_cannot_be_captured_then()
    {
        await AuthoriseAsync("tok_ok", 1_000);
        (await Acquirer.VoidAsync(payment, default)).Outcome.Should().Be(CardOutcome.Approved);
        (await Acquirer.VoidAsync(payment, default)).Outcome.Should().Be(CardOutcome.Approved);
        (await CaptureAsync(1)).DeclineReason.Should().Be("not-authorised");
        (await RefundAsync("refund", 1)).DeclineReason.Should().Be("not-captured");
        (await ProviderHost.WaitAsync(Callbacks, 3)).Count(callback => callback.Type == AcquirerEventType.Voided).Should().Be(1);
    }

    [Fact]
    public async Task X2_the_same_refund_ten_times_at_once_gives_back_once()
    {
        await AuthoriseAsync("tok_ok", 1_000, capture: true);
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => RefundAsync("refund", 600)));
        answers.Should().OnlyContain(answer => answer.Outcome == CardOutcome.Approved);
        (await RefundAsync("rest", 400)).Outcome.Should().Be(CardOutcome.Approved, "only 600 have been given back");
        var callbacks = await ProviderHost.WaitAsync(Callbacks, 3);
        callbacks.Where(callback => callback.Type == AcquirerEventType.Refunded).Sum(callback => callback.Amount).Should().Be(1_000);
    }

    [Fact]
    public async Task X15_refunds_at_the_same_time_never_exceed_what_was_captured()
    {
        await AuthoriseAsync("tok_ok", 1_000, capture: true);
        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(each => Task.Run(() => RefundAsync($"refund-{each}", 300))));
        answers.Count(answer => answer.Outcome == CardOutcome.Approved).Should().Be(3);
        answers.Where(answer => answer.Outcome != CardOutcome.Approved).Should().OnlyContain(answer => answer.DeclineReason == "amount-exceeds-captured");
    }

    [Fact]
    public async Task A_refused_refund_stays_refused_and_its_callback_names_the_refund()
    {
        await AuthoriseAsync("tok_ok", 100);
        (await RefundAsync("refund", 100)).DeclineReason.Should().Be("not-captured");
        await CaptureAsync(100);
        (await RefundAsync("refund", 100)).DeclineReason.Should().Be("not-captured", "a refusal is repeated");
        (await RefundAsync("another", 100)).Outcome.Should().Be(CardOutcome.Approved);
        var refused = (await ProviderHost.WaitAsync(Callbacks, 4)).Where(callback => callback.Type == AcquirerEventType.Declined);
        refused.Should().ContainSingle().Which.RefundReference.Should().Be($"{payment}/refund");
    }

    [Fact]
    public async Task What_the_acquirer_never_heard_of_is_declined_as_unknown()
    {
        var unknown = new CardAnswer(CardOutcome.Declined, DeclineReason: "unknown-payment");
        (await Acquirer.InquireAsync(payment, default)).Should().Be(unknown);
        (await CaptureAsync(1)).Should().Be(unknown);
        (await Acquirer.VoidAsync(payment, default)).Should().Be(unknown);
        (await RefundAsync("refund", 1)).Should().Be(unknown);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task X13_an_amount_that_is_not_positive_is_never_sent(long amount)
    {
        await FluentActions.Awaiting(() => AuthoriseAsync("tok_ok", amount)).Should().ThrowAsync<ArgumentOutOfRangeException>();
        await FluentActions.Awaiting(() => CaptureAsync(amount)).Should().ThrowAsync<ArgumentOutOfRangeException>();
        await FluentActions.Awaiting(() => RefundAsync("refund", amount)).Should().ThrowAsync<ArgumentOutOfRangeException>();
        (await Acquirer.InquireAsync(payment, default)).DeclineReason.Should().Be("unknown-payment");
    }

    private Task<CardAnswer> AuthoriseAsync(string token, long amount, bool capture = false) => Acquirer.AuthoriseAsync(payment, amount, token, capture, default);

    private Task<CardAnswer> CaptureAsync(long amount) => Acquirer.CaptureAsync(payment, amount, default);

    private Task<CardAnswer> RefundAsync(string reference, long amount) => Acquirer.RefundAsync(payment, $"{payment}/{reference}", amount, default);
}
