using Marketplace.Domain.Customers;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace Marketplace.Host.Auth.External;

/// <summary>What this shop is at one provider; named options, one per provider, from the section <c>External:&lt;Name&gt;</c>.</summary>
public sealed class ExternalOptions
{
    /// <summary>The signatures that are believed when none are configured.</summary>
    public static readonly IReadOnlyList<string> UsualAlgorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.EcdsaSha256];

    /// <summary>Where <c>/.well-known/openid-configuration</c> is. Without it the provider is not offered, or is simulated in Development.</summary>
    public Uri? Authority { get; set; }

    /// <summary>What the tokens must name as their issuer, to the letter; the authority without its last slash when absent.</summary>
    public string? Issuer { get; set; }

    /// <summary>What the provider calls this shop.</summary>
    public string? ClientId { get; set; }

    /// <summary>What this shop proves with that it is it. It is never logged.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>The signatures that are believed.</summary>
    public IReadOnlyList<string> Algorithms { get; set; } = [];

    /// <summary>Whether nothing is said about the provider.</summary>
    public bool IsAbsent => Authority is null && string.IsNullOrEmpty(ClientId) && string.IsNullOrEmpty(ClientSecret);

    /// <summary>The name of a provider's options and section.</summary>
    public static string NameOf(ExternalProvider provider) => provider.ToString();
}

/// <summary>Stops the host at start, with the setting's name, when a provider could not be believed later.</summary>
internal sealed class ExternalOptionsCheck(IHostEnvironment environment) : IValidateOptions<ExternalOptions>
{
    // Public keys only: with a shared secret, or with none, whoever else has it could vouch for anybody.
    private static readonly string[] Asymmetric =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    public ValidateOptionsResult Validate(string? name, ExternalOptions options)
    {
        if (options.IsAbsent) return ValidateOptionsResult.Success;
        var faults = Faults(options).Select(fault => $"External:{name}:{fault}").ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private IEnumerable<string> Faults(ExternalOptions options)
    {
        if (options.Authority is not { IsAbsoluteUri: true } authority || !IsUsable(authority)) yield return "Authority must be an absolute https address.";
        if (string.IsNullOrEmpty(options.ClientId)) yield return "ClientId is required.";
        if (string.IsNullOrEmpty(options.ClientSecret)) yield return "ClientSecret is required.";
        if (options.Algorithms.Except(Asymmetric).Any()) yield return $"Algorithms can be {string.Join(", ", Asymmetric)}.";
    }

    private bool IsUsable(Uri authority) =>
        authority.Scheme == Uri.UriSchemeHttps || (authority.Scheme == Uri.UriSchemeHttp && environment.IsDevelopment());
}
