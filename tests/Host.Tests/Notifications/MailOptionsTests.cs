using FluentAssertions;
using MailKit.Security;
using Marketplace.Host.Adapters;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Marketplace.Host.Tests.Notifications;

/// <summary>A host that could send no letter does not start.</summary>
public class MailOptionsTests
{
    [Theory]
    [InlineData("smtp.example.com", SecureSocketOptions.StartTls, "a@shop.example", null, null, true)]
    [InlineData("smtp.example.com", SecureSocketOptions.SslOnConnect, "Shop <a@shop.example>", "u", "s", true)]
    [InlineData("127.0.0.1", SecureSocketOptions.None, "a@shop.example", null, null, true)]
    [InlineData("smtp.example.com", SecureSocketOptions.None, "a@shop.example", null, null, false)]
    [InlineData("smtp.example.com", SecureSocketOptions.StartTlsWhenAvailable, "a@shop.example", null, null, false)]
    [InlineData("smtp.example.com", SecureSocketOptions.Auto, "a@shop.example", null, null, false)]
    [InlineData(null, SecureSocketOptions.StartTls, "a@shop.example", null, null, false)]
    [InlineData("smtp.example.com", SecureSocketOptions.StartTls, "", null, null, false)]
    [InlineData("smtp.example.com", SecureSocketOptions.StartTls, "a@shop.example", "u", null, false)]
    [InlineData("smtp.example.com", SecureSocketOptions.StartTls, "a@shop.example", null, "s", false)]
    public void Outside_Development_letters_need_a_server_a_sender_and_encryption(
        string? server, SecureSocketOptions security, string from, string? user, string? secret, bool valid)
    {
        var options = new MailOptions { Host = server, Security = security, From = from, UserName = user, Secret = secret };
        var result = new MailOptionsCheck(new Production()).Validate(null, options);
        result.Succeeded.Should().Be(valid);
        if (!valid) result.Failures.Should().ContainSingle().Which.Should().StartWith("Mail:");
    }

    [Theory]
    [InlineData(0, 1, "Mail:Port*")]
    [InlineData(65536, 1, "Mail:Port*")]
    [InlineData(587, 0, "Mail:Timeout*")]
    public void A_port_and_a_timeout_must_make_sense(int port, int seconds, string fault) =>
        new MailOptionsCheck(new Production())
            .Validate(null, new MailOptions { Host = "smtp.example.com", From = "a@shop.example", Port = port, Timeout = TimeSpan.FromSeconds(seconds) })
            .Failures.Should().ContainSingle().Which.Should().Match(fault);

    private sealed class Production : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = "Production";

        public string ApplicationName { get; set; } = "";

        public string ContentRootPath { get; set; } = "";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
