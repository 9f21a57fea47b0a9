using System.Net;
using Microsoft.Extensions.Options;

namespace Marketplace.Host.Auth.Passkeys;

/// <summary>Where passkeys belong (section <c>Passkeys</c>).</summary>
public sealed class PasskeyOptions
{
    /// <summary>What a native Android app has for an origin begins with this; the SHA-256 of its signing certificate follows.</summary>
    public const string AndroidApp = "android:apk-key-hash:";

    /// <summary>The domain that passkeys are made for. Changing it makes all of them worthless. In Development <c>localhost</c>.</summary>
    public string? ServerDomain { get; set; }

    /// <summary>Who may ask a device: <c>https://…</c> for iOS and pages, <c>android:apk-key-hash:…</c> for Android. In Development this host itself.</summary>
    public IList<string> Origins { get; } = [];
}

/// <summary>Stops the host at start, with the setting's name, when no passkey could work, or one from anywhere would.</summary>
public sealed class PasskeyOptionsCheck(IHostEnvironment environment) : IValidateOptions<PasskeyOptions>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, PasskeyOptions options)
    {
        var faults = Faults(options).Select(fault => $"Passkeys:{fault}").ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private IEnumerable<string> Faults(PasskeyOptions options)
    {
        // Unset, the framework takes both from the request: then its sender decides.
        var development = environment.IsDevelopment();
        if (options.ServerDomain is null && !development) yield return "ServerDomain is required outside Development.";
        if (options.Origins.Count == 0 && !development) yield return "Origins is required outside Development.";
        if (options.ServerDomain is { } domain && !IsDomain(domain)) yield return "ServerDomain must be a domain, such as example.com: no address, scheme or port.";
        foreach (var origin in options.Origins.Where(origin => !IsOrigin(origin, options.ServerDomain, development)))
        {
            yield return $"Origins: '{origin}' must be an https origin of ServerDomain without a path, or {AndroidForm}.";
        }
    }

    private static string AndroidForm => $"{PasskeyOptions.AndroidApp}…";

    private static bool IsDomain(string domain) => Uri.CheckHostName(domain) == UriHostNameType.Dns && !IPAddress.TryParse(domain, out _);

    private static bool IsOrigin(string origin, string? domain, bool development)
    {
        if (origin.StartsWith(PasskeyOptions.AndroidApp, StringComparison.Ordinal)) return origin.Length > PasskeyOptions.AndroidApp.Length;
        // An origin is compared as text, so it must be written as a browser writes it.
        return Uri.TryCreate(origin, UriKind.Absolute, out var uri)
            && origin == uri.GetLeftPart(UriPartial.Authority)
            && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && development))
            && (domain is null || uri.Host == domain || uri.Host.EndsWith($".{domain}", StringComparison.Ordinal));
    }
}
