using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using FluentAssertions;
using Marketplace.Host.Tests.Journeys;
using Xunit;

namespace Marketplace.Host.Tests.Notifications;

/// <summary>What a customer gets while shopping, over HTTP and SMTP.</summary>
[Collection(nameof(HostFixture))]
public partial class NoticeJourneyTests(HostFixture fixture)
{
    private readonly RunningHost host = fixture.Host;

    [Fact]
    public async Task S17_S18_the_letter_links_to_a_page_that_proves_nothing_until_its_button_is_pressed()
    {
        var customer = await host.CustomerAsync();
        customer.Email = $"c{Guid.NewGuid():N}@example.com";
        (await customer.PostAsync("/api/account/email", new { email = customer.Email })).Expect(HttpStatusCode.Accepted);
        var link = (await LettersAsync(customer, 1))[0].Link!;
        link.Should().StartWith($"{host.Url}confirm-email?token=");

        for (var i = 0; i < 2; i++) (await customer.GetAsync(new Uri(link).PathAndQuery)).Expect(HttpStatusCode.OK);
        (await customer.PostAsync("/api/account/email/confirmation", new { token = TokenOf(link) })).Expect(HttpStatusCode.NoContent);
        (await customer.PostAsync("/api/account/email/confirmation", new { token = TokenOf(link) })).Code.Should().NotBeNull("it had not been used before the button was pressed");
    }

    [Theory]
    [InlineData("confirm-email", "/api/account/email/confirmation")]
    [InlineData("cancel-contact-change", "/api/contact-changes/")]
    public async Task D11_the_pages_run_their_own_script_alone_and_repeat_nothing_of_the_request(string page, string posts)
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(host.Url, $"{page}?token=%22%3E%3Cscript%3Ealert(1)%3C/script%3E"));
        var html = await answer.Content.ReadAsStringAsync();
        var script = Script().Match(html).Groups[1].Value;
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();

        html.Should().NotContain("alert(1)");
        script.Should().Contain(posts).And.Contain("history.replaceState");
        policy.Should().Contain($"script-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}'")
            .And.StartWith("default-src 'none'").And.NotContain("unsafe").And.Contain("form-action 'none'").And.Contain("frame-ancestors 'none'");
        answer.Headers.CacheControl!.NoStore.Should().BeTrue();
        answer.Headers.GetValues("Referrer-Policy").Single().Should().Be("no-referrer");
    }

    [Fact]
    public async Task S52_S53_a_verified_customer_gets_receipts_and_the_way_of_the_order_by_letter()
    {
        var customer = await host.ProtectedCustomerAsync(500_00);
        var order = (await customer.PlaceAsync(("books-900", 1))).Id("orderId");
        (await customer.PayAsync(order, wallet: 10_01)).Expect(HttpStatusCode.OK);
        await host.DeliverAsync(order);
        var letters = await LettersAsync(customer, 5);
        letters.Select(l => l.Text.Split('\n')[0]).Should().Contain(["Чек об оплате заказа", "Заказ передан в доставку", "Заказ ждёт вас", "Заказ получен"]);
        letters.Where(l => l.Text.Contains($"{order}", StringComparison.Ordinal)).Should().HaveCount(4).And.OnlyContain(l => l.Code == null);

        var receipt = (await customer.OrderAsync(order)).Body["receipts"]!.AsArray().Should().ContainSingle().Subject!;
        ((string)receipt["kind"]!, (long)receipt["amount"]!).Should().Be(("sale", 10_01));
        var path = $"/api/orders/{order}/receipts/{receipt["receiptId"]}/sending";
        for (var i = 0; i < 3; i++) (await customer.PostAsync(path)).Expect(HttpStatusCode.Accepted);
        var refused = (await customer.PostAsync(path)).Expect(HttpStatusCode.TooManyRequests);
        refused.Code.Should().Be("order.receipt-sent-too-often");
        refused.Headers.RetryAfter.Should().NotBeNull();
        (await LettersAsync(customer, 8)).Count(l => l.Text.Contains("(повторно)", StringComparison.Ordinal)).Should().Be(3);
        (await customer.OrderAsync(order)).Body["receipts"]!.AsArray().Should().ContainSingle("sending is no second receipt");
        (await customer.PostAsync($"/api/orders/{order}/receipts/{Guid.NewGuid()}/sending")).Expect(HttpStatusCode.NotFound).Code.Should().Be("order.receipt-unknown");
        (await (await host.CustomerAsync()).PostAsync(path)).Expect(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task S53_without_an_e_mail_an_sms_links_to_the_receipts_and_nothing_is_sent_again()
    {
        var customer = await host.CustomerAsync(500_00);
        var order = (await customer.PlaceAsync(("books-900", 1))).Id("orderId");
        (await customer.PayAsync(order, wallet: 10_01)).Expect(HttpStatusCode.OK);
        var receipt = (await customer.OrderAsync(order)).Body["receipts"]![0]!["receiptId"];
        (await customer.PostAsync($"/api/orders/{order}/receipts/{receipt}/sending")).Expect(HttpStatusCode.Conflict).Code.Should().Be("customer.no-verified-email");

        var sms = await UntilAsync(customer.Phone, m => m.Exists(s => s.Link is not null), customer);
        var link = new Uri(sms.First(s => s.Link is not null).Link!);
        var page = (await host.Anonymous().GetAsync(link.PathAndQuery)).Expect(HttpStatusCode.OK);
        page.Raw.Should().Contain("10.01 ₽").And.NotContain(customer.Phone);
        (await host.Anonymous().GetAsync($"/receipts?token={new string('0', 64)}")).Expect(HttpStatusCode.NotFound);
        (await host.Anonymous().GetAsync("/receipts")).Expect(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task X26_D11_the_old_phone_gets_a_link_that_cancels_the_change_without_a_session()
    {
        var customer = await host.ProtectedCustomerAsync();
        var newPhone = $"+7926{Random.Shared.NextInt64(1_000_000, 9_999_999)}";
        var asked = (await customer.PostAsync("/api/account/contact-changes", new { phone = newPhone })).Expect(HttpStatusCode.Accepted);
        var code = (await UntilAsync(newPhone, m => m.Exists(s => s.Code is not null), customer))[0].Code;
        var path = $"/api/account/contact-changes/{asked.Id("changeId")}";
        (await customer.PostAsync($"{path}/confirmation", new { newCode = code })).Expect(HttpStatusCode.OK).Text("status").Should().Be("scheduled");

        var warning = (await UntilAsync(customer.Phone, m => m.Exists(s => s.Link is not null), customer)).First(s => s.Link is not null);
        warning.Link.Should().StartWith($"{host.Url}cancel-contact-change?token=");
        (await LettersAsync(customer, 2)).Should().Contain(l => l.Link == warning.Link);
        (await host.Anonymous().PostAsync($"/api/contact-changes/{TokenOf(warning.Link!)}/cancellation", new { })).Expect(HttpStatusCode.NoContent);
        (await customer.GetAsync(path)).Text("status").Should().Be("cancelled");
    }

    private static string TokenOf(string link) => link[(link.IndexOf("token=", StringComparison.Ordinal) + 6)..];

    private static Task<List<Seen>> LettersAsync(Api customer, int count) => UntilAsync(customer.Email, m => m.Count >= count, customer);

    private static async Task<List<Seen>> UntilAsync(string to, Func<List<Seen>, bool> hoped, Api reader)
    {
        var answer = await reader.UntilAsync($"/dev/messages?to={Uri.EscapeDataString(to)}", a => hoped(Read(a)));
        return Read(answer);
    }

    private static List<Seen> Read(Answer answer) =>
        [.. answer.Body.AsArray().Select(m => new Seen((string)m!["text"]!, (string?)m["code"], (string?)m["link"]))];

    private sealed record Seen(string Text, string? Code, string? Link);

    [GeneratedRegex("<script>(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Script();
}
