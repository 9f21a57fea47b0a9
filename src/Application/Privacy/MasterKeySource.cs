using Microsoft.Extensions.Configuration;

namespace Marketplace.Application.Privacy;

/// <summary>Which master key wraps: the setting <c>MasterKey:Source</c>, <c>file</c> (the default) or <c>transit</c> (a key service).</summary>
public static class MasterKeySource
{
    /// <summary>Whether a key service wraps, and the host needs no master key of its own.</summary>
    /// <exception cref="InvalidOperationException">The setting is neither.</exception>
    public static bool IsService(IConfiguration configuration) => configuration["MasterKey:Source"] switch
    {
        null or "" or "file" => false,
        "transit" => true,
        var other => throw new InvalidOperationException($"MasterKey:Source is «{other}»; it must be file or transit."),
    };
}

/// <summary>A key service that a host uses.</summary>
/// <param name="Key">How it is reached.</param>
/// <param name="Wraps">Whether it wraps new keys; otherwise it only unwraps what it wrapped before.</param>
public sealed record MasterKeyService(IMasterKey Key, bool Wraps);
