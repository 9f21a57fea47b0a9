using Marketplace.Domain.Customers;

namespace Marketplace.Host.Auth.External;

/// <summary>How one provider is spoken with. Not a record: it holds a secret and prints nothing.</summary>
internal sealed class OpenIdSettings(ExternalProvider provider, Uri authority, ExternalOptions options, bool plainHttp)
{
    public ExternalProvider Provider => provider;

    public string Issuer { get; } = options.Issuer ?? authority.ToString().TrimEnd('/');

    public string MetadataAddress { get; } = authority.ToString().TrimEnd('/') + "/.well-known/openid-configuration";

    public string ClientId { get; } = options.ClientId!;

    public string ClientSecret { get; } = options.ClientSecret!;

    public IReadOnlyList<string> Algorithms { get; } = options.Algorithms is { Count: > 0 } configured ? configured : ExternalOptions.UsualAlgorithms;

    /// <summary>Whether an address may be without https: in Development.</summary>
    public bool PlainHttp => plainHttp;
}
