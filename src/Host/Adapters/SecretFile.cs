using System.Security.Cryptography;

namespace Marketplace.Host.Adapters;

/// <summary>A random secret in a file that only its owner may read. For Development: production secrets are configured.</summary>
public static class SecretFile
{
    /// <summary>Reads the secret, or makes it. Hosts that start together agree on one, because a file is never replaced.</summary>
    /// <returns>64 hexadecimal digits.</returns>
    public static string ReadOrCreate(string folder, string name)
    {
        var file = Path.Combine(folder, name);
        if (!File.Exists(file)) Create(folder, file);
        return File.ReadAllText(file).Trim();
    }

    private static void Create(string folder, string file)
    {
        Directory.CreateDirectory(folder);
        var draft = $"{file}.{RandomNumberGenerator.GetHexString(8)}";
        using (var writer = new StreamWriter(draft, NewForOwnerOnly()))
            writer.Write(RandomNumberGenerator.GetHexString(64, lowercase: true));

        try
        {
            File.Move(draft, file, overwrite: false);
        }
        catch (IOException) when (File.Exists(file))
        {
            File.Delete(draft);
        }
    }

    // Windows has no Unix modes; there the folder's own rights hold.
    private static FileStreamOptions NewForOwnerOnly()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }
}
