using Microsoft.Extensions.Options;

namespace Marketplace.Host.Adapters;

/// <summary>Stops the host at start, with the setting's name, when a provider could not be reached or believed later.</summary>
public sealed class ProviderOptionsCheck(IHostEnvironment environment) : IValidateOptions<ProviderOptions>
{
    private const int ShortestSecret = 32;

    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, ProviderOptions options)
    {
        var faults = Faults(options, isCalled: name != ProviderNames.Carrier).Select(fault => $"{name}:{fault}").ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private IEnumerable<string> Faults(ProviderOptions options, bool isCalled)
    {
        var development = environment.IsDevelopment();
        if (options.Timeout <= TimeSpan.Zero) yield return "Timeout must be positive.";
        if (options.BaseUrl is null && isCalled && !development) yield return "BaseUrl is required outside Development.";
        if (options.BaseUrl is { } url && !IsUsable(url, development)) yield return "BaseUrl must be an absolute https address.";
        if (!development && (options.Secret ?? "").Length < ShortestSecret) yield return $"Secret of at least {ShortestSecret} characters is required outside Development.";
    }

    // Requisites and card tokens travel there: in clear only to this very machine.
    private static bool IsUsable(Uri url, bool development) =>
        url.IsAbsoluteUri && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && (development || url.IsLoopback)));
}
