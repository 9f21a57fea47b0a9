using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Marketplace.Host.Adapters;

/// <summary>How letters leave; the section <c>Mail</c>.</summary>
public sealed class MailOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Mail";

    /// <summary>The SMTP server. In Development it may be absent: then letters go to this host's own mailbox.</summary>
    public string? Host { get; set; }

    /// <summary>Its port.</summary>
    public int Port { get; set; } = 587;

    /// <summary>How the connection is secured: <c>StartTls</c>, <c>SslOnConnect</c>, or <c>None</c> to this very machine only.</summary>
    public SecureSocketOptions Security { get; set; } = SecureSocketOptions.StartTls;

    /// <summary>Who signs in there; absent when nobody must.</summary>
    public string? UserName { get; set; }

    /// <summary>What that user signs in with.</summary>
    public string? Secret { get; set; }

    /// <summary>The sender of all letters, with or without a name.</summary>
    public string From { get; set; } = "";

    /// <summary>How long each step of the conversation may take.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);
}

/// <summary>Stops the host at start, with the setting's name, when no letter could leave later.</summary>
public sealed class MailOptionsCheck(IHostEnvironment environment) : IValidateOptions<MailOptions>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, MailOptions options)
    {
        var faults = Faults(options).Select(fault => $"{MailOptions.Section}:{fault}").ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private IEnumerable<string> Faults(MailOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Host)) yield return "Host is required outside Development.";
        if (options.Port is < 1 or > 65535) yield return "Port must be between 1 and 65535.";
        if (!MailboxAddress.TryParse(options.From, out _)) yield return "From must be an e-mail address.";
        if (options.Timeout <= TimeSpan.Zero) yield return "Timeout must be positive.";
        if (string.IsNullOrEmpty(options.UserName) != string.IsNullOrEmpty(options.Secret)) yield return "UserName and Secret belong together.";
        if (!environment.IsDevelopment() && !IsSecured(options)) yield return "Security must be StartTls or SslOnConnect, unless the server is on this machine.";
    }

    // Letters hold codes and links; «when available» would let anybody on the way switch the encryption off.
    private static bool IsSecured(MailOptions options) =>
        options.Security is SecureSocketOptions.StartTls or SecureSocketOptions.SslOnConnect || options.Host is "localhost" or "127.0.0.1" or "::1";
}
