using System.Net;
using FluentAssertions;
using Marketplace.Application.Ports;
using Marketplace.Host.Callbacks;
using Xunit;

namespace Marketplace.Host.Tests.Providers;

[Collection(ProviderTests.Name)]
public sealed class CardConfirmationTests(AcquirerFixture fixture) : IClassFixture<AcquirerFixture>
{
    private readonly ProviderHost host = fixture.Host;
    private readonly string payment = $"payment-{Guid.NewGuid()}";

    private IEnumerable<AcquirerCallback> Callbacks => host.Acquired.Where(callback => callback.PaymentReference == payment);

    [Fact]
    public async Task S64_the_owner_approves_on_the_page_and_the_callback_follows()
    {
        var page = await AskAsync();
        var html = await host.Client.GetStringAsync(page);
        html.Should().Contain("12.34").And.Contain($"{page.Segments[^1]}/approval").And.Contain($"{page.Segments[^1]}/decline");
        Callbacks.Should().BeEmpty("looking is not approving");
        (await PostAsync(page, "approval")).Should().Be(HttpStatusCode.OK);
        (await ProviderHost.WaitAsync(Callbacks, 1)).Should().ContainSingle().Which.Type.Should().Be(AcquirerEventType.Authorised);
        (await host.Acquirer.InquireAsync(payment, default)).Should().Be(new CardAnswer(CardOutcome.Approved, "3220"));
        (await host.Client.GetStringAsync(page)).Should().Contain("Approved").And.NotContain("<form");
    }

    [Fact]
    public async Task S64_what_the_owner_declined_stays_declined()
    {
        var page = await AskAsync();
        (await PostAsync(page, "decline")).Should().Be(HttpStatusCode.OK);
        (await PostAsync(page, "decline")).Should().Be(HttpStatusCode.OK);
        (await PostAsync(page, "approval")).Should().Be(HttpStatusCode.Conflict);
        (await host.Acquirer.InquireAsync(payment, default)).Should().Be(new CardAnswer(CardOutcome.Declined, DeclineReason: "confirmation-declined"));
        (await ProviderHost.WaitAsync(Callbacks, 1)).Should().ContainSingle().Which.Reason.Should().Be("confirmation-declined");
    }

    [Fact]
    public async Task Until_the_owner_decides_the_same_confirmation_is_asked_for_and_nothing_can_be_captured()
    {
        var page = await AskAsync();
        (await AskAsync()).Should().Be(page);
        (await host.Acquirer.InquireAsync(payment, default)).ConfirmationUrl.Should().Be(page);
        (await host.Acquirer.CaptureAsync(payment, 1_234, default)).DeclineReason.Should().Be("not-authorised");
    }

    [Fact]
    public async Task A_payment_that_the_shop_let_go_cannot_be_confirmed_any_more()
    {
        var page = await AskAsync();
        (await host.Acquirer.VoidAsync(payment, default)).Outcome.Should().Be(CardOutcome.Approved);
        (await PostAsync(page, "approval")).Should().Be(HttpStatusCode.Conflict);
        (await host.Acquirer.InquireAsync(payment, default)).Should().Be(
            new CardAnswer(CardOutcome.Declined, DeclineReason: "not-confirmed"), "money that never was must not be credited");
        (await ProviderHost.WaitAsync(Callbacks, 1)).Should().ContainSingle().Which.Type.Should().Be(AcquirerEventType.Voided);
    }

    [Fact]
    public async Task A_link_alone_never_approves_and_an_unknown_page_is_not_found()
    {
        var page = await AskAsync();
        (await host.Client.GetAsync($"{page}/approval")).StatusCode.Should().Be(HttpStatusCode.MethodNotAllowed);
        (await host.Client.GetAsync(new Uri(page, Guid.NewGuid().ToString()))).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await host.Acquirer.InquireAsync(payment, default)).Outcome.Should().Be(CardOutcome.ConfirmationNeeded);
    }

    private async Task<Uri> AskAsync()
    {
        var answer = await host.Acquirer.AuthoriseAsync(payment, 1_234, "tok_3ds", capture: false, default);
        answer.Outcome.Should().Be(CardOutcome.ConfirmationNeeded);
        return answer.ConfirmationUrl!;
    }

    private async Task<HttpStatusCode> PostAsync(Uri page, string decision)
    {
        using var answer = await host.Client.PostAsync($"{page}/{decision}", null);
        return answer.StatusCode;
    }
}
