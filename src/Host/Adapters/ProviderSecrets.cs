using System.Collections.Concurrent;
using System.Text;
using Marketplace.Application.Privacy;
using Microsoft.Extensions.Options;

namespace Marketplace.Host.Adapters;

/// <summary>
/// What we and each provider sign with: the configured <c>&lt;Name&gt;:Secret</c>, or, in Development, one made at first use and
/// kept in the <see cref="DataFolder"/>, so that restarts agree.
/// </summary>
public sealed class ProviderSecrets(IOptionsMonitor<ProviderOptions> options, IConfiguration configuration, IHostEnvironment environment)
{
    private readonly ConcurrentDictionary<string, byte[]> known = new();

    /// <summary>The secret of one provider of <see cref="ProviderNames"/>.</summary>
    public byte[] Of(string provider) => known.GetOrAdd(provider, name => Encoding.UTF8.GetBytes(Configured(name) ?? Made(name)));

    /// <summary>A secret of this machine that no provider shares; in Development only.</summary>
    public string Made(string name)
    {
        if (!environment.IsDevelopment()) throw new InvalidOperationException($"The secret {name} must be configured outside Development.");
#pragma warning disable CA1308 // a file name, not a comparison
        return Convert.ToHexStringLower(SecretFile.ReadOrCreate(Path.Combine(DataFolder.Of(configuration), $"{name.ToLowerInvariant()}.secret")));
#pragma warning restore CA1308
    }

    private string? Configured(string name) => options.Get(name).Secret is { Length: > 0 } secret ? secret : null;
}
