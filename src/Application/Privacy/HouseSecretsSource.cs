using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Marketplace.Application.Privacy;

/// <summary>
/// Where a host takes its <see cref="HouseSecrets"/> from: configuration (<c>Secrets:Pepper</c>, <c>Secrets:SealingKey</c>,
/// <c>Secrets:MasterKey</c>, each 32 bytes in base64), or, in Development only, files below the data folder. Further master
/// keys, which are only read by, are <c>Secrets:OtherMasterKeys:0</c>, <c>:1</c> … or files named <c>MasterKey.*</c>.
/// </summary>
public static partial class HouseSecretsSource
{
    private static readonly string[] Names = ["Pepper", "SealingKey", "MasterKey"];

    /// <summary>Loads all, or stops the host with a message that says what is missing. A host whose keys a service wraps needs no master key.</summary>
    /// <exception cref="InvalidOperationException">A secret is missing outside Development, or is not 32 bytes of base64.</exception>
    public static HouseSecrets Load(IConfiguration configuration, IHostEnvironment environment, string dataFolder, ILogger logger)
    {
        var secrets = Names.Select(name => FromConfiguration(configuration, name)).ToArray();
        var missing = Names.Where((name, i) => secrets[i] is null && !(name == "MasterKey" && MasterKeySource.IsService(configuration))).ToList();
        if (missing.Count > 0 && !environment.IsDevelopment())
        {
            throw new InvalidOperationException(
                $"Missing configuration: {string.Join(", ", missing.Select(n => $"Secrets:{n}"))} (32 random bytes in base64 each). " +
                "Outside Development they are never made up, because data written under a made-up key is lost with it.");
        }

        var folder = Path.Combine(dataFolder, "secrets");
        if (missing.Count > 0) FillFromFiles(secrets, missing, folder, logger);
        // Of the time before a service wrapped; it is read by, and not made anew once it is gone.
        var own = Path.Combine(folder, "MasterKey");
        if (secrets[2] is null && environment.IsDevelopment() && File.Exists(own)) secrets[2] = SecretFile.ReadOrCreate(own);
        return new HouseSecrets(secrets[0]!, secrets[1]!, secrets[2], Others(configuration, environment.IsDevelopment() ? folder : null));
    }

    private static List<byte[]> Others(IConfiguration configuration, string? folder)
    {
        var configured = configuration.GetSection("Secrets:OtherMasterKeys").GetChildren()
            .Select(key => FromConfiguration(configuration, key.Path["Secrets:".Length..])).OfType<byte[]>();
        string[] files = folder is not null && Directory.Exists(folder) ? Directory.GetFiles(folder) : [];
        return [.. configured, .. files.Where(IsOther).Order(StringComparer.Ordinal).Select(SecretFile.ReadOrCreate)];
    }

    // One that ends in «.new» somebody is just writing.
    private static bool IsOther(string file) =>
        Path.GetFileName(file) is var name && name.StartsWith("MasterKey.", StringComparison.Ordinal) && !name.EndsWith(".new", StringComparison.Ordinal);

    private static byte[]? FromConfiguration(IConfiguration configuration, string name)
    {
        if (configuration[$"Secrets:{name}"] is not { Length: > 0 } text) return null;
        var bytes = new byte[HouseSecrets.Size + 1];
        return Convert.TryFromBase64String(text, bytes, out var length) && length == HouseSecrets.Size
            ? bytes[..length]
            : throw new InvalidOperationException($"Secrets:{name} must be {HouseSecrets.Size} bytes in base64.");
    }

    private static void FillFromFiles(byte[]?[] secrets, List<string> missing, string folder, ILogger logger)
    {
        SecretFile.CreateFolder(folder);
        var made = false;
        for (var i = 0; i < secrets.Length; i++)
        {
            if (missing.Contains(Names[i])) secrets[i] = SecretFile.ReadOrCreate(Path.Combine(folder, Names[i]), ref made);
        }

        if (made) LogMade(logger, folder);
    }

    [LoggerMessage(LogLevel.Warning, "Development secrets were made below {Folder}. Deleting them makes the personal data in these databases unreadable.")]
    private static partial void LogMade(ILogger logger, string folder);
}
