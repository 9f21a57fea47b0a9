using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Marketplace.Application.Audit.Evidence;

/// <summary>Where a host takes its <see cref="CheckpointKey"/> from.</summary>
public static class CheckpointKeySource
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>
    /// The file that <c>Audit:SigningKey</c> names, or, in Development only, one below the data folder that is made at first use
    /// with its public half beside it.
    /// </summary>
    /// <exception cref="InvalidOperationException">There is none outside Development.</exception>
    public static CheckpointKey Load(IConfiguration configuration, IHostEnvironment environment, string dataFolder)
    {
        if (configuration["Audit:SigningKey"] is { Length: > 0 } path) return new CheckpointKey(File.ReadAllText(path));
        if (!environment.IsDevelopment())
        {
            throw new InvalidOperationException(
                "Missing configuration: Audit:SigningKey, the file of an ECDSA P-256 private key (openssl ecparam -name prime256v1 -genkey -noout). " +
                "Outside Development none is made up: nobody would know its public half.");
        }

        var folder = Path.Combine(dataFolder, "audit");
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        var file = Path.Combine(folder, "signing-key.pem");
        if (!File.Exists(file)) MakeOnce(file);
        var key = new CheckpointKey(File.ReadAllText(file));
        File.WriteAllText(Path.Combine(folder, "public-key.pem"), key.PublicPem + "\n");
        return key;
    }

    // Written aside and moved to a name that must be free: of two hosts that start together one makes the key, and no half of one is seen.
    private static void MakeOnce(string file)
    {
        var aside = $"{file}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        using (var writer = new StreamWriter(aside, options)) writer.Write(CheckpointKey.NewPem() + "\n");
        try
        {
            File.Move(aside, file);
        }
        catch (IOException) when (File.Exists(file))
        {
            File.Delete(aside);
        }
    }
}
