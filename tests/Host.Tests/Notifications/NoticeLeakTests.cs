using System.Net;
using FluentAssertions;
using Marketplace.Host.Tests.Auth;
using Marketplace.Host.Tests.Journeys;
using Marketplace.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Marketplace.Host.Tests.Notifications;

/// <summary>
/// The whole host, with real SMTP, a gateway that is called over HTTP and a mail server that fails: nothing that it writes shows
/// a contact, a code or a link.
/// </summary>
public class NoticeLeakTests
{
    /// <summary>All that an operator can switch on by settings.</summary>
    private static readonly (string, string)[] Everything =
    [
        .. ((string[])["Default", "Microsoft.AspNetCore", "Microsoft.Hosting.Lifetime", "Wolverine", "JasperFx", "Marten", "Npgsql"])
            .Select(category => ($"Logging:LogLevel:{category}", "Trace")),
    ];

    [Fact]
    public async Task S19_S38_no_contact_code_or_link_is_in_a_table_a_log_or_a_trace_after_a_journey_with_letters()
    {
        using var traces = new TraceCapture();
        var logs = new LogCapture();
        await using var host = await RunningHost.StartAsync(
            configure: services => services.AddLogging(l => l.AddProvider(logs)), more: Everything);
        var customer = await host.ProtectedCustomerAsync(500_00);
        var signInCode = await customer.CodeAsync();
        var order = (await customer.PlaceAsync(("books-900", 1))).Id("orderId");
        (await customer.PayAsync(order, wallet: 10_01)).Expect(HttpStatusCode.OK);
        var letters = await customer.UntilAsync($"/dev/messages?to={customer.Email}", m => m.Body.AsArray().Count == 2);
        // Only from here: while a busy machine starts nobody may read for longer than the watch over the reading is patient, which is then waited for.
        var started = logs.Text.Length;
        await Task.Delay(TimeSpan.FromSeconds(5));
        var link = (string)letters.Body.AsArray().Select(l => l!["link"]).Single(l => l is not null)!;
        await host.Anonymous().GetAsync(new Uri(link).PathAndQuery);

        var all = await DatabaseDump.OfAsync(host.Settings["ConnectionStrings:Marketplace"]!) + logs.Text + traces.Text;
        logs.Text[started..].Contains("reading is started again", StringComparison.Ordinal).Should().BeFalse("while somebody reads nobody else does");
        logs.Text.Contains("HTTP: GET /confirm-email", StringComparison.Ordinal).Should().BeTrue("the log is as talkative as it can be made");
        foreach (var known in (string[])["DeliverNotice", "mt_doc_notice", "wolverine_incoming_envelopes", "confirm-email"])
            all.Contains(known, StringComparison.Ordinal).Should().BeTrue($"{known} is found by the same search");
        foreach (var secret in (string[])[customer.Phone[2..], customer.Email, signInCode, link[(link.IndexOf("token=", StringComparison.Ordinal) + 6)..]])
        {
            DatabaseDump.Find(all, secret).Should().BeNull();
        }
    }

    [Fact]
    public async Task I17_a_mail_server_that_is_away_leaks_nothing_and_the_notice_waits_visibly()
    {
        using var traces = new TraceCapture();
        var logs = new LogCapture();
        await using var host = await RunningHost.StartAsync(
            configure: services => services.AddLogging(l => l.AddProvider(logs)),
            more: [.. Everything, ("Mail:Host", "127.0.0.1"), ("Mail:Port", "9"), ("Mail:Security", "None"), ("Mail:From", "noreply@shop.example")]);
        var customer = await host.CustomerAsync();
        var email = $"c{Guid.NewGuid():N}@example.com";
        (await customer.PostAsync("/api/account/email", new { email })).Expect(HttpStatusCode.Accepted);
        await Eventually.HappensAsync(() => Task.FromResult(logs.Text.Contains("ProviderSilentException", StringComparison.Ordinal)), "the mail server is found to be away");

        var dump = await DatabaseDump.OfAsync(host.Settings["ConnectionStrings:Marketplace"]!);
        dump.Contains("\"waiting\"", StringComparison.Ordinal).Should().BeTrue();
        var all = dump + logs.Text + traces.Text;
        all.Contains("ProviderSilentException", StringComparison.Ordinal).Should().BeTrue();
        DatabaseDump.Find(all, email).Should().BeNull();
    }
}
