using System.Net;
using System.Net.Sockets;
using FluentAssertions;
using MailKit.Security;
using Marketplace.Application.Payments;
using Marketplace.Application.Ports;
using Marketplace.Host.Adapters;
using Marketplace.Host.Development.Simulators;
using Marketplace.Host.Development.Simulators.Mail;
using Marketplace.Host.Tests.Providers;
using Marketplace.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace Marketplace.Host.Tests.Notifications;

/// <summary>Letters over real SMTP, to the mailbox of Development and to servers that say no.</summary>
[Collection(ProviderTests.Name)]
public sealed class SmtpTests : IAsyncLifetime
{
    private const string Address = "maria@example.com";
    private ProviderHost host = null!;

    private DevMessages Messages => host.Services.GetRequiredService<DevMessages>();

    private int Port => host.Services.GetRequiredService<SmtpSink>().Port;

    public async Task InitializeAsync() => host = await ProviderHost.StartAsync(await ThrowAwayCluster.CreateDatabaseAsync("mail"));

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Theory]
    [InlineData("Чек", "Чай × 2: 20.02 ₽\n\nВсего: 20.02 ₽")]
    [InlineData("Dots", ".\n..\n.a line that begins with a dot\nend")]
    [InlineData("Long", "https://shop.example/confirm-email?token=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    public async Task S52_a_letter_arrives_as_it_was_written(string subject, string text)
    {
        await Mailer(Port).SendAsync(Guid.NewGuid(), Address, new Letter(subject, text), default);
        (await Messages.ListAsync(Address, default)).Should().ContainSingle().Which.Should().BeEquivalentTo(new { Channel = MessageChannel.Email, To = Address, Text = $"{subject}\n\n{text}" });
    }

    [Fact]
    public async Task I17_one_id_is_one_letter_however_often_it_is_handed_over()
    {
        var id = Guid.NewGuid();
        for (var i = 0; i < 3; i++) await Mailer(Port).SendAsync(id, Address, new Letter("s", "t"), default);
        await Mailer(Port).SendAsync(Guid.NewGuid(), Address, new Letter("s", "another"), default);
        (await Messages.ListAsync(Address, default)).Should().HaveCount(2);
    }

    [Theory]
    [InlineData("550 5.1.1 <maria@example.com> is not known here", true)]
    [InlineData("451 4.3.0 <maria@example.com>: try again later", false)]
    public async Task S52_a_refusal_for_good_is_told_from_one_for_now_and_neither_names_the_address(string answer, bool forGood)
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var served = AnswerRcptAsync(server, answer);
        var failure = (await Mailer(((IPEndPoint)server.LocalEndpoint).Port).Awaiting(m => m.SendAsync(Guid.NewGuid(), Address, new Letter("s", "t"), default))
            .Should().ThrowAsync<Exception>()).Which;
        failure.Should().BeOfType(forGood ? typeof(ProviderRefusedException) : typeof(ProviderSilentException));
        $"{failure}".Should().NotContain("maria");
        await served;
    }

    [Fact]
    public async Task I17_a_server_that_is_away_or_silent_is_silence_and_not_a_refusal()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var port = ((IPEndPoint)silent.LocalEndpoint).Port;
        await Mailer(port, seconds: 1).Awaiting(m => m.SendAsync(Guid.NewGuid(), Address, new Letter("s", "t"), default)).Should().ThrowAsync<ProviderSilentException>();
        silent.Stop();
        await Mailer(port, seconds: 1).Awaiting(m => m.SendAsync(Guid.NewGuid(), Address, new Letter("s", "t"), default)).Should().ThrowAsync<ProviderSilentException>();
    }

    [Fact]
    public async Task The_mailbox_keeps_to_the_order_of_the_protocol()
    {
        await using var talk = await SmtpTalk.StartAsync(Port);
        (await talk.SayAsync("MAIL FROM:<a@example.com>")).Should().StartWith("503");
        (await talk.SayAsync("HELO test")).Should().StartWith("250");
        (await talk.SayAsync("RCPT TO:<maria@example.com>")).Should().StartWith("503");
        (await talk.SayAsync("DATA")).Should().StartWith("503");
        (await talk.SayAsync("MAIL FROM:<>")).Should().StartWith("250", "a bounce has no sender");
        (await talk.SayAsync("MAIL FROM:<a@example.com>")).Should().StartWith("503");
        (await talk.SayAsync("RCPT TO:<>")).Should().StartWith("501");
        (await talk.SayAsync("rcpt to:<maria@example.com>")).Should().StartWith("250");
        (await talk.SayAsync("RSET")).Should().StartWith("250");
        (await talk.SayAsync("DATA")).Should().StartWith("503", "the recipients are forgotten");
        (await talk.SayAsync("NOOP")).Should().StartWith("250");
        (await talk.SayAsync("TURN")).Should().StartWith("502");
        (await talk.SayAsync(new string('x', 5000))).Should().StartWith("500");
        (await talk.SayAsync("QUIT")).Should().StartWith("221");
        (await Messages.ListAsync(null, default)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_letter_beyond_the_limit_is_refused_and_the_next_one_is_taken()
    {
        await using var talk = await SmtpTalk.StartAsync(Port);
        await talk.SayAsync("EHLO test");
        (await talk.SayAsync("MAIL FROM:<a@example.com> SIZE=2000000")).Should().StartWith("552");
        (await SendAsync(talk, string.Concat(Enumerable.Repeat($"{new string('x', 998)}\r\n", 1100)))).Should().StartWith("552");
        (await SendAsync(talk, new string('x', 1_100_000))).Should().StartWith("552", "one endless line is a letter too");
        (await SendAsync(talk, "Subject: small\r\n\r\n..dot")).Should().StartWith("250");
        (await Messages.ListAsync(Address, default)).Should().ContainSingle().Which.Text.Should().Be("small\n\n.dot");
    }

    private static async Task<string> SendAsync(SmtpTalk talk, string letter)
    {
        (await talk.SayAsync("MAIL FROM:<a@example.com>")).Should().StartWith("250");
        (await talk.SayAsync($"RCPT TO:<{Address}>")).Should().StartWith("250");
        (await talk.SayAsync("DATA")).Should().StartWith("354");
        return await talk.SayAsync($"{letter}\r\n.");
    }

    private static SmtpMailer Mailer(int port, int seconds = 30) => new(
        Options.Create(new MailOptions { Host = "127.0.0.1", Port = port, Security = SecureSocketOptions.None, From = "Marketplace <noreply@shop.example>", Timeout = TimeSpan.FromSeconds(seconds) }),
        TimeProvider.System);

    private static async Task AnswerRcptAsync(TcpListener server, string answer)
    {
        using var client = await server.AcceptTcpClientAsync();
        await using var stream = client.GetStream();
        using var reader = new StreamReader(stream);
        await using var writer = new StreamWriter(stream) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 hello");
        while (await reader.ReadLineAsync() is { } line) await writer.WriteLineAsync(line.StartsWith("RCPT", StringComparison.Ordinal) ? answer : "250 ok");
    }
}
