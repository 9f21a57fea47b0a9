using System.Security.Cryptography;
using Marketplace.Application.Privacy;

namespace Marketplace.Host.Adapters.KeyService;

/// <summary><c>rotate-master-key</c> on the command line: wraps all customers' keys anew by the current version of the master key.</summary>
public static class RotateMasterKey
{
    /// <summary>The word of the command line that asks for it.</summary>
    public const string Command = "rotate-master-key";

    private const int Failed = 1;

    /// <summary>Whether the command line asks for it.</summary>
    public static bool IsAskedFor(IReadOnlyList<string> args) => args is [Command, ..];

    /// <summary>Does it on the vault database of the configuration. Hosts may run meanwhile; so may a second rotation.</summary>
    /// <returns>0 when no key is left under an older version, 1 with the reason on <paramref name="errors"/>.</returns>
    public static async Task<int> RunAsync(
        IConfiguration configuration, IHostEnvironment environment, ILogger logger, TextWriter output, TextWriter errors, CancellationToken cancellation)
    {
        try
        {
            var secrets = HouseSecretsSource.Load(configuration, environment, DataFolder.Of(configuration), logger);
            var services = new ServiceCollection();
            var vault = configuration.GetConnectionString("Vault") ?? throw new InvalidOperationException("ConnectionStrings:Vault is missing.");
            services.AddPrivacy(secrets, vault, KeyServices.From(configuration, environment));
            await using var provider = services.BuildServiceProvider();
            await provider.GetRequiredService<VaultDatabase>().PrepareAsync(cancellation);
            var version = Convert.ToHexStringLower(provider.GetRequiredService<IMasterKey>().CurrentVersion());
            var done = await provider.GetRequiredService<MasterKeyRotation>().RunAsync(new Printed(output), cancellation);
            await output.WriteLineAsync($"Done: {done} keys were wrapped anew. Every key is wrapped by version {version} of the master key; no older one is needed for this database.");
            return 0;
        }
        catch (Exception e) when (e is CryptographicException or MasterKeyAwayException or InvalidOperationException or ArgumentException or Npgsql.NpgsqlException)
        {
            await errors.WriteLineAsync($"{e.Message} What was done stays; run {Command} again to go on.");
            return Failed;
        }
    }

    // Progress<T> would print from another thread, after the end.
    private sealed class Printed(TextWriter output) : IProgress<RotationProgress>
    {
        public void Report(RotationProgress value) => output.WriteLine($"{value.Rewrapped} keys wrapped anew, {value.Left} left");
    }
}
